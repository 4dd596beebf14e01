#!/usr/bin/env python3
"""Small .keras files of the real Keras that every later Keraunos reads, in saving/keras/files of the test resources.

    python=$(src/test/python/environment) && "$python" src/test/python/keras_files.py [--check]

NAME.keras, repacked with deflate, beside NAME.npz: input/.. and output/.. by name and, where it was compiled, batches/input/.., batches/target
(steps, rows, ..) and the losses of training on with them. Without an .npz: files that are refused. With --check nothing is written: what
stands there is loaded by Keras and compared.
"""

import io
import pathlib
import sys
import zipfile

import goldens
import keras
import numpy as np
import tensorflow as tf
from keras import layers

import check_keras_files as exchange

FOLDER = goldens.FOLDER.parent / "saving" / "keras" / "files"


@keras.saving.register_keras_serializable(package="mine")
class Gate(layers.Layer):
    def call(self, x):
        return x


def repack(path):
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


def batches():
    random = goldens.SplitMix64(8)
    return {"input/pictures": random.uniform((4, 8, 6, 6, 2), 0.0, 2.0), "target": random.bits((4, 8, 3)).astype(np.float32)}


def trainings():
    for name, optimizer in exchange.optimizers():
        goldens.compute_type("float64")
        if name in ("adamw_averaged", "rmsprop", "adagrad"):
            model, arrays = exchange.trained(optimizer), batches()
            exchange.steps(model, arrays, 0, 3)
            yield f"trained_{name}", model, {"pictures": arrays["input/pictures"][0]}
    goldens.compute_type("float32")


def refused():
    for name, layer in (("lambda", layers.Lambda(lambda x: x, name="the_layer")), ("foreign", Gate(name="the_layer")), ("half", layers.Dense(2, name="the_layer", dtype="mixed_float16"))):
        keras.backend.clear_session()
        yield name, keras.Sequential([keras.Input((2,), name="rows"), layer])


def write(name, model, given):
    exchange.save(FOLDER, name, model, given)
    repack(FOLDER / f"{name}.keras")
    with np.load(FOLDER / f"{name}.npz") as file:
        arrays = dict(file)
    if name.startswith("trained"):
        arrays |= {f"batches/{key}": value[:3].astype(np.float32) for key, value in batches().items()}
        arrays["losses"] = np.array(losses(FOLDER / f"{name}.keras", arrays))
    np.savez_compressed(FOLDER / f"{name}.npz", **arrays)


def losses(path, arrays):
    goldens.compute_type("float64")
    made = exchange.steps(keras.saving.load_model(path), {key[8:]: value for key, value in arrays.items() if key.startswith("batches/")}, 0, len(arrays["batches/target"]))
    goldens.compute_type("float32")
    return made


def main():
    if goldens.CHECK:
        for path in sorted(FOLDER.glob("*.npz")):
            with np.load(path) as file:
                arrays = dict(file)
            model = keras.saving.load_model(path.with_suffix(".keras"))
            given = {key[6:]: value for key, value in arrays.items() if key.startswith("input/")}
            for key, value in exchange.outputs(model, given).items():
                exchange.close(np.asarray(tf.cast(value, tf.float32)), arrays[f"output/{key}"], f"{path.stem}: output {key}")
            if "losses" in arrays:
                exchange.close(losses(path.with_suffix(".keras"), arrays), arrays["losses"], f"{path.stem}: losses", 1e-9)
        print(f"keras_files: {exchange.counts[True]} passed, {exchange.counts[False]} failed")
        sys.exit(1 if exchange.counts[False] else 0)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for source in (exchange.whole(), exchange.kinds(["GroupNormalization"]), trainings()):
        for name, model, given in source:
            if name != "pixels":  # bfloat16 rounds otherwise on other processors
                if not name.startswith("trained"):
                    exchange.randomize(model, goldens.SplitMix64(7))
                write(name, model, given)
    for name, model in refused():
        model.save(FOLDER / f"{name}.keras")
        repack(FOLDER / f"{name}.keras")


if __name__ == "__main__":
    main()
