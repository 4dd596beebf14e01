#!/usr/bin/env python3
"""A network of keras.applications cut, given a new head and trained further, in float64: finetuning.npz.

    python=$(src/test/python/environment) && "$python" src/test/python/keras_finetuning.py [--check]

MobileNet(alpha=0.25, 32 x 32) up to conv_pw_5_relu, global average pooling, a dense layer "labels" of 3. Weights: SplitMix64(1) in the order of
model.weights, uniform(0, 0.5), but gamma and moving_variance uniform(1, 0.5). Data: SplitMix64(2), x (8, 32, 32, 3) uniform(0, 2), then bits (8, 3).
Binary cross-entropy.

    head   losses of 5 steps of Adam(1 / 128) with a frozen body, whose normalizations infer
    body   losses of 5 steps more of a new Adam: 1 / 128 for the head and 1 / 1024 for the body
    mean, variance, kernel   of conv_pw_5_bn and conv_dw_5 behind them
"""

import goldens
import keras
import numpy as np
import tensorflow as tf


def main():
    keras.backend.clear_session()
    goldens.compute_type("float64")
    whole = keras.applications.MobileNet(input_shape=(32, 32, 3), alpha=0.25, weights=None, include_top=False)
    cut = whole.get_layer("conv_pw_5_relu").output
    head = keras.layers.Dense(3, name="labels")
    model = keras.Model(whole.inputs, head(keras.layers.GlobalAveragePooling2D()(cut)))
    random = goldens.SplitMix64(1)
    model.set_weights(
        [random.uniform(w.shape, 1.0, 0.5) if w.name in ("gamma", "moving_variance") else random.uniform(w.shape, 0.0, 0.5) for w in model.weights]
    )
    random = goldens.SplitMix64(2)
    x = tf.constant(random.uniform((8, 32, 32, 3), 0.0, 2.0).astype("float64"))
    y = tf.constant(random.bits((8, 3)).astype("float64"))
    body = [layer for layer in model.layers if layer is not head]
    loss = keras.losses.BinaryCrossentropy(from_logits=True)

    def train(optimizers):
        losses = []
        for _ in range(5):
            with tf.GradientTape() as tape:
                value = loss(y, model(x, training=True))
            weights = [variables for _, variables in optimizers]
            gradients = tape.gradient(value, [[v.value for v in variables] for variables in weights])
            for (optimizer, variables), own in zip(optimizers, gradients):
                optimizer.apply(own, variables)
            losses.append(value.numpy())
        return np.array(losses)

    for layer in body:
        layer.trainable = False
    first = train([(keras.optimizers.Adam(1 / 128), model.trainable_variables)])
    for layer in body:
        layer.trainable = True
    rest = [variable for layer in body for variable in layer.trainable_variables]
    second = train([(keras.optimizers.Adam(1 / 128), head.trainable_variables), (keras.optimizers.Adam(1 / 1024), rest)])
    last = model.get_layer("conv_pw_5_bn")
    goldens.write(
        "finetuning",
        {
            "head": first,
            "body": second,
            "mean": last.moving_mean.numpy(),
            "variance": last.moving_variance.numpy(),
            "kernel": model.get_layer("conv_dw_5").kernel.numpy(),
        },
    )


if __name__ == "__main__":
    main()
