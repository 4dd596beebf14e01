#!/usr/bin/env python3
"""What callbacks of the real Keras do: early_stopping.json, plateau.json, checkpoint.json, swap_ema.json, fit_callbacks.json.

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
FIT_CALLBACKS. As SWAP_EMA with SplitMix64(25), mean absolute error as a metric, SGD(0.25) and batches of 3, and callbacks that need a training:
`csv_logger` (`lines` are the cells of CSVLogger's file, `#` for each number but the epoch's, which stand in the array of the case's name;
`end` is what ends a line), `learning_rate_scheduler`, `terminate_on_nan` (`steps` are the [epoch, batch] that ended; inputs are those of the
others times 2^40, so that the loss overflows) and `lambda_callback` (`events`, in order).
"""

import csv
import itertools
import math
import os
import tempfile
import types

import goldens
import keras
import numpy as np
from keras.callbacks import (
    CSVLogger,
    EarlyStopping,
    LambdaCallback,
    LearningRateScheduler,
    ModelCheckpoint,
    ReduceLROnPlateau,
    SwapEMAWeights,
    TerminateOnNaN,
)


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


RULES = {
    "halve": lambda epoch, rate: rate * 0.5 if epoch else rate,
    "epoch": lambda epoch, rate: 0.5 / (epoch + 1),
}


def fit_callbacks():
    goldens.compute_type("float64")
    random = goldens.SplitMix64(25)
    x, y, start, val_x, val_y = (random.uniform(shape).astype("float64") for shape in ((8, 3), (8, 1), (3, 1), (4, 3), (4, 1)))
    index, arrays = [], {}

    def fit(callbacks, validated=True, frequency=1, factor=1.0, **settings):
        layer = keras.layers.Dense(1, use_bias=False)
        model = keras.Sequential([keras.Input((3,)), layer])
        layer.set_weights([start])
        model.compile(keras.optimizers.SGD(0.25), keras.losses.MeanSquaredError(), metrics=[keras.metrics.MeanAbsoluteError()])
        validation = {"validation_data": (val_x, val_y), "validation_freq": frequency} if validated else {}
        return model.fit(x * factor, y, batch_size=3, shuffle=False, verbose=0, callbacks=callbacks, **validation, **settings).history

    for name, validated, frequency, separator, appends, rule in (
        ("plain", False, 1, ",", [False], None),
        ("validated", True, 1, ";", [False], None),
        ("every_second", True, 2, ",", [False], None),
        ("rate", True, 2, ",", [False], "halve"),
        ("rate_plain", False, 1, "\t", [False], "epoch"),
        ("appended", True, 1, ",", [False, True, True], None),
        ("appended_new", True, 2, ",", [True, True], None),
        ("replaced", False, 1, ",", [True, False], None),
    ):
        file = f"{name}.csv"
        for append in appends:
            before = [LearningRateScheduler(RULES[rule])] if rule else []
            fit([*before, CSVLogger(file, separator, append)], validated, frequency, epochs=3)
        with open(file, newline="") as text:
            raw = text.read()
        lines, numbers = [], []
        for cells in csv.reader(raw.splitlines(), delimiter=separator):
            for at, cell in enumerate(cells[1:], 1):
                if cells[0] != "epoch" and cell != "NA":
                    numbers.append(float(cell))
                    cells[at] = "#"
            lines.append(cells)
        arrays[name] = np.array(numbers)
        index.append({"callback": "csv_logger", "name": name, "validated": validated, "frequency": frequency, "separator": separator,
                      "appends": appends, "rule": rule, "lines": lines, "end": raw[len(raw.rstrip()):]})
    for name, rule, first in (("halve", "halve", 0), ("epoch", "epoch", 0), ("later", "epoch", 2)):
        history = fit([LearningRateScheduler(RULES[rule])], epochs=5, initial_epoch=first)
        arrays[f"scheduler_{name}"] = np.array(list(history.values()))
        index.append({"callback": "learning_rate_scheduler", "name": f"scheduler_{name}", "rule": rule, "initial_epoch": first,
                      "figures": list(history)})
    steps, epochs = [], []
    look = LambdaCallback(on_epoch_begin=lambda epoch, logs: epochs.append(epoch),
                          on_train_batch_end=lambda batch, logs: steps.append([epochs[-1], batch]))
    history = fit([look, TerminateOnNaN()], factor=2.0**40, epochs=9)
    whole = [loss for loss in history["loss"] if math.isfinite(loss)]
    arrays["terminate"] = np.array(whole)
    index.append({"callback": "terminate_on_nan", "name": "terminate", "steps": steps, "epochs": len(history["loss"])})
    events = []
    say = lambda what: lambda *given, **logs: events.append(" ".join([what, *map(str, (one for one in given if isinstance(one, int)))]))
    moments = ["train_begin", "epoch_begin", "train_batch_begin", "train_batch_end", "test_begin", "test_end", "epoch_end", "train_end"]
    fit([LambdaCallback(**{f"on_{each}": say(each) for each in moments})], frequency=2, epochs=2)
    index.append({"callback": "lambda_callback", "name": "events", "events": events})
    goldens.write("fit_callbacks", arrays, index)


if __name__ == "__main__":
    early_stopping()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        plateau()
        checkpoint()
        swap_ema()
        fit_callbacks()
        os.chdir("/")
