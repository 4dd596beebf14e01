#!/usr/bin/env python3
"""Networks of the usual parts trained by the real Keras for 100 steps in float64: trajectories.npz, trajectories.json.

    python=$(src/test/python/environment) && "$python" src/test/python/keras_trajectories.py [--check]

trajectories.json is a list of
    name        of the network
    config      the model's whole get_config()
    loss        of each output, by its name
    weights     names of all weights, in the order of model.weights
and the .npz holds for the network n
    n/input/NAME        16 rows of each input
    n/target/NAME       16 rows for each output
    n/sample_weight/NAME  16 numbers for each output, of one network alone
    n/before/NAME       the weights before the first step
    n/losses            (100,) the loss of each step, before its change
    n/after/NAME        the weights behind the last
The rows are taken in order, 4 a step, from the start again behind the 16th. Adam(0.01), or SGD(0.05, momentum 0.9) for the residual
network; binary cross-entropy, and mean squared error of weight 0.3 for the output "year". Weights are Keras's own from a fixed seed,
rounded to float32; the other numbers are of SplitMix64(17).
"""

import json

import goldens
import keras
import numpy as np
from keras import layers

ROWS, BATCH, STEPS, WORDS = 16, 4, 100, 40


def residual():
    inputs = keras.Input((8, 8, 3), name="picture")
    x = layers.Conv2D(4, 3, padding="same", use_bias=False)(inputs)
    x = skipped = layers.ReLU()(layers.BatchNormalization()(x))
    for _ in range(2):
        x = layers.Conv2D(4, 3, padding="same", use_bias=False)(x)
        x = layers.Activation("relu")(layers.BatchNormalization()(x))
    x = layers.Add()([x, skipped])
    x = layers.GlobalAveragePooling2D()(layers.MaxPooling2D(2)(x))
    return keras.Model(inputs, layers.Dense(3, activation="sigmoid", name="labels")(x))


def two_and_two():
    a, b = keras.Input((5,), name="a"), keras.Input((4,), name="b")
    x = layers.Concatenate()([layers.Dense(6, activation="tanh", kernel_regularizer="l2")(a), layers.Dense(3, activation="elu")(b)])
    x = layers.Dense(5, activation="gelu")(x)
    genre = layers.Dense(3, activation="sigmoid", name="genre")(x)
    return keras.Model([a, b], [genre, layers.Dense(1, name="year")(x)])


def separable():
    inputs = keras.Input((9, 8, 3), name="picture")
    x = layers.SeparableConv2D(6, 3, strides=2, padding="same")(inputs)
    x = layers.ReLU(max_value=6)(layers.BatchNormalization(momentum=0.9)(x))
    x = layers.DepthwiseConv2D(3, padding="same", use_bias=False)(layers.ZeroPadding2D(1)(x))
    x = layers.LeakyReLU(0.1)(layers.BatchNormalization()(x))
    x = layers.Multiply()([x, layers.Dense(6, activation="hard_sigmoid")(layers.GlobalAveragePooling2D(keepdims=True)(x))])
    return keras.Model(inputs, layers.Dense(4, activation="sigmoid", name="labels")(layers.GlobalMaxPooling2D()(x)))


def encoder():
    tokens = keras.Input((6,), dtype="int32", name="tokens")
    x = layers.Embedding(WORDS, 8)(tokens)
    x = layers.LayerNormalization()(layers.Add()([x, layers.MultiHeadAttention(2, 4)(x, x)]))
    wide = layers.Dense(8)(layers.Dense(16, activation="gelu")(x))
    x = layers.LayerNormalization()(x + wide)
    return keras.Model(tokens, layers.Dense(3, activation="sigmoid", name="labels")(layers.GlobalAveragePooling1D()(x)))


def gru():
    inputs = keras.Input((7, 3), name="steps")
    x = layers.GRU(4, return_sequences=True)(inputs)
    x = layers.Bidirectional(layers.GRU(3, reset_after=False))(x)
    return keras.Model(inputs, layers.Dense(2, activation="sigmoid", name="labels")(x))


def tokens(random, shape):
    """No token twice in a batch: Keras's optimizers square the gradient of each occurrence by itself, and add the squares."""
    per_batch = BATCH * int(np.prod(shape[1:]))
    batches = [np.argsort(random.uniform((WORDS,)), kind="stable")[:per_batch] for _ in range(ROWS // BATCH)]
    return np.concatenate(batches).reshape(shape).astype(np.int32)


def of_floats(config):
    """Keras writes float64 into the InputLayer, too; here the model's type says so."""
    for layer in config["layers"]:
        if layer["class_name"] == "InputLayer":
            layer["config"]["dtype"] = layer["config"]["dtype"].replace("float64", "float32")
    return config


def run(name, build, index, arrays):
    keras.utils.set_random_seed(5)
    keras.backend.clear_session()
    model = build()
    random = goldens.SplitMix64(17)
    inputs, targets, sample_weights = {}, {}, {}
    for tensor in model.inputs:
        shape = (ROWS, *tensor.shape[1:])
        key = tensor.name
        inputs[key] = tokens(random, shape) if tensor.dtype == "int32" else random.uniform(shape, 0.0, 2.0)
    for output in model.output_names:
        shape = (ROWS, *model.get_layer(output).output.shape[1:])
        targets[output] = random.uniform(shape, 0.0, 2.0) if output == "year" else random.bits(shape).astype(np.float32)
    if len(targets) > 1:
        sample_weights = {output: random.uniform((ROWS,), 1.0, 1.0) for output in targets}
    losses = {output: keras.losses.MeanSquaredError() if output == "year" else keras.losses.BinaryCrossentropy() for output in targets}
    optimizer = keras.optimizers.SGD(0.05, momentum=0.9) if name == "residual" else keras.optimizers.Adam(0.01)
    weights = {"loss_weights": {output: 0.3 if output == "year" else 1.0 for output in targets}} if len(targets) > 1 else {}
    model.compile(optimizer, loss=losses if len(targets) > 1 else list(losses.values())[0], **weights)
    names = [variable.path for variable in model.weights]
    for variable in model.weights:
        variable.assign(variable.numpy().astype(np.float32).astype(np.float64))
        arrays[f"{name}/before/{variable.path}"] = variable.numpy().astype(np.float32)
    for kind, given in (("input", inputs), ("target", targets), ("sample_weight", sample_weights)):
        for key, value in given.items():
            arrays[f"{name}/{kind}/{key}"] = value
    pack = lambda given, rows: [v[rows] if v.dtype == np.int32 else v[rows].astype(np.float64) for v in given.values()]
    seen = []
    for step in range(STEPS):
        start = step * BATCH % ROWS
        rows = slice(start, start + BATCH)
        x, y, w = pack(inputs, rows), pack(targets, rows), pack(sample_weights, rows)
        model.reset_metrics()
        one = len(targets) == 1
        logs = model.train_on_batch(x if len(x) > 1 else x[0], y[0] if one else y, sample_weight=None if one else w, return_dict=True)
        seen.append(logs["loss"])
    arrays[f"{name}/losses"] = np.array(seen, np.float64)
    for variable in model.weights:
        arrays[f"{name}/after/{variable.path}"] = variable.numpy()
    kinds = {output: type(loss).__name__ for output, loss in losses.items()}
    index.append({"name": name, "config": of_floats(json.loads(model.to_json())["config"]), "loss": kinds, "weights": names})


if __name__ == "__main__":
    goldens.compute_type("float64")
    index, arrays = [], {}
    for name, build in (("residual", residual), ("two_and_two", two_and_two), ("separable", separable), ("encoder", encoder), ("gru", gru)):
        run(name, build, index, arrays)
    goldens.write("trajectories", arrays, index)
