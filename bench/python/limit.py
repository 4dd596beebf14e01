#!/usr/bin/env python3
"""What the machine can do at best, as TensorFlow's own matrix products see it: the limit that a training step is held against.

    limit.py     prints, for float32 and bfloat16, a line for each product and one for the limit

A step of the tutorial network on 64 rows is convolutions and one dense layer, forwards and backwards. As matrix products (image to column):
    first convolution    57,600 x 27 x 32      forwards and filter gradient (its input gradient is not needed)
    second convolution   50,176 x 288 x 64     forwards, filter gradient and input gradient
    dense                64 x 5,184 x 10       forwards and both gradients
which is 5.77 GFLOP. The limit is that over the best rate of all the products here, large square ones included; "im2col" is the time of just these
products one after the other, which no convolution has to beat: columns are not even copied.
"""

import json
import os
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import tensorflow as tf

# name, m, k, n, transpose_a, transpose_b: (m, k) times (k, n)
STEP = [
    ("conv1 forward", 57_600, 27, 32, False, False),
    ("conv1 filter gradient", 27, 57_600, 32, True, False),
    ("conv2 forward", 50_176, 288, 64, False, False),
    ("conv2 filter gradient", 288, 50_176, 64, True, False),
    ("conv2 input gradient", 50_176, 64, 288, False, True),
    ("dense forward", 64, 5_184, 10, False, False),
    ("dense kernel gradient", 5_184, 64, 10, True, False),
    ("dense input gradient", 64, 10, 5_184, False, True),
]
SQUARE = [("square 2048", 2_048, 2_048, 2_048, False, False), ("square 1024", 1_024, 1_024, 1_024, False, False)]


def seconds(m, k, n, transpose_a, transpose_b, dtype):
    a = tf.cast(tf.random.normal((k, m) if transpose_a else (m, k)), dtype)
    b = tf.cast(tf.random.normal((n, k) if transpose_b else (k, n)), dtype)

    @tf.function
    def product(a, b):
        # One element of it is handed out: the rest need not be copied, but has to be computed.
        return tf.matmul(a, b, transpose_a=transpose_a, transpose_b=transpose_b)[0, 0]

    times = []
    product(a, b).numpy()
    end = time.perf_counter() + 1.0
    while len(times) < 5 or (time.perf_counter() < end and len(times) < 200):
        start = time.perf_counter()
        product(a, b).numpy()
        times.append(time.perf_counter() - start)
    return sorted(times)[len(times) // 10]


def main():
    for precision, dtype in (("float32", tf.float32), ("bfloat16", tf.bfloat16)):
        rates, total, flop = {}, 0.0, 0
        for name, m, k, n, transpose_a, transpose_b in STEP + SQUARE:
            took = seconds(m, k, n, transpose_a, transpose_b, dtype)
            rates[name] = 2 * m * k * n / took / 1e9
            if not name.startswith("square"):
                total, flop = total + took, flop + 2 * m * k * n
            print(json.dumps({
                "peer": "limit", "figure": "limit", "variant": name, "precision": precision, "value": rates[name], "unit": "GFLOP/s",
                "milliseconds": took * 1e3,
            }), flush=True)
        best = max(rates.values())
        for variant, value in (("limit", flop / best / 1e6), ("im2col", total * 1e3)):
            print(json.dumps({
                "peer": "limit", "figure": "limit", "variant": variant, "precision": precision, "value": value, "unit": "ms",
                "gflop": flop / 1e9, "best": best,
            }), flush=True)


if __name__ == "__main__":
    main()
