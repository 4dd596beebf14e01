#!/usr/bin/env python3
"""What callbacks of the real Keras do: early_stopping.json, plateau.json, checkpoint.json, swap_ema.json.

    python=$(src/test/python/environment) && "$python" src/test/python/keras_callbacks.py [--check]

EARLY STOPPING. Each case drives keras.callbacks.EarlyStopping over figures of epochs, as `fit` would; figures are SplitMix64(21), uniform((12,), 1, 1)
for each case in order, rounded to a tenth so that equal ones occur, and the settings walk a grid. Keras compares in float32, so that no
case has a difference of just min_delta.
`epochs` is how many epochs ran, `restored` the epoch whose weights are there at the end (the last one that ran, if none are put back).
PLATEAU. As above with SplitMix64(22); `rates` is the rate behind each epoch, 1 at the start.
CHECKPOINT. As above with SplitMix64(23) and three batches an epoch, whose logs have the epoch's figure; `saved` are the paths, without the
.keras that Keras wants, in order.
SWAP_EMA. Real trainings, float64: one dense layer of 3 inputs, rows of SplitMix64(24) (x uniform((8, 3)), y uniform((8, 1)), kernel
uniform((3, 1)), validation x uniform((4, 3)) and y uniform((4, 1))), mean squared error, SGD(0.1, use_ema=True, ema_momentum=0.5), one batch
an epoch. `history` is Keras's, `kernel` the kernel at the end; `seen` the kernel that a callback behind SwapEMAWeights sees behind each epoch.
"""

import itertools
import os
import tempfile
import types

import goldens
import keras
from keras.callbacks import EarlyStopping, LambdaCallback, ModelCheckpoint, ReduceLROnPlateau, SwapEMAWeights


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


def early_stopping():
    random = goldens.SplitMix64(21)
    index = []
    grid = itertools.product(("min", "max"), (0, 1, 3), (0.0, 0.25), (None, 1.0), (0, 2), (False, True))
    for mode, patience, delta, baseline, start, restore in grid:
        figures = [round(float(value), 1) for value in random.uniform((12,), 1.0, 1.0)]
        settings = {"mode": mode, "patience": patience, "min_delta": delta, "baseline": baseline, "start_from_epoch": start,
                    "restore_best_weights": restore}
        index.append({"figures": figures, "settings": settings, **run(figures, **settings)})
    goldens.write("early_stopping", {}, index)


def plateau():
    random = goldens.SplitMix64(22)
    index = []
    for mode, patience, cooldown, least, delta in itertools.product(("min", "max"), (0, 1, 2), (0, 2), (0.0, 0.2), (1e-4, 0.25)):
        figures = [round(float(value), 1) for value in random.uniform((12,), 1.0, 1.0)]
        settings = {"mode": mode, "patience": patience, "cooldown": cooldown, "min_lr": least, "min_delta": delta, "factor": 0.5}
        callback, model = ReduceLROnPlateau(monitor="figure", **settings), Model()
        model.optimizer = types.SimpleNamespace(learning_rate=1.0)
        callback.set_model(model)
        callback.on_train_begin()
        rates = []
        for epoch, figure in enumerate(figures):
            callback.on_epoch_end(epoch, {"figure": figure})
            rates.append(model.optimizer.learning_rate)
        index.append({"figures": figures, "settings": settings, "rates": rates})
    goldens.write("plateau", {}, index)


def checkpoint():
    random = goldens.SplitMix64(23)
    index = []
    plain = [(best, threshold, "epoch") for best in (False, True) for threshold in (None, 1.0)]
    # Keras's save_best_only behind batches fails in the first epoch: it asks the metric behind the epoch.
    for mode, (best, threshold, frequency) in itertools.product(("min", "max"), plain + [(False, None, 2), (False, None, 4)]):
        figures = [round(float(value), 1) for value in random.uniform((6,), 1.0, 1.0)]
        place = "{epoch:03d}-{figure:.3f}-{figure:6.2f}" if frequency == "epoch" else "{epoch}-{batch:02d}-{figure:.1f}"
        settings = {"mode": mode, "save_best_only": best, "initial_value_threshold": threshold, "save_freq": frequency}
        callback, model, saved = ModelCheckpoint(place + ".keras", monitor="figure", **settings), Model(), []
        model.save = lambda path, overwrite: saved.append(path.removesuffix(".keras"))
        callback.set_model(model)
        callback.on_train_begin()
        for epoch, figure in enumerate(figures):
            callback.on_epoch_begin(epoch)
            for batch in range(3):
                callback.on_train_batch_end(batch, {"figure": figure})
            callback.on_epoch_end(epoch, {"figure": figure})
        index.append({"figures": figures, "filepath": place, "settings": settings, "saved": saved})
    goldens.write("checkpoint", {}, index)


def swap_ema():
    goldens.compute_type("float64")
    random = goldens.SplitMix64(24)
    x, y, start, val_x, val_y = (random.uniform(shape).astype("float64") for shape in ((8, 3), (8, 1), (3, 1), (4, 3), (4, 1)))
    index = []
    for name, callbacks, frequency in (
        ("none", lambda: [], 1),
        ("swap", lambda: [SwapEMAWeights()], 1),
        ("swap_on_epoch", lambda: [SwapEMAWeights(swap_on_epoch=True)], 1),
        ("every_second", lambda: [], 2),
        ("some", lambda: [SwapEMAWeights()], [1, 4]),
        ("plateau", lambda: [ReduceLROnPlateau(patience=1, factor=0.5, min_delta=0.5)], 1),
    ):
        layer = keras.layers.Dense(1, use_bias=False)
        model = keras.Sequential([keras.Input((3,)), layer])
        layer.set_weights([start])
        model.compile(keras.optimizers.SGD(0.1, use_ema=True, ema_momentum=0.5), keras.losses.MeanSquaredError())
        seen = []
        look = LambdaCallback(on_epoch_end=lambda epoch, logs: seen.append(layer.get_weights()[0].ravel().tolist()))
        history = model.fit(x, y, batch_size=8, epochs=4, shuffle=False, verbose=0, validation_data=(val_x, val_y),
                            validation_freq=frequency, callbacks=callbacks() + [look])
        index.append({"name": name, "frequency": frequency, "history": history.history, "seen": seen,
                      "kernel": layer.get_weights()[0].ravel().tolist()})
    goldens.write("swap_ema", {}, index)


if __name__ == "__main__":
    early_stopping()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        plateau()
        checkpoint()
        swap_ema()
        os.chdir("/")
