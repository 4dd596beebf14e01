#!/usr/bin/env python3
"""An exported model of several outputs in the real TensorFlow: serving_default gives all, and each output has a signature of its own.

    "$python" src/test/python/check_outputs.py target/several-outputs

SeveralOutputsTest writes the model, and beside it several-outputs-x.npy and what Java predicted, several-outputs-OUTPUT.npy. Besides
tf.saved_model.load the signatures are run by saved_model_cli.
"""

import os
import subprocess
import sys
import tempfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import numpy as np
import tensorflow as tf

folder = sys.argv[1].rstrip("/")
x = np.load(f"{folder}-x.npy")
wanted = {name: np.load(f"{folder}-{name}.npy") for name in ("genre", "year")}
signatures = tf.saved_model.load(folder).signatures
assert {"serving_default", "label_names", *wanted} <= set(signatures), sorted(signatures)


def hold(where, found, names):
    assert sorted(found) == sorted(names), (where, sorted(found))
    for name in names:
        gap = float(np.max(np.abs(found[name] - wanted[name])))
        assert gap <= 1e-6, (where, name, gap)
        print(f"passed: {where}: {name} at most {gap:.2g} from Java's")


hold("serving_default", {k: v.numpy() for k, v in signatures["serving_default"](images=tf.constant(x)).items()}, list(wanted))
for output in wanted:
    hold(output, {k: v.numpy() for k, v in signatures[output](images=tf.constant(x)).items()}, [output])
labels = signatures["label_names"]()
assert sorted(labels) == sorted(wanted) and all(len(labels[k]) == wanted[k].shape[1] for k in wanted), labels
cli = [sys.executable, "-m", "tensorflow.python.tools.saved_model_cli", "run", "--dir", folder, "--tag_set", "serve"]
with tempfile.TemporaryDirectory() as out:
    subprocess.run([*cli, "--signature_def", "year", "--inputs", f"images={folder}-x.npy", "--outdir", out], check=True, capture_output=True)
    hold("saved_model_cli year", {"year": np.load(f"{out}/year.npy")}, ["year"])
