"""Forward and backward of each kind of layer beside Keras, in turns: bench/kinds. Arguments: class path, output, rounds [, classes]."""

import datetime
import json
import os
import subprocess
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy as np
import tensorflow as tf
from keras import layers as L
from keras.src.applications.convnext import LayerScale

import prepare

WARM, LEAST, SECONDS = 5, 9, 0.3
ROWS = 32
IMAGE, WORDS, FLAT = (28, 28, 64), (100, 128), (1024,)


def cases():
    """(layer, shapes of its inputs, number of values of whole-number inputs)."""
    one = lambda layer, shape=IMAGE: (layer, [shape], 0)
    two = lambda layer, shape=IMAGE: (layer, [shape, shape], 0)
    yield one(L.Activation("gelu"))
    for merge in (L.Add, L.Average, L.Concatenate, L.Maximum, L.Minimum, L.Multiply, L.Subtract):
        yield two(merge())
    yield two(L.Dot(axes=2), WORDS)
    for pool in (L.AveragePooling2D(2), L.MaxPooling2D(), L.GlobalAveragePooling2D(), L.GlobalMaxPooling2D()):
        yield one(pool)
    for pool in (L.AveragePooling1D(2), L.MaxPooling1D(), L.GlobalAveragePooling1D(), L.GlobalMaxPooling1D()):
        yield one(pool, WORDS)
    yield one(L.BatchNormalization())
    yield one(L.LayerNormalization(), WORDS)
    yield one(L.GroupNormalization(groups=8))
    yield one(L.UnitNormalization(), WORDS)
    yield one(L.Normalization(axis=-1, mean=[0.1] * 64, variance=[2.0] * 64))
    yield one(L.Conv1D(128, 3), WORDS)
    yield one(L.Conv2D(64, 3))
    yield one(L.Conv2D(64, 3, strides=2, padding="same"))
    yield one(L.Conv2D(64, 3, dilation_rate=2))
    yield one(L.Conv2D(64, 3, groups=4))
    yield one(L.Conv2DTranspose(64, 3, strides=2, padding="same"), (14, 14, 64))
    yield one(L.DepthwiseConv2D(3))
    yield one(L.SeparableConv2D(64, 3))
    yield one(L.Dense(1024), FLAT)
    yield one(L.Cropping2D(2))
    yield one(L.ZeroPadding2D(2))
    yield one(L.UpSampling2D(2))
    yield one(L.UpSampling2D(2, interpolation="bilinear"))
    yield one(L.Resizing(56, 56))
    yield one(L.Dropout(0.5))
    yield one(L.GaussianNoise(0.1))
    yield one(L.SpatialDropout2D(0.5))
    yield one(L.ELU())
    yield one(L.LeakyReLU())
    yield one(L.PReLU(shared_axes=[1, 2]))
    yield one(L.ReLU(max_value=6))
    yield one(L.Softmax(), WORDS)
    yield one(L.Flatten())
    yield one(L.Identity())
    yield one(L.Permute((2, 1, 3)))
    yield one(L.Reshape((-1, 64)))
    yield one(L.RepeatVector(10), FLAT)
    yield one(L.Rescaling(1 / 255))
    yield one(LayerScale(init_values=0.1, projection_dim=64))
    yield (L.Embedding(10_000, 128), [(100,)], 10_000)
    yield two(L.MultiHeadAttention(8, 16), WORDS)
    yield one(L.LSTM(64), WORDS)
    yield one(L.GRU(64), WORDS)
    yield one(L.Bidirectional(L.LSTM(64)), WORDS)


def off_default(layer):
    """The settings that tell this case from its kind's other cases."""
    plain = {"strides", "dilation_rate", "groups", "interpolation", "padding"}
    config = layer.get_config()
    shown = {key: config[key] for key in plain & config.keys() if config[key] not in (1, (1, 1), "valid", "nearest", None)}
    return ", ".join(f"{key} {value}" for key, value in sorted(shown.items())) if type(layer).__name__ in ("Conv2D", "UpSampling2D") else ""


def timed(call):
    times, end = [], None
    while len(times) < WARM + LEAST or time.perf_counter() < end:
        if len(times) == WARM:
            end = time.perf_counter() + SECONDS
        start = time.perf_counter()
        call()
        times.append(1e3 * (time.perf_counter() - start))
    return float(np.median(times[WARM:]))


def of_keras(layer, shapes, integers):
    """A tf.function for each direction, as lean as Keras's parts allow; nothing is copied out."""
    random = np.random.default_rng(7)
    made = [tf.constant(random.integers(0, integers, (ROWS, *s)), tf.int32) if integers else tf.constant(random.uniform(-1, 1, (ROWS, *s)), tf.float32) for s in shapes]
    several = isinstance(layer, L.MultiHeadAttention)
    trains = "training" in layer._call_signature.parameters

    def call(x, training):
        inputs = x if several else [x if len(x) > 1 else x[0]]
        return layer(*inputs, training=training) if trains else layer(*inputs)

    # As from the layers behind it: something that is there, and no op over the whole size to make it.
    given = tf.constant(random.uniform(-1, 1, call(made, False).shape), tf.float32)
    weights = [w.value for w in layer.trainable_variables]

    @tf.function
    def forward(*x):
        return call(list(x), False)

    @tf.function
    def backward(given, *x):
        by = weights if integers else [*x, *weights]
        with tf.GradientTape() as tape:
            if not integers:
                tape.watch(x)
            value = call(list(x), True)
            total = tf.matmul(tf.reshape(value, (1, -1)), tf.reshape(given, (-1, 1)))
        return value, tape.gradient(total, by)

    return lambda: forward(*made), lambda: backward(given, *made)


def ask(jvm, layer, shapes, integers, trace=False):
    saved = keras.saving.serialize_keras_object(layer)
    config = {key: value for key, value in saved["config"].items() if key != "dtype"}
    line = {"module": saved["module"], "class_name": saved["class_name"], "config": config, "rows": ROWS, "inputs": shapes, "integers": integers, "trace": trace}
    jvm.stdin.write(json.dumps(line) + "\n")
    jvm.stdin.flush()
    answer = jvm.stdout.readline().rstrip("\n")
    if not answer:
        sys.exit("bench: the product's process ended")
    return answer


def main(classpath, output, rounds, *classes):
    command = ["java", *prepare.JAVA_FLAGS, "-cp", classpath, "org.keraunos.bench.kinds.KindsBenchmark"]
    chosen = [case for case in cases() if not classes or type(case[0]).__name__ in classes]
    rows, missing = [], []
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=prepare.ROOT) as jvm:
        for layer, shapes, integers in chosen:
            name = " ".join(filter(None, [type(layer).__name__, off_default(layer)]))
            keras_calls = of_keras(layer, shapes, integers)
            best, reason = [[np.inf] * 2, [np.inf] * 2], ""
            for turn in range(int(rounds)):
                parts = ask(jvm, layer, shapes, integers).split("\t", 1)
                if parts[0] == "-":
                    reason = parts[1]
                    break
                best[0] = np.minimum(best[0], [float(part) for part in parts[0:1] + parts[1].split("\t")])
                best[1] = np.minimum(best[1], [timed(call) for call in keras_calls])
            if reason:
                missing.append((name, reason))
                prepare.say(f"{name}: {reason}")
                continue
            shape = " and ".join("x".join(map(str, (ROWS, *s))) for s in shapes)
            rows.append((name, shape, *best[0], *best[1], layer, shapes, integers))
            prepare.say(f"{name} {shape}: forward {best[0][0]:.3f} ms, Keras {best[1][0]:.3f}; both {best[0][1]:.3f}, Keras {best[1][1]:.3f}")
        slowest = sorted(rows, key=lambda row: row[5] / row[3])[:5]
        traces = [(row[0], row[5] / row[3], ask(jvm, *row[6:], trace=True)) for row in slowest]
        jvm.stdin.close()
    with open(output, "w") as f:
        f.write("# Layers beside Keras\n\nWritten by `bench/kinds` on " + str(datetime.date.today()) + f", Keras {keras.__version__}, TensorFlow {tf.__version__} there; float32, the best of {rounds} rounds of medians, in turns.\n")
        f.write("*Forward* is a call in inference, *both* a call in training with its gradients by inputs and weights, each in milliseconds; the ratio is\nKeras's `tf.function` to ours: above 1 ours is faster.\n\n")
        f.write("| kind | input | forward | Keras | ratio | both | Keras | ratio |\n|---|---|---|---|---|---|---|---|\n")
        for name, shape, forward, both, kf, kb, *_ in rows:
            f.write(f"| {name} | {shape} | {forward:.3f} | {kf:.3f} | {kf / forward:.2f} | {both:.3f} | {kb:.3f} | {kb / both:.2f} |\n")
        f.write("\nThe five that are slowest beside Keras, and the ops that take longest in them:\n\n")
        for name, ratio, ops in traces:
            f.write(f"- {name} ({ratio:.2f}): {ops}\n")
        for name, reason in missing:
            f.write(f"- {name} is not there: {reason}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
