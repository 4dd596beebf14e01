#!/usr/bin/env python3
"""What keras.layers.Normalization learns of data and makes of them: src/test/resources/org/keraunos/parity/normalization.json.

    python=$(src/test/python/environment) && "$python" src/test/python/normalization_goldens.py

A list of cases: name, shape and x (float32, flat) of the data that the layer is adapted to, mean and variance that adapt() found,
output of the layer on the same data, and config, the layer's get_config(). Made with keras 3.15.1, tensorflow-cpu 2.18.1.
"""

import json
import pathlib

import numpy as np
from keras import layers

OUT = pathlib.Path("src/test/resources/org/keraunos/parity/normalization.json")


def case(name, data, axis=-1):
    data = data.astype(np.float32)
    layer = layers.Normalization(axis=axis)
    layer.adapt(data)
    weights = {w.name: w.numpy().ravel().tolist() for w in layer.weights}
    assert list(weights) == ["mean", "variance", "count"], list(weights)
    config = json.loads(json.dumps(layer.get_config())) | {"name": name, "dtype": "float32"}
    return {
        "name": name,
        "shape": list(data.shape),
        "x": data.ravel().tolist(),
        "mean": weights["mean"],
        "variance": weights["variance"],
        "output": np.asarray(layer(data)).ravel().tolist(),
        "config": config,
    }


def main():
    random = np.random.default_rng(6)
    table = random.normal(size=(7, 5)) * [1, 100, 1e-3, 5, 2] + [0, 40, 1, -3, 1]
    constant = table.copy()
    constant[:, 2] = 4.0  # variance 0: the division is by 1e-7
    pictures = random.uniform(0, 1, size=(3, 4, 2, 3))
    cases = [case("table", table), case("constant_column", constant), case("pictures", pictures), case("last_axis", table, axis=1)]
    OUT.write_text("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")


if __name__ == "__main__":
    main()
