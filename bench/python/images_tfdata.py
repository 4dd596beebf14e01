#!/usr/bin/env python3
"""Keras's side of the images benchmark; bench/src/.../ImagesBenchmark.java is the same for Keraunos.

    python images_tfdata.py make FOLDER COUNT WIDTHxHEIGHT   writes JPEGs into two sub-folders, which are labels
    python images_tfdata.py time FOLDER SIZE                 times of an epoch as lines of JSON
    python images_tfdata.py first FOLDER SIZE                one epoch and nothing else
    python images_tfdata.py table FILE TITLE                 a Markdown table of such lines

cold: list the folder (keras.utils.image_dataset_from_directory), then an epoch in batches of 64, as it comes: it reads in
parallel, prefetches and keeps nothing; cached: a further epoch of the same with .cache() in memory.
"""

import collections
import json
import math
import os
import pathlib
import statistics
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

RUNS = 3
ROWS = [
    ("cold", "cold", "cold, nothing kept"),
    ("cold, cache written", "cold", "cold, cache written"),
    ("first", "first", "from starting the program to the end of its first epoch"),
    ("second run", "cold", "a second run, which finds the cache"),
    ("cached", "cold", "a further epoch; Keras decodes again"),
    ("cached", "cached", "a further epoch; Keras has .cache() in memory"),
]
WAITS = [("input wait, heap", "pixels on the heap"), ("input wait, mapped", "pixels in a mapped file")]


def make(folder, count, size):
    """Clouds of several scales: about 43 kB as JPEGs of 400 x 300, as photos of this size are."""
    import numpy as np
    import tensorflow as tf

    width, height = map(int, size.split("x"))
    rng = np.random.default_rng(11)
    for i in range(count):
        path = folder / ("even" if i % 2 == 0 else "odd") / f"{i:05d}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        picture = sum(
            tf.image.resize(
                rng.normal(0, 60 / (level + 1), (height // 4 ** (3 - level) + 1, width // 4 ** (3 - level) + 1, 3)),
                (height, width), "bicubic")
            for level in range(4))
        path.write_bytes(tf.io.encode_jpeg(tf.cast(tf.clip_by_value(128 + picture, 0, 255), tf.uint8), quality=85).numpy())


def files(folder, size):
    import keras

    return keras.utils.image_dataset_from_directory(
        folder, label_mode="categorical", image_size=(size, size), batch_size=64, shuffle=False, verbose=False)


def epoch(data):
    return sum(len(x) for x, _ in data)


def main(folder, size):
    def say(variant, task):
        begin, cpu = time.perf_counter(), time.process_time()
        images = task()
        print(json.dumps({
            "peer": "keras", "variant": variant, "seconds": time.perf_counter() - begin,
            "cpu": time.process_time() - cpu, "images": images,
        }), flush=True)

    epoch(files(folder, size))
    cached = files(folder, size).cache()
    epoch(cached)
    for _ in range(RUNS):
        say("cold", lambda: epoch(files(folder, size)))
    for _ in range(RUNS):
        say("cached", lambda: epoch(cached))


def table(path, title):
    lines = [json.loads(line) for line in pathlib.Path(path).read_text().splitlines() if line.startswith("{")]
    seen = collections.defaultdict(list)
    for line in lines:
        seen[line["peer"], line["variant"]].append(line)

    def rates(key):
        return sorted(line["images"] / line["seconds"] for line in seen[key]) or [math.nan]

    def cpu(key):
        each = [1e6 * line["cpu"] / line["images"] for line in seen[key] if "cpu" in line]
        return statistics.median(each) if each else None

    def shown(key):
        values = rates(key)
        return f"{statistics.median(values):,.0f} ({values[0]:,.0f} to {values[-1]:,.0f})"

    print(f"\n{title}; medians, lowest and highest. Load of the machine at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.\n")
    print("| | Keras, images/s | Keraunos, images/s | times faster | CPU an image, us: Keras | Keraunos | ratio |")
    print("|---|---|---|---|---|---|---|")
    for ours, theirs, name in ROWS:
        a, b = ("product", ours), ("keras", theirs)
        ratio = statistics.median(rates(a)) / statistics.median(rates(b))
        work = f"{cpu(b):.0f} | {cpu(a):.0f} | {cpu(b) / cpu(a):.2f}" if cpu(a) and cpu(b) else "| | "
        print(f"| {name} | {shown(b)} | {shown(a)} | {ratio:.2f} | {work} |")
    print("\n| an epoch of the tutorial's network waits for input | share, % |\n|---|---|")
    for variant, name in WAITS:
        print(f"| {name} | {100 * statistics.median(line['share'] for line in seen['product', variant]):.2f} |")


if __name__ == "__main__":
    mode, target = sys.argv[1:3]
    if mode == "make":
        make(pathlib.Path(target), int(sys.argv[3]), sys.argv[4])
    elif mode == "time":
        main(target, int(sys.argv[3]))
    elif mode == "first":
        epoch(files(target, int(sys.argv[3])))
    else:
        table(target, sys.argv[3])
