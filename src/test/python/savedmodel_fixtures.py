#!/usr/bin/env python3
"""Small SavedModels as other programs write them, with what TensorFlow says to some inputs: read by ForeignModelsTest.

    python=$(src/test/python/environment)
    "$python" src/test/python/savedmodel_fixtures.py            # writes them all again
    "$python" src/test/python/savedmodel_fixtures.py --check    # the stored models still say what is stored

Each folder under src/test/resources/org/keraunos/saving/foreign is a SavedModel; cases.json beside them has, for a folder and a
signature, inputs and outputs by name as {"type", "shape", "values"}.
"""

import json
import os
import pathlib
import shutil
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import keras
import numpy as np
import tensorflow as tf

tf.get_logger().setLevel("ERROR")

ROOT = pathlib.Path(__file__).resolve().parents[1] / "resources/org/keraunos/saving/foreign"


def array(value):
    value = np.asarray(value)
    if value.dtype == object or value.dtype.kind in "SU":
        texts = [each.decode() if isinstance(each, bytes) else str(each) for each in value.ravel()]
        return {"type": "string", "shape": list(value.shape), "values": texts}
    return {"type": str(value.dtype), "shape": list(value.shape), "values": value.ravel().tolist()}


def run(folder, signature, inputs):
    function = tf.saved_model.load(str(ROOT / folder)).signatures[signature]
    outputs = function(**{name: tf.constant(value) for name, value in inputs.items()})
    return {name: value.numpy() for name, value in outputs.items()}


class Types(tf.Module):
    """Several signatures, several types."""

    def __init__(self):
        self.kernel = tf.Variable([[1.0, 2.0], [3.0, 4.0]], name="kernel")

    @tf.function(input_signature=[tf.TensorSpec([None, 2], tf.float64, "a"), tf.TensorSpec([], tf.int64, "times")])
    def scale(self, a, times):
        return {"product": a * tf.cast(times, tf.float64), "positive": a > 0, "times": times + 1}

    @tf.function(input_signature=[tf.TensorSpec([None, 2], tf.int32, "b")])
    def multiply(self, b):
        return {"rows": tf.cast(b, tf.float32) @ self.kernel, "halves": tf.cast(b, tf.float16) / 2}

    @tf.function(input_signature=[tf.TensorSpec([None], tf.string, "text")])
    def shout(self, text):
        return {"loud": tf.strings.upper(text), "length": tf.strings.length(text)}


class Files(tf.Module):
    """Reads a file, behind two calls and a condition."""

    @tf.function
    def inner(self, path):
        return tf.io.read_file(path)

    @tf.function(input_signature=[tf.TensorSpec([None, 2], tf.float32, "x")])
    def reads(self, x):
        content = tf.cond(tf.reduce_sum(x) > 0, lambda: self.inner("/etc/hostname"), lambda: tf.constant(""))
        return {"y": x + tf.cast(tf.strings.length(content), tf.float32)}

    @tf.function(input_signature=[tf.TensorSpec([None, 2], tf.float32, "x")])
    def computes(self, x):
        return {"y": x * 2}


def write():
    shutil.rmtree(ROOT, ignore_errors=True)
    ROOT.mkdir(parents=True)
    keras.utils.set_random_seed(7)
    cases = []

    def case(folder, signature, **inputs):
        outputs = run(folder, signature, inputs)
        cases.append({
            "folder": folder,
            "signature": signature,
            "inputs": {name: array(value) for name, value in inputs.items()},
            "outputs": {name: array(value) for name, value in outputs.items() if value.dtype != np.float16},
        })

    random = np.random.default_rng(3)
    left, right = keras.Input((3,), name="left"), keras.Input((2,), name="right")
    both = keras.layers.Concatenate()([left, right])
    model = keras.Model([left, right], [keras.layers.Dense(2, "sigmoid")(both), keras.layers.Dense(3, "softmax")(both)])
    model.export(ROOT / "keras_two", verbose=False)
    rows = {"left": random.normal(size=(5, 3)).astype("float32"), "right": random.normal(size=(5, 2)).astype("float32")}
    case("keras_two", "serving_default", **rows)
    tf.saved_model.save(model, str(ROOT / "keras_without_variables"))

    model = keras.Sequential([keras.Input((None, None, 3)), keras.layers.Rescaling(1 / 255), keras.layers.Conv2D(2, 3),
                              keras.layers.BatchNormalization(), keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(2, "sigmoid")])
    model.export(ROOT / "keras_open", verbose=False, input_signature=[tf.TensorSpec((None, None, None, 3), tf.uint8, name="images")])
    case("keras_open", "serving_default", images=random.integers(0, 256, (2, 5, 6, 3)).astype("uint8"))

    model = keras.Sequential([keras.Input((4,), dtype="int64", name="tokens"), keras.layers.Embedding(6, 3),
                              keras.layers.GlobalAveragePooling1D(), keras.layers.Dense(2)])
    model.export(ROOT / "keras_tokens", verbose=False)
    case("keras_tokens", "serving_default", tokens=random.integers(0, 6, (3, 4)).astype("int64"))

    module = Types()
    tf.saved_model.save(module, str(ROOT / "tf_types"),
                        signatures={"scale": module.scale, "multiply": module.multiply, "shout": module.shout})
    case("tf_types", "scale", a=np.array([[1.0, -2.0], [0.5, 3.0]]), times=np.int64(3))
    case("tf_types", "shout", text=np.array(["hej", "two words"]))

    module = Files()
    tf.saved_model.save(module, str(ROOT / "tf_files"), signatures={"serving_default": module.reads, "computes": module.computes})
    case("tf_files", "computes", x=np.array([[1, 2]], "float32"))

    with tf.Graph().as_default(), tf.compat.v1.Session() as session:
        x = tf.compat.v1.placeholder(tf.float32, [None, 3], name="x")
        old = tf.compat.v1.get_variable("old", initializer=np.arange(6, dtype="float32").reshape(3, 2), use_resource=False)
        new = tf.compat.v1.get_variable("new", initializer=np.array([1, -1], "float32"), use_resource=True)
        y = tf.nn.sigmoid(x @ old + new, name="y")
        session.run(tf.compat.v1.global_variables_initializer())
        tf.compat.v1.saved_model.simple_save(session, str(ROOT / "tf1"), {"x": x}, {"y": y})
    case("tf1", "serving_default", x=random.normal(size=(4, 3)).astype("float32"))

    for fingerprint in ROOT.glob("*/fingerprint.pb"):
        fingerprint.unlink()
    (ROOT / "cases.json").write_text(json.dumps(cases, indent=1) + "\n")


def check():
    for case in json.loads((ROOT / "cases.json").read_text()):
        inputs = {name: np.array(each["values"], None if each["type"] == "string" else each["type"]).reshape(each["shape"])
                  for name, each in case["inputs"].items()}
        outputs = run(case["folder"], case["signature"], inputs)
        for name, each in case["outputs"].items():
            found = array(outputs[name])
            assert found["shape"] == each["shape"] and found["type"] == each["type"], (case["folder"], name, found)
            if each["type"] == "string":
                assert found["values"] == each["values"], (case["folder"], name)
            else:
                np.testing.assert_allclose(found["values"], each["values"], rtol=1e-6, atol=1e-7)
        print(f"{case['folder']} {case['signature']}: as stored")


if __name__ == "__main__":
    check() if "--check" in sys.argv[1:] else write()
