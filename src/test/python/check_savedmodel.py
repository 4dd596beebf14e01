#!/usr/bin/env python3
"""Checks an exported SavedModel with the real TensorFlow: does it say in Python what it said in Java?

    python=$(src/test/python/environment)
    "$python" src/test/python/check_savedmodel.py MODEL_DIR X.npy P.npy [--labels zero,one,..]

X.npy holds the images as the model's Input sees them (float32, already scaled, rows first), P.npy the probabilities that Java predicted
for them. The signature serving_default takes them as `images`; its floating-point output has to equal P to 1e-6 (absolute), for all rows at
once, for one row alone and for an odd number of rows. String outputs, of this or another signature, are label names: one for each column, all
different; with --labels there has to be one and it has to say just these. Each check is a line; exit code 0 when all passed, 1 when
one failed, 2 for arguments that cannot be checked at all. Where there is a signature serving_images, encoded images have to come out
as TensorFlow's own decode and resize before serving_bytes.
"""

import argparse
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import numpy as np
import tensorflow as tf

TOLERANCE = 1e-6
counts = {True: 0, False: 0}


def check(passed, what):
    passed = bool(passed)
    counts[passed] += 1
    print(f"{'passed' if passed else 'FAILED'}: {what}")
    return passed


def finish():
    print(f"{counts[True]} passed, {counts[False]} failed")
    sys.exit(1 if counts[False] else 0)


def load(path):
    try:
        return np.load(path, allow_pickle=False)
    except (OSError, ValueError) as e:
        print(f"check_savedmodel: {path}: {e}", file=sys.stderr)
        sys.exit(2)


def check_probabilities(serving, images, expected):
    def run(rows):
        outputs = serving(images=tf.constant(rows))
        floats = {name: value.numpy() for name, value in outputs.items() if value.dtype.is_floating}
        if not check(len(floats) == 1, f"serving_default has one floating-point output, {sorted(floats)}"):
            finish()
        return next(iter(floats.values()))

    for name, part in (("all rows", slice(None)), ("the first row alone", slice(0, 1)), ("the last 7 rows", slice(-7, None))):
        found, wanted = run(images[part]), expected[part]
        if check(found.shape == wanted.shape, f"{name}: shape {found.shape}, expected {wanted.shape}"):
            gap = float(np.max(np.abs(found.astype(np.float64) - wanted)))
            check(gap <= TOLERANCE, f"{name}: probabilities at most {gap:.3g} apart (limit {TOLERANCE:g})")


def check_images(signatures):
    """serving_images decodes and stretches as Keras's image_dataset_from_directory, to whole gray levels, and then is serving_bytes."""
    _, height, width, channels = signatures["serving_bytes"].structured_input_signature[1]["images"].shape
    rows, columns = np.mgrid[0 : 2 * height + 3, 0 : 3 * width + 1]
    large = np.stack([(rows * (i + 2) + columns * (i + 1)) % 256 for i in range(channels)], -1).astype(np.uint8)
    encoded = [tf.io.encode_png(large), tf.io.encode_png(large[:height, :width]), tf.io.encode_jpeg(large[: height + 2])]
    pixels = [tf.round(tf.image.resize(tf.io.decode_image(e, channels, expand_animations=False), (height, width))) for e in encoded]
    wanted = signatures["serving_bytes"](images=tf.cast(tf.stack(pixels), tf.uint8))
    for name, part in (("three images", slice(None)), ("one image", slice(1, 2))):
        found = signatures["serving_images"](images=tf.stack(encoded[part]))
        for key, value in wanted.items():
            gap = float(np.max(np.abs(found[key].numpy() - value.numpy()[part])))
            check(gap <= TOLERANCE, f"serving_images, {name}: {key} at most {gap:.3g} from serving_bytes (limit {TOLERANCE:g})")


def check_labels(signatures, images, columns, wanted):
    seen = []
    for name, signature in signatures.items():
        strings = [key for key, spec in signature.structured_outputs.items() if spec.dtype == tf.string]
        if not strings:
            continue
        takes = signature.structured_input_signature[1]
        if set(takes) - {"images"}:
            continue  # for example one that takes encoded files
        outputs = signature(images=tf.constant(images[:1])) if takes else signature()
        for key in strings:
            labels = [label.decode("utf-8") for label in outputs[key].numpy().ravel()]
            seen.append(labels)
            check(len(labels) == columns == len(set(labels)), f"{name}/{key}: {len(labels)} different label names for {columns} columns")
            if wanted is not None:
                check(labels == wanted, f"{name}/{key}: the label names are {labels}, expected {wanted}")
    if wanted is not None:
        check(seen, "a signature says the label names")
    elif not seen:
        print("note: no signature says label names")


def main():
    parser = argparse.ArgumentParser(description="Checks an exported SavedModel with the real TensorFlow.")
    parser.add_argument("model")
    parser.add_argument("images", help="X.npy: float32, scaled")
    parser.add_argument("probabilities", help="P.npy: what Java predicted")
    parser.add_argument("--labels", help="the label names to expect, with commas between them")
    arguments = parser.parse_args()
    images, expected = load(arguments.images), load(arguments.probabilities)
    if len(images) != len(expected) or len(images) < 8:
        print(f"check_savedmodel: expected the same number of rows, at least 8: {images.shape} and {expected.shape}", file=sys.stderr)
        sys.exit(2)
    check(images.dtype == np.float32, f"{arguments.images} holds {images.dtype}, expected float32")
    check(np.all(np.isfinite(expected)) and expected.min() >= 0 and expected.max() <= 1, "Java's probabilities lie in [0, 1]")
    check(np.ptp(expected, axis=0).max() > 1e-3, "Java's probabilities differ from row to row")
    try:
        model = tf.saved_model.load(arguments.model)
    except (OSError, ValueError, RuntimeError) as e:
        check(False, f"TensorFlow loads {arguments.model}: {e}")
        finish()
    if check("serving_default" in model.signatures, f"a signature serving_default among {sorted(model.signatures)}"):
        serving = model.signatures["serving_default"]
        takes = sorted(serving.structured_input_signature[1])
        if check(takes == ["images"], f"serving_default takes {takes}, expected ['images']"):
            check_probabilities(serving, images, expected)
        wanted = None if arguments.labels is None else arguments.labels.split(",")
        if {"serving_images", "serving_bytes"} <= set(model.signatures):
            check_images(dict(model.signatures))
        check_labels(dict(model.signatures), images, expected.shape[-1], wanted)
    finish()


if __name__ == "__main__":
    main()
