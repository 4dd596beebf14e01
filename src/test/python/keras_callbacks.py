#!/usr/bin/env python3
"""When the real Keras stops early, and which epoch's weights it puts back: early_stopping.json.

    python=$(src/test/python/environment) && "$python" src/test/python/keras_callbacks.py [--check]

Each case drives keras.callbacks.EarlyStopping over figures of epochs, as `fit` would; figures are SplitMix64(21), uniform((12,), 1, 1)
for each case in order, rounded to a tenth so that equal ones occur, and the settings walk a grid. Keras compares in float32, so that no
case has a difference of just min_delta.
`epochs` is how many epochs ran, `restored` the epoch whose weights are there at the end (the last one that ran, if none are put back).
"""

import itertools

import goldens
from keras.callbacks import EarlyStopping


class Model:
    """As much of a model as the callback looks at; its weights are the number of the epoch."""

    def __init__(self):
        self.stop_training = False
        self.weights = -1

    def get_weights(self):
        return self.weights

    def set_weights(self, weights):
        self.weights = weights


def run(figures, **settings):
    callback, model = EarlyStopping(monitor="figure", **settings), Model()
    callback.set_model(model)
    callback.on_train_begin()
    epochs = 0
    for epoch, figure in enumerate(figures):
        model.weights = epoch
        callback.on_epoch_end(epoch, {"figure": figure})
        epochs += 1
        if model.stop_training:
            break
    callback.on_train_end()
    return {"epochs": epochs, "restored": model.weights}


if __name__ == "__main__":
    random = goldens.SplitMix64(21)
    index = []
    grid = itertools.product(("min", "max"), (0, 1, 3), (0.0, 0.25), (None, 1.0), (0, 2), (False, True))
    for mode, patience, delta, baseline, start, restore in grid:
        figures = [round(float(value), 1) for value in random.uniform((12,), 1.0, 1.0)]
        settings = {"mode": mode, "patience": patience, "min_delta": delta, "baseline": baseline, "start_from_epoch": start,
                    "restore_best_weights": restore}
        index.append({"figures": figures, "settings": settings, **run(figures, **settings)})
    goldens.write("early_stopping", {}, index)
