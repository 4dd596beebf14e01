#!/usr/bin/env python3
"""Keras 3 on TensorFlow: the figures of figures.py. bfloat16 is the policy mixed_bfloat16."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
os.environ["KERAS_BACKEND"] = "tensorflow"

import figures

options = figures.arguments()

import keras
import tensorflow as tf
from keras import layers


def network():
    """The tutorial's network, as its Python original writes it. The division is a layer, so that uint8 goes in, as it does elsewhere."""
    return keras.Sequential([
        keras.Input((32, 32, 3), dtype="uint8"),
        layers.Rescaling(1 / 255),
        layers.Conv2D(32, 3, activation="relu"),
        layers.Conv2D(64, 3, activation="relu"),
        layers.MaxPooling2D(3),
        layers.Flatten(),
        layers.Dense(10, activation="sigmoid", dtype="float32"),
    ])


class KerasPeer:
    name = "keras"
    version = f"Keras {keras.__version__}, TensorFlow {tf.__version__}"

    def __init__(self, precision):
        keras.mixed_precision.set_global_policy("mixed_bfloat16" if precision == "bfloat16" else "float32")
        self.model = network()
        self.model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["binary_accuracy"])

    def steps(self):
        """train_on_batch is Keras's own way; the second is the leanest one that Keras's parts allow."""
        model, loss, optimizer = self.model, keras.losses.BinaryCrossentropy(), keras.optimizers.Adam()
        optimizer.build(model.trainable_variables)

        @tf.function(input_signature=[tf.TensorSpec((None, 32, 32, 3), tf.uint8), tf.TensorSpec((None, 10), tf.uint8)])
        def lean(x, y):
            with tf.GradientTape() as tape:
                value = loss(y, model(x, training=True))
            gradients = tape.gradient(value, [w.value for w in model.trainable_variables])
            optimizer.apply(gradients, model.trainable_variables)
            return value

        return {"train_on_batch": lambda x, y: model.train_on_batch(x, y)[0], "tf.function": lean}

    def epoch(self, x, y):
        self.model.fit(x, y, batch_size=figures.BATCH, epochs=1, verbose=0)

    def latencies(self):
        model = self.model
        compiled = tf.function(lambda x: model(x, training=False), input_signature=[tf.TensorSpec((None, 32, 32, 3), tf.uint8)])
        return {
            "tf.function": lambda x: compiled(x).numpy(),
            "model(x)": lambda x: model(x, training=False).numpy(),
            "model.predict": lambda x: model.predict(x, verbose=0),
        }

    def predict(self, x, batch_size):
        return self.model.predict(x, batch_size=batch_size, verbose=0)


if __name__ == "__main__":
    figures.main(KerasPeer, options)
