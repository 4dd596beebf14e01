#!/usr/bin/env python3
"""Keras's side of the images benchmark; bench/src/.../ImagesBenchmark.java is the same for Keraunos.

    python images_tfdata.py make FOLDER COUNT         writes COUNT JPEGs of 400 x 300 into two sub-folders, which are labels
    python images_tfdata.py time FOLDER SIZE RUNS     prints images a second as lines of JSON, the median of the runs

cold: an epoch of keras.utils.image_dataset_from_directory in batches of 64, as it comes (it reads in parallel and prefetches);
cached: a further epoch of the same with .cache() in memory.
"""

import json
import os
import pathlib
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import keras
import numpy as np
import tensorflow as tf


def make(folder, count):
    """Clouds of several scales: JPEGs of about 30 kB, as photos of this size are."""
    rng = np.random.default_rng(11)
    for i in range(count):
        path = folder / ("even" if i % 2 == 0 else "odd") / f"{i:05d}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        picture = sum(
            tf.image.resize(rng.normal(0, 60 / (level + 1), (300 // 4 ** (3 - level) + 1, 400 // 4 ** (3 - level) + 1, 3)), (300, 400), "bicubic")
            for level in range(4))
        path.write_bytes(tf.io.encode_jpeg(tf.cast(tf.clip_by_value(128 + picture, 0, 255), tf.uint8), quality=85).numpy())


def epoch(data):
    start = time.perf_counter()
    rows = sum(len(x) for x, _ in data)
    return rows / (time.perf_counter() - start)


def main(folder, size, runs):
    def data():
        return keras.utils.image_dataset_from_directory(
            folder, label_mode="categorical", image_size=(size, size), batch_size=64, shuffle=False, verbose=False)

    def say(variant, rates):
        rates.sort()
        print(json.dumps({
            "peer": "keras", "version": f"Keras {keras.__version__}, TensorFlow {tf.__version__}", "figure": "images", "variant": variant,
            "value": rates[runs // 2], "low": rates[0], "high": rates[-1], "unit": "images/s", "n": runs,
        }), flush=True)

    epoch(data())
    say("cold", [epoch(data()) for _ in range(runs)])
    cached = data().cache()
    epoch(cached)
    say("cached", [epoch(cached) for _ in range(runs)])


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(pathlib.Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
