#!/usr/bin/env python3
"""Weights of classes, weights of rows and metrics of both kinds in the real Keras's fit: class_weight.npz.

    python=$(src/test/python/environment) && "$python" src/test/python/keras_class_weight.py [--check]

The network, float64: input (5,) -> dense "out" 3, softmax. Numbers of SplitMix64(12), in this order: out/kernel (5, 3), out/bias (3,)
uniform(0, 1); inputs (18, 5) uniform(0, 2), scores of classes (18, 3) uniform(0, 1), the class of a row is the highest, weights of rows
(18,) uniform(1, 1). The first 12 rows train, in order, in batches of 4, 3 epochs, the others validate in batches of 3. SGD(0.5).

FORM is categorical (one-hot targets) or sparse (numbers); class_weight 1, 2.5, 0.5, or none and the weights of rows ("rows").
Arrays: FORM/history/KEY (3,), FORM/weights/NAME.
"""

import goldens
import keras
import numpy as np


def main():
    random = goldens.SplitMix64(12)
    kernel, bias = random.uniform((5, 3)), random.uniform((3,))
    x, y = random.uniform((18, 5), 0.0, 2.0), random.uniform((18, 3)).argmax(axis=1)
    weights = random.uniform((18,), 1.0, 1.0)
    arrays = {}
    for form in ("categorical", "sparse", "rows"):
        model = keras.Sequential([keras.Input((5,)), keras.layers.Dense(3, "softmax", name="out")])
        sparse = form == "sparse"
        targets = y[:, None].astype(np.float64) if sparse else np.eye(3)[y]
        accuracy, error = ("sparse_categorical_accuracy", []) if sparse else ("categorical_accuracy", ["mae", "mse"])
        model.compile(keras.optimizers.SGD(0.5), loss=("sparse_" if sparse else "") + "categorical_crossentropy",
                      metrics=[accuracy] + error[:1], weighted_metrics=[accuracy] + error if form == "rows" else None)
        model.set_weights([kernel, bias])
        given = {"sample_weight": weights[:12]} if form == "rows" else {"class_weight": {0: 1.0, 1: 2.5, 2: 0.5}}
        history = model.fit(x[:12], targets[:12], batch_size=4, epochs=3, shuffle=False, verbose=0,
                            validation_data=(x[12:], targets[12:]), validation_batch_size=3, **given)
        arrays |= {f"{form}/history/{key}": np.array(values, np.float64) for key, values in history.history.items()}
        arrays |= {f"{form}/weights/{weight.name}": weight.numpy() for weight in model.weights}
    arrays |= {"kernel": kernel, "bias": bias, "x": x, "y": y.astype(np.float32), "row_weights": weights}
    goldens.write("class_weight", arrays)


if __name__ == "__main__":
    goldens.compute_type("float64")
    main()
