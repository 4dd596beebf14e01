#!/usr/bin/env python3
"""A network of the real Keras whose outputs are pictures, with the losses that are means over their places: places.keras, places.npz, places.json.

    python=$(src/test/python/environment) && "$python" src/test/python/keras_places.py [--check]

One output a loss, in float64, 3 steps of 3 rows: input/x, target/NAME of each step, weights of rows, and behind each step what Keras reports,
`step/K/NAME_loss` and metrics. `void` has places of no class (ignore_class), in one row more than in the others.
With --check the committed file is loaded and trained again.
"""

import pathlib

import goldens
import keras
import numpy as np
from keras import layers

ROWS, STEPS = 3, 3
FILE = goldens.FOLDER / "places.keras"


def network():
    x = keras.Input((5, 4, 2), name="x")
    y = layers.Conv2D(4, 3, padding="same", activation="tanh", name="body")(x)

    def head(name, channels, activation):
        return layers.Conv2D(channels, 1, activation=activation, name=name)(y)

    L = keras.losses
    heads = {
        "classes": (head("classes", 3, "softmax"), "sparse_categorical_crossentropy", ["accuracy"]),
        "void": (head("void", 3, None), L.SparseCategoricalCrossentropy(from_logits=True, ignore_class=9), []),
        "one_hot": (head("one_hot", 3, "softmax"), L.CategoricalCrossentropy(label_smoothing=0.1), ["categorical_accuracy"]),
        "focal": (head("focal", 3, "softmax"), "categorical_focal_crossentropy", []),
        "mask": (head("mask", 1, "sigmoid"), "binary_crossentropy", ["accuracy"]),
        "numbers": (head("numbers", 2, None), "mean_squared_error", ["mae"]),
        "directions": (head("directions", 3, None), L.CosineSimilarity(), []),
        "shares": (head("shares", 3, "softmax"), L.KLDivergence(), []),
    }
    model = keras.Model(x, {name: each[0] for name, each in heads.items()})
    model.compile(
        keras.optimizers.SGD(0.5), {name: each[1] for name, each in heads.items()}, weighted_metrics={name: each[2] for name, each in heads.items() if each[2]}
    )
    return model


def batches():
    random = goldens.SplitMix64(31)
    shape = (STEPS, ROWS, 5, 4)
    classes = (random.bytes(shape) % 3).astype(np.float32)
    void = np.where(random.uniform(shape, 0.0, 2.0) > 0.4, 9, classes).astype(np.float32)
    void[:, 0, :4] = 9
    shares = random.uniform((*shape, 3), 0.6, 1.0)
    targets = {
        "classes": classes,
        "void": void[..., None],
        "one_hot": np.eye(3, dtype=np.float32)[classes.astype(int)],
        "focal": np.eye(3, dtype=np.float32)[(classes.astype(int) + 1) % 3],
        "mask": random.bits(shape).astype(np.float32),
        "numbers": random.uniform((*shape, 2), 0.0, 4.0),
        "directions": random.uniform((*shape, 3), 0.0, 2.0),
        "shares": shares / shares.sum(axis=-1, keepdims=True),
    }
    return random.uniform((*shape, 2), 0.0, 2.0), targets, np.float32([0.5, 2.0, 1.0])


def main():
    goldens.compute_type("float64")
    if not goldens.CHECK:
        keras.backend.clear_session()
        made = network()
        random = goldens.SplitMix64(30)
        made.set_weights([random.uniform(w.shape, 0.0, 2.0).astype(w.dtype) for w in made.weights])
        made.save(FILE)
    model = keras.saving.load_model(FILE)
    x, targets, weights = batches()
    arrays = {"input/x": x, "weights": weights} | {f"target/{name}": value for name, value in targets.items()}
    for step in range(STEPS):
        model.reset_metrics()
        wide = {name: value[step].astype(np.float64) for name, value in targets.items()}
        logs = model.train_on_batch(x[step].astype(np.float64), wide, sample_weight={name: weights.astype(np.float64).reshape(ROWS, 1, 1) for name in targets}, return_dict=True)
        arrays |= {f"step/{step}/{key}": np.float64(value) for key, value in logs.items()}
    goldens.write("places", arrays)


if __name__ == "__main__":
    main()
