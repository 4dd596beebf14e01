#!/usr/bin/env python3
"""Networks inside a network, as the real Keras writes, numbers and trains them: nested.json, nested.npz.

    python=$(src/test/python/environment) && "$python" src/test/python/keras_nested.py [--check]

An encoder (a Functional) is called twice, a frozen layer stands in a Sequential, which stands in the encoder; float64. Weights: SplitMix64(1),
uniform(0, 1) in the order of model.weights, but gamma and moving_variance uniform(1, 0.5). Data: SplitMix64(2), x0 and x1 (8, 4) uniform(0, 2), then bits (8, 2).

    config     of the whole model
    weights    the last part of each weight's path, in the order of model.weights, and its shape
    files      where each stands in a .weights.h5
    trainable  whether each trains
nested_written.json is what Keraunos wrote of that configuration (NestedNetworksTest -Dpages.write=true); the model of it must give the same.
    types      a second configuration: inputs "f", "i" and "u" of three types, each into networks whose inputs have other types (and none of them)
The .npz: output (inference, before training), losses (20 steps of SGD(0.1), binary cross-entropy), moving_mean behind them; of the types f, i, u
and typed, the outputs one behind the other, float32.
"""

import json
import pathlib
import tempfile

import goldens
import h5py
import keras
import numpy as np
import tensorflow as tf
from keras import layers


def network():
    inner_input = keras.Input((4,), name="wide")
    block = keras.Sequential(
        [keras.Input((5,)), layers.Dense(5, name="kept", activation="tanh", trainable=False), layers.Dense(3, name="free")], name="block"
    )
    x = layers.Dense(5, name="first")(inner_input)
    x = layers.BatchNormalization(name="norm")(x)
    encoder = keras.Model(inner_input, block(x), name="encoder")
    a, b = keras.Input((4,), name="a"), keras.Input((4,), name="b")
    left, right = encoder(a), encoder(b)
    head_inputs = [keras.Input((3,), name="l"), keras.Input((3,), name="r")]
    both = layers.Concatenate(name="both")(head_inputs)
    head = keras.Model(head_inputs, [layers.Dense(2, name="out")(both), layers.Dense(2, name="other")(both)], name="head")
    parts = [keras.Input((2,), name="p"), keras.Input((2,), name="q")]
    total = keras.Model(parts, layers.Add(name="sum")(parts), name="total")
    return keras.Model([a, b], total(head([left, right])), name="whole")


def of_types():
    """Networks cast what they are called with to the types of their inputs: 1.7 is 1 to one of int32, 300 is 44 to one of uint8."""
    outer = [keras.Input((3,), name="f"), keras.Input((3,), name="i", dtype="int32"), keras.Input((3,), name="u", dtype="uint8")]
    outputs = []
    for tensor in outer:
        for dtype in ("float32", "float64", "int32", "uint8"):
            inside = keras.Input((3,), dtype=dtype, name=f"in_{tensor.name}_{dtype}")
            scaled = layers.Rescaling(0.5, offset=1.0, name=f"scaled_{tensor.name}_{dtype}")(inside)
            # Of 512 rows: floats of 16 bits do not tell all of them.
            rows = layers.Embedding(512, 1, embeddings_initializer="ones", name=f"rows_{tensor.name}_{dtype}")(inside)
            outputs.append(keras.Model(inside, [scaled, layers.Flatten(name=f"flat_{tensor.name}_{dtype}")(rows)], name=f"{tensor.name}_{dtype}")(tensor))
    flat = keras.tree.flatten(outputs)
    model = keras.Model(outer, layers.Concatenate(name="all")(flat))
    for weight in model.weights:
        weight.assign((np.arange(512) * 37 % 64).astype(np.float32).reshape(512, 1))
    fed = [np.array([[1.7, 199.2, 0.4], [301.0, 2.5, 257.0]], np.float32), np.array([[3, 300, 77], [257, 259, 511]], np.int32)]
    fed.append(np.array([[0, 255, 9], [1, 128, 254]], np.uint8))
    return json.loads(json.dumps(model.get_config())), dict(zip("fiu", fed)) | {"typed": model(fed, training=False).numpy()}


def read_back(expected, x):
    """The model of what Keraunos wrote (NestedNetworksTest), with the same weights, gives the same."""
    file = goldens.FOLDER / "nested_written.json"
    keras.utils.clear_session()
    config = {"name": "whole", "trainable": True} | json.loads(file.read_text(encoding="utf-8").replace('"float32"', '"float64"'))
    whole = {"module": "keras.src.models.functional", "class_name": "Functional", "registered_name": "Functional", "config": config}
    model, random = keras.saving.deserialize_keras_object(whole), goldens.SplitMix64(1)
    model.set_weights(
        [random.uniform(w.shape, 1.0, 0.5) if w.name in ("gamma", "moving_variance") else random.uniform(w.shape) for w in model.weights]
    )
    # Inputs inside round to their type, which in the file is float32. As ends, networks inside give a list of one.
    output = keras.tree.flatten(model(x, training=False))
    assert len(output) == 1 and np.allclose(output[0].numpy(), expected, rtol=1e-12, atol=1e-12), "what Keraunos wrote is another model to Keras"
    assert [w.trainable for w in model.weights] == [w.trainable for w in network().weights], "what is frozen"


def main():
    keras.utils.clear_session()
    types, typed = of_types()
    keras.utils.clear_session()
    config = json.loads(json.dumps(network().get_config()))  # with the types of a usual file
    keras.utils.clear_session()
    goldens.compute_type("float64")
    model, random = network(), goldens.SplitMix64(1)
    model.set_weights(
        [random.uniform(w.shape, 1.0, 0.5) if w.name in ("gamma", "moving_variance") else random.uniform(w.shape) for w in model.weights]
    )
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "model.weights.h5"
        model.save_weights(path)
        found = {}
        with h5py.File(path) as file:
            file.visititems(lambda name, item: found.update({name: item[()]}) if isinstance(item, h5py.Dataset) else None)
    files = []
    for weight in model.weights:
        places = [name for name, stored in found.items() if np.array_equal(stored, weight.numpy())]
        assert len(places) == 1, (weight.path, places)
        files.append(places[0])
    random = goldens.SplitMix64(2)
    x = [tf.constant(random.uniform((8, 4), 0.0, 2.0).astype("float64")) for _ in range(2)]
    y = tf.constant(random.bits((8, 2)).astype("float64"))
    trainable = {id(w) for w in model.trainable_weights}
    entry = {
        "config": config,
        "weights": [[w.path.split("/")[-2] + "/" + w.name, list(w.shape)] for w in model.weights],
        "files": files,
        "trainable": [id(w) in trainable for w in model.weights],
        "types": types,
    }
    output = model(x, training=False).numpy()
    optimizer, losses = keras.optimizers.SGD(0.1), []
    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    for _ in range(20):
        with tf.GradientTape() as tape:
            value = loss(y, model(x, training=True))
        optimizer.apply(tape.gradient(value, [w.value for w in model.trainable_weights]), model.trainable_weights)
        losses.append(value.numpy())
    mean = next(w for w in model.weights if w.name == "moving_mean").numpy()
    read_back(output, x)
    goldens.write("nested", {"output": output, "losses": np.array(losses), "moving_mean": mean} | typed, [entry])


if __name__ == "__main__":
    main()
