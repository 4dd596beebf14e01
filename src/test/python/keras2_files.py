"""Whole models of Keras 2 in .h5 files, trained, with what Keras 2 makes of them next. The files stand for good, so the script is no check.

Keras 2 lives on as tf-keras, which is not among the pinned packages:
    pip install --target DIR --no-deps tf-keras==2.18.0
    PYTHONPATH=DIR python src/test/python/keras2_files.py
`keras2_kinds.h5` has layers of all kinds that Keras 2 and Keraunos share, an Adam as it is since 2.11; `keras2_chain.h5` is a Sequential
with the older Adam and its decay; `keras2_old.h5` the same chain as the first versions of Keras 2 wrote it, made of it by hand; the others
are small. Arrays in keras2_files.npz: inputs, outputs, targets, and losses of three more steps.
"""

import json
import shutil

from goldens import FOLDER, SplitMix64, write

import h5py
import numpy as np
import tf_keras as keras

FILES = FOLDER.parent / "saving" / "keras"
L = keras.layers


def values(shape, seed):
    return SplitMix64(seed).uniform(shape)


def kinds():
    image = keras.Input((8, 8, 3), name="image")
    x = L.Rescaling(0.5, 0.1, name="rescaling")(image)
    x = L.ZeroPadding2D(((0, 1), (0, 1)), name="pad")(x)
    x = L.Conv2D(4, 3, strides=2, padding="valid", use_bias=False, kernel_regularizer=keras.regularizers.l2(1e-3), name="conv")(x)
    x = L.BatchNormalization(momentum=0.9, name="bn")(x)
    x = L.ReLU(6.0, name="relu")(x)
    x = L.DepthwiseConv2D(3, padding="same", name="depthwise")(x)
    x = L.LeakyReLU(alpha=0.2, name="leaky")(x)
    x = L.SeparableConv2D(4, 2, padding="same", activation="relu", name="separable")(x)
    x = L.PReLU(shared_axes=[1, 2], name="prelu")(x)
    x = L.SpatialDropout2D(0.1, name="spatial")(x)
    x = L.UpSampling2D(2, interpolation="bilinear", name="up")(x)
    x = L.Conv2DTranspose(3, 3, strides=2, padding="same", name="transpose")(x)
    x = L.Cropping2D(2, name="crop")(x)
    x = L.MaxPooling2D(2, name="max")(x)
    x = L.AveragePooling2D(2, padding="same", name="average")(x)
    x = L.LayerNormalization(name="ln")(x)
    flat = L.Flatten(name="flat")(x)
    pooled = L.GlobalAveragePooling2D(name="gap")(x)
    most = L.GlobalMaxPooling2D(name="gmp")(x)
    steps = keras.Input((6, 4), name="steps")
    s = L.Conv1D(4, 3, padding="causal", dilation_rate=2, name="conv1d")(steps)
    s = L.MultiHeadAttention(2, 3, name="attention")(s, s)
    s = L.GroupNormalization(2, name="gn")(s)
    s = L.Bidirectional(L.LSTM(3, return_sequences=True), name="both")(s)
    s = L.MaxPooling1D(2, name="max1d")(s)
    s = L.GRU(4, name="gru")(s)
    s = L.UnitNormalization(name="unit")(s)
    words = keras.Input((5,), dtype="int32", name="words")
    w = L.Embedding(10, 4, name="embedding")(words)
    w = L.GlobalAveragePooling1D(name="gap1d")(w)
    inner = keras.Sequential(
        [L.Dense(5, activation="elu", input_shape=(4,), name="d1"), L.BatchNormalization(name="b1"), L.Dense(4, name="d2")], name="inner"
    )
    graph_in = keras.Input((4,))
    graph = keras.Model(graph_in, L.Add(name="plus")([L.Dense(4, activation="tanh", name="g1")(graph_in), graph_in]), name="graph")
    both = L.Add(name="add")([inner(w), inner(s), graph(L.Multiply(name="times")([w, s]))])
    both = L.Dropout(0.2, name="dropout")(both)
    joined = L.Concatenate(name="join")([flat, pooled, most, both, L.Dot(1, name="dot")([w, s]), L.Average(name="mean")([w, s])])
    joined = L.GaussianNoise(0.1, name="noise")(joined)
    frozen = L.Dense(6, trainable=False, name="frozen")(joined)
    hidden = L.Activation("swish", name="swish")(frozen)
    return keras.Model([image, steps, words], L.Dense(3, activation="sigmoid", name="head")(hidden), name="kinds")


def fill(model):
    for i, weight in enumerate(model.weights):
        weight.assign(values(weight.shape, 100 + i) + (1.0 if "variance" in weight.name else 0.0))


def no_chance(model):
    """Without dropout and noise, whose numbers are not Keraunos's, losses can be compared."""
    for layer in model.layers:
        if isinstance(layer, (L.Dropout, L.SpatialDropout2D)):
            layer.rate = 0.0
        if isinstance(layer, L.GaussianNoise):
            layer.stddev = 0.0
        if isinstance(layer, keras.Model):
            no_chance(layer)


def trained(model, name, x, y, arrays):
    for _ in range(3):
        model.train_on_batch(x, y)
    model.save(FILES / f"{name}.h5")
    model = keras.models.load_model(FILES / f"{name}.h5")
    arrays[f"{name}/outputs"] = model.predict(x, verbose=0)
    arrays[f"{name}/losses"] = np.array([model.train_on_batch(x, y, return_dict=True)["loss"] for _ in range(3)], "float32")
    arrays[f"{name}/after"] = model.predict(x, verbose=0)


def chain():
    return keras.Sequential(
        [
            L.Conv2D(3, 3, activation="relu", input_shape=(6, 6, 1), name="conv2d"),
            L.BatchNormalization(name="batch_normalization"),
            L.Flatten(name="flatten"),
            L.Dense(2, activation="sigmoid", name="dense"),
        ],
        name="sequential",
    )


def old():
    """As Keras 2.1 had it: layers alone, no input layer, the shape in the first layer, `lr`."""
    shutil.copy(FILES / "keras2_chain.h5", FILES / "keras2_old.h5")
    with h5py.File(FILES / "keras2_old.h5", "r+") as file:
        model = json.loads(file.attrs["model_config"])
        layers = [entry for entry in model["config"]["layers"] if entry["class_name"] != "InputLayer"]
        layers[0]["config"]["batch_input_shape"] = [None, 6, 6, 1]
        for entry in layers:
            entry["config"].pop("dtype", None)
            for key in ("kernel_initializer", "bias_initializer"):
                if key in entry["config"]:
                    entry["config"][key] = {"class_name": "VarianceScaling", "config": {"scale": 1.0, "mode": "fan_avg", "distribution": "uniform", "seed": None}}
        file.attrs["model_config"] = json.dumps({"class_name": "Sequential", "config": layers}).encode()
        file.attrs["keras_version"] = b"2.1.3"
        training = json.loads(file.attrs["training_config"])
        config = training["optimizer_config"]["config"]
        config["lr"] = config.pop("learning_rate")
        config["epsilon"] = 1e-07
        config.pop("name")
        training["metrics"] = ["accuracy"]
        training["loss"] = "binary_crossentropy"
        training["sample_weight_mode"] = None
        file.attrs["training_config"] = json.dumps(training).encode()


def main():
    FILES.mkdir(parents=True, exist_ok=True)
    arrays = {}
    x = [values((4, 8, 8, 3), 1), values((4, 6, 4), 2), (SplitMix64(3).bytes((4, 5)) % 10).astype("int32")]
    y = SplitMix64(4).bits((4, 3)).astype("float32")
    arrays.update({"image": x[0], "steps": x[1], "words": x[2].astype("int64"), "y": y})
    model = kinds()
    fill(model)
    no_chance(model)
    model.compile(keras.optimizers.Adam(0.01), keras.losses.BinaryCrossentropy(), metrics=["mae", "binary_accuracy"])
    trained(model, "keras2_kinds", x, y, arrays)
    model.save_weights(FILES / "keras2_weights.h5")

    x = values((5, 6, 6, 1), 5)
    y = SplitMix64(6).bits((5, 2)).astype("float32")
    arrays.update({"pictures": x, "labels": y})
    for name, optimizer in [
        ("keras2_chain", keras.optimizers.legacy.Adam(0.01, decay=0.1)),
        ("keras2_sgd", keras.optimizers.legacy.SGD(0.1, momentum=0.9, nesterov=True)),
        ("keras2_rmsprop", keras.optimizers.RMSprop(0.01, momentum=0.5, centered=True)),
    ]:
        keras.backend.clear_session()
        model = chain()
        fill(model)
        model.compile(optimizer, "binary_crossentropy", metrics=["accuracy"])
        trained(model, name, x, y, arrays)
    old()

    keras.backend.clear_session()
    inputs = keras.Input((4,), name="x")
    keras.Model(inputs, L.Dense(2)(inputs) * 2.0, name="scaled").save(FILES / "keras2_operation.h5")
    keras.Sequential([L.Lambda(lambda t: t * 2, input_shape=(4,), name="twice")]).save(FILES / "keras2_lambda.h5")
    write("keras2_files", arrays)


if __name__ == "__main__":
    main()
