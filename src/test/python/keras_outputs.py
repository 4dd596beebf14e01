#!/usr/bin/env python3
"""Models of two outputs trained by the real Keras: outputs.npz.

    python=$(src/test/python/environment) && "$python" src/test/python/keras_outputs.py [--check]

The network, float64: input (6,) -> dense "body" 5, tanh, L2(0.05) of its kernel -> dense "genre" 3, sigmoid, and dense "year" 1. Numbers of SplitMix64(11), in this order:
    body/kernel (6, 5), body/bias (5,), genre/kernel (5, 3), genre/bias (3,), year/kernel (5, 1), year/bias (1,)   uniform(0, 1) each
    inputs (42, 6) uniform(0, 2), genres (42, 3) bits, years (42, 1) uniform(0, 2)
    genre weights (42,) uniform(1, 1), year weights (42,) uniform(1, 2)
The first 30 rows train, in order, in batches of 6 (50 steps, 10 epochs; the weights of rows are used here alone), the other 12 validate in
batches of 6. Adam(0.01); binary cross-entropy with F1 (macro, 0.5, weighted by row) for genre, mean squared error of weight 0.3 for year.

Arrays: list/history/KEY, dict/history/KEY (10,), KEY as Keras calls it; list/weights/NAME, dict/weights/NAME; list/evaluate/KEY on the
validating rows.
All batches are full: behind a smaller one Keras's mean of an output's loss is that of the batches, and only its total weighs them by rows.
The second form has its outputs in a dict, {"a": genre, "b": year}, and the same numbers.
"""

import goldens
import keras
import numpy as np

EPOCHS, BATCH, ROWS = 10, 6, 30


def drawn():
    random = goldens.SplitMix64(11)
    weights = {name: random.uniform(shape) for name, shape in (
        ("body/kernel", (6, 5)), ("body/bias", (5,)), ("genre/kernel", (5, 3)), ("genre/bias", (3,)),
        ("year/kernel", (5, 1)), ("year/bias", (1,)))}
    data = [random.uniform((42, 6), 0.0, 2.0), random.bits((42, 3)), random.uniform((42, 1), 0.0, 2.0)]
    data += [random.uniform((42,), 1.0, 1.0), random.uniform((42,), 1.0, 2.0)]
    return weights, [each.astype(np.float64) for each in data]


def run(form, arrays):
    weights, (x, genres, years, genre_weights, year_weights) = drawn()
    inputs = keras.Input((6,))
    body = keras.layers.Dense(5, "tanh", kernel_regularizer=keras.regularizers.L2(0.05), name="body")(inputs)
    genre = keras.layers.Dense(3, "sigmoid", name="genre")(body)
    year = keras.layers.Dense(1, name="year")(body)
    losses = [keras.losses.BinaryCrossentropy(), keras.losses.MeanSquaredError()]
    f1 = keras.metrics.F1Score(average="macro", threshold=0.5)
    if form == "list":
        model = keras.Model(inputs, [genre, year])
        model.compile(keras.optimizers.Adam(0.01), loss={"genre": losses[0], "year": losses[1]},
                      loss_weights={"genre": 1.0, "year": 0.3}, weighted_metrics={"genre": [f1]})
        pack = lambda a, b: [a, b]
    else:
        model = keras.Model(inputs, {"a": genre, "b": year})
        model.compile(keras.optimizers.Adam(0.01), loss={"a": losses[0], "b": losses[1]}, loss_weights={"a": 1.0, "b": 0.3},
                      weighted_metrics={"a": [f1]})
        pack = lambda a, b: {"a": a, "b": b}
    for variable in model.weights:
        variable.assign(weights["/".join(variable.path.split("/")[-2:])].astype(np.float64))
    train, test = slice(0, ROWS), slice(ROWS, None)
    history = model.fit(x[train], pack(genres[train], years[train]), sample_weight=pack(genre_weights[train], year_weights[train]),
                        batch_size=BATCH, epochs=EPOCHS, shuffle=False, verbose=0,
                        validation_data=(x[test], pack(genres[test], years[test])), validation_batch_size=BATCH)
    for key, values in history.history.items():
        arrays[f"{form}/history/{key}"] = np.array(values, np.float64)
    for variable in model.weights:
        arrays[f"{form}/weights/{'/'.join(variable.path.split('/')[-2:])}"] = variable.numpy()
    if form == "list":
        result = model.evaluate(x[test], pack(genres[test], years[test]), batch_size=BATCH, verbose=0, return_dict=True)
        for key, value in result.items():
            arrays[f"{form}/evaluate/{key}"] = np.array(value, np.float64)


if __name__ == "__main__":
    goldens.compute_type("float64")
    made = {}
    run("list", made)
    run("dict", made)
    goldens.write("outputs", made)
