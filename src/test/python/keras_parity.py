#!/usr/bin/env python3
"""Trajectories of the real Keras, from weights and batches that Java makes again: tutorial_*.npz and branch_*.npz.

    python=$(src/test/python/environment) && "$python" src/test/python/keras_parity.py [--check]

Weights and batches come from the generator of goldens.py (see there), so that only results are stored.

WEIGHTS: SplitMix64(1), drawn for each weight in the order of the tables below, which is the order of Keras's `model.weights`;
offset and scale as given. BATCHES: SplitMix64(2), 4 of them; for b = 0 .. 3: first the images of batch b as bytes
(rows, height, width, channels), then its labels as bits (rows, labels). Step s (from 0) trains on batch s mod 4.
Inputs are bytes / 255 in the compute type (a division), targets 0.0 and 1.0.

TUTORIAL: 16 rows a batch. Input(32, 32, 3), Conv2D(32, 3, relu), Conv2D(64, 3, relu), MaxPooling2D(3), Flatten, Dense(10, sigmoid).
BRANCH: 16 rows a batch.
    images = Input(16, 16, 3)
    x      = Conv2D(8, 3, padding="same", use_bias=False, name="conv_a")(images)
    x      = Activation("relu")(BatchNormalization(name="bn")(x))                     # momentum 0.99, epsilon 1e-3
    left   = Conv2D(8, 3, padding="same", activation="relu", name="conv_b")(MaxPooling2D(2)(x))
    right  = AveragePooling2D(2)(x)
    both   = Concatenate()([left, right])                                             # (8, 8, 16)
    wide   = Conv2D(16, 1, name="conv_c")(right)                                      # linear, with bias
    x      = GlobalAveragePooling2D()(Add()([both, wide]))
    output = Dense(5, activation="sigmoid", name="dense")(x)

LOSS: binary cross-entropy from logits (mean over labels, then over rows): the golden model ends in the linear head and uses
BinaryCrossentropy(from_logits=True), which is the exact value. From probabilities Keras clips at 1e-7.
The stored loss of step s is the one before that step's update.

FILES (T is the compute type, float64 or float32, and the type of the arrays unless said otherwise)
    X_float64.npz   adam_losses (50), adam_weights/<name>        50 steps of Adam() with Keras's defaults (0.001, 0.9, 0.999, 1e-7)
    X_float32.npz   gradient/<name>                              of step 0, from the initial weights, training mode
                    sgd_losses (50), sgd_weights/<name>          50 steps of SGD(0.05)
                    adam_losses (10), adam_weights/<name>        10 steps of Adam()
  and for the branch network in each group (adam, sgd) also
                    <group>_weights/bn/moving_mean and .../moving_variance (they are in the table of weights), and
                    <group>_prediction (16, 5): probabilities of batch 0's images after training, inference mode.
<name> is layer/weight as in the tables, for example conv2d/kernel.

BATCH NORMALISATION in Keras 3: the variance is the biased one (divided by n) both in the output and in moving_variance;
moving = moving * momentum + batch * (1 - momentum).
ADAM in Keras 3, t from 1: alpha = rate * sqrt(1 - beta2^t) / (1 - beta1^t); m += (g - m) (1 - beta1); v += (g g - v) (1 - beta2);
w -= m alpha / (sqrt(v) + epsilon).  SGD: w -= g rate; with momentum: m = m momentum - g rate, w += m (nesterov: m momentum - g rate).
In float64 Keras takes beta1 and beta2 in beta^t, and SGD's momentum, from their float32 neighbours ((double) 0.999f), because it
casts Python numbers by way of float32; 1 - beta1, 1 - beta2, epsilon and the rate are exact. Who leaves that out is 5e-5 off after 50 steps, who
does it 2e-16.

WHY THE DENSE KERNEL STARTS SMALL: in float32 two right trainers part, because a max pool or a ReLU near a tie goes the other way. With
0.0625 float32 and float64 part by 3e-5 in Adam's ten losses and by 3e-2 in the weights; with 0.0078125 by 5e-8 and 8e-6.

HOW FAR KERAS IS FROM ITSELF: `--noise` makes the float32 results again with other kernels (two threads, oneDNN off) and prints the distances.
"""

import os
import subprocess
import sys

import goldens  # first: it sets what TensorFlow reads when it is loaded
import keras
import numpy as np
import tensorflow as tf
from keras import layers

BATCHES, STEPS, ADAM_STEPS_FLOAT32 = 4, 50, 10

# layer, weight, shape, offset, scale; in the order of Keras's model.weights.
TUTORIAL = [
    ("conv2d", "kernel", (3, 3, 3, 32), 0.0, 0.25),
    ("conv2d", "bias", (32,), 0.0, 0.125),
    ("conv2d_1", "kernel", (3, 3, 32, 64), 0.0, 0.125),
    ("conv2d_1", "bias", (64,), 0.0, 0.125),
    ("dense", "kernel", (5184, 10), 0.0, 0.0078125),
    ("dense", "bias", (10,), 0.0, 0.125),
]
BRANCH = [
    ("conv_a", "kernel", (3, 3, 3, 8), 0.0, 0.5),
    ("bn", "gamma", (8,), 1.0, 0.5),
    ("bn", "beta", (8,), 0.0, 0.25),
    ("bn", "moving_mean", (8,), 0.0, 0.25),
    ("bn", "moving_variance", (8,), 1.0, 0.5),
    ("conv_b", "kernel", (3, 3, 8, 8), 0.0, 0.5),
    ("conv_b", "bias", (8,), 0.0, 0.125),
    ("conv_c", "kernel", (1, 1, 8, 16), 0.0, 1.0),
    ("conv_c", "bias", (16,), 0.0, 0.125),
    ("dense", "kernel", (16, 5), 0.0, 1.0),
    ("dense", "bias", (5,), 0.0, 0.125),
]


def tutorial():
    images = keras.Input((32, 32, 3))
    x = layers.Conv2D(32, 3, activation="relu", name="conv2d")(images)
    x = layers.Conv2D(64, 3, activation="relu", name="conv2d_1")(x)
    x = layers.Flatten()(layers.MaxPooling2D(3)(x))
    return keras.Model(images, layers.Dense(10, name="dense")(x))


def branch():
    images = keras.Input((16, 16, 3))
    x = layers.Conv2D(8, 3, padding="same", use_bias=False, name="conv_a")(images)
    x = layers.Activation("relu")(layers.BatchNormalization(name="bn")(x))
    left = layers.Conv2D(8, 3, padding="same", activation="relu", name="conv_b")(layers.MaxPooling2D(2)(x))
    right = layers.AveragePooling2D(2)(x)
    both = layers.Concatenate()([left, right])
    wide = layers.Conv2D(16, 1, name="conv_c")(right)
    x = layers.GlobalAveragePooling2D()(layers.Add()([both, wide]))
    return keras.Model(images, layers.Dense(5, name="dense")(x))


NETWORKS = {"tutorial": (tutorial, TUTORIAL, (32, 32, 3), 10), "branch": (branch, BRANCH, (16, 16, 3), 5)}


def path(weight):
    return "/".join(weight.path.split("/")[-2:])


def fresh(name):
    """The network with its documented initial weights, and its batches in the compute type."""
    build, table, image, labels = NETWORKS[name]
    model, random = build(), goldens.SplitMix64(1)
    drawn = {f"{layer}/{weight}": random.uniform(shape, offset, scale) for layer, weight, shape, offset, scale in table}
    assert [path(w) for w in model.weights] == list(drawn), [path(w) for w in model.weights]
    model.set_weights(list(drawn.values()))
    random, batches = goldens.SplitMix64(2), []
    for _ in range(BATCHES):
        x, y = random.bytes((16, *image)), random.bits((16, labels))
        batches.append((tf.cast(x, keras.config.floatx()) / 255, tf.cast(y, keras.config.floatx())))
    return model, batches


def stepper(model, optimizer):
    loss = keras.losses.BinaryCrossentropy(from_logits=True)

    @tf.function
    def step(x, y):
        with tf.GradientTape() as tape:
            value = loss(y, model(x, training=True))
        gradients = tape.gradient(value, [w.value for w in model.trainable_weights])
        if optimizer is not None:
            optimizer.apply(gradients, model.trainable_weights)
        return value, gradients

    return step


def trajectory(name, group, optimizer, steps):
    model, batches = fresh(name)
    step = stepper(model, optimizer)
    losses = [step(*batches[s % BATCHES])[0].numpy() for s in range(steps)]
    assert losses[0].dtype == model.weights[0].numpy().dtype == keras.config.floatx()
    out = {f"{group}_losses": np.array(losses)}
    out.update({f"{group}_weights/{path(w)}": w.numpy() for w in model.weights})
    if name == "branch":
        out[f"{group}_prediction"] = tf.sigmoid(model(batches[0][0], training=False)).numpy()
    return out


def float64(name):
    goldens.compute_type("float64")
    return trajectory(name, "adam", keras.optimizers.Adam(), STEPS)


def float32(name):
    goldens.compute_type("float32")
    model, batches = fresh(name)
    gradients = stepper(model, None)(*batches[0])[1]
    out = {f"gradient/{path(w)}": g.numpy() for w, g in zip(model.trainable_weights, gradients)}
    out.update(trajectory(name, "sgd", keras.optimizers.SGD(0.05), STEPS))
    out.update(trajectory(name, "adam", keras.optimizers.Adam(), ADAM_STEPS_FLOAT32))
    return out


def noise():
    """Prints how far the float32 results are from the committed ones on other kernels, as |a - b| / (|b| + max|b|)."""
    for name in NETWORKS:
        with np.load(goldens.FOLDER / f"{name}_float32.npz") as committed:
            for key, made in float32(name).items():
                there = committed[key].astype(np.float64)
                print(f"  {name} {key}: {np.max(np.abs(made - there) / (np.abs(there) + np.max(np.abs(there)))):.2g}")


def main():
    tf.config.experimental.enable_op_determinism()
    threads = int(os.environ.get("PARITY_THREADS", "1"))
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(threads)
    if "--noise-run" in sys.argv:
        noise()
    elif "--noise" in sys.argv:
        for label, extra in (("two threads", {"PARITY_THREADS": "2"}), ("oneDNN off", {"TF_ENABLE_ONEDNN_OPTS": "0"})):
            print(label, flush=True)
            subprocess.run([sys.executable, __file__, "--noise-run"], env=os.environ | extra, check=True)
    else:
        for name in NETWORKS:
            goldens.write(f"{name}_float64", float64(name))
            goldens.write(f"{name}_float32", float32(name))


if __name__ == "__main__":
    main()
