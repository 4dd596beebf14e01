#!/usr/bin/env python3
"""What each kind of the real Keras computes in float32, forwards and backwards, and how it writes itself: a golden file a kind.

    python=$(src/test/python/environment) && "$python" src/test/python/keras_layers.py [--check] [KIND ..]

parity/layers/KIND.json is a list of cases of that layer, parity/activations/NAME.json one of the layer Activation with that function:
    name        of the case, unique in the file; the prefix of its arrays in the .npz beside it
    config      the layer's whole get_config(), before it is built
    training    the mode it was called in
    call        the arguments of the call beside the inputs
    inputs      names of the input arrays: "x", or "x0", "x1" ..; whole numbers for int32 ones
    outputs     how many there are
    weights     names of all weights in the order of Keras's layer.weights, without the layer's own name
    files       where each stands in a .weights.h5, below the layer's group
    trainable   names of the trainable ones
    penalty     the sum of layer.losses
    drawn       whether random numbers enter
and the .npz holds for the case c
    c/x ..                    the inputs
    c/kernel ..               the weights before the call
    c/output, c/output1 ..    layer(inputs, training=training, **call)
    c/cotangent ..            arrays of the outputs' shapes: the gradients are those of sum(output * cotangent)
    c/gradient/x ..           by each input of floats, c/gradient/kernel .. by each trainable weight
    c/after/moving_mean ..    the other weights after that one call (BatchNormalization)
    c/constrained/kernel ..   what a weight's constraint makes of it
Arrays are made in that order (inputs, weights, cotangents) by one SplitMix64(3) of goldens.py a file: inputs uniform(0, 4), which
keeps clear of ties, or (0, 2) for recurrent layers; weights uniform(0, 1), but gamma and moving_variance uniform(1, 1); cotangents
uniform(0, 2).

Where random numbers enter, keras's dropout is replaced by one that takes Keraunos's own: those of the model's seed 7, call 3, step 0.

parity/regularizers/KIND.json and parity/constraints/KIND.json hold config, a weight and what comes of it; parity/initializers/KIND.json
config, a shape and the mean, deviation, largest and inner share of what was drawn for it.

parity/networks.json holds configurations of whole models, with the names of their layers and weights in order.
"""

import json
import pathlib
import tempfile

import goldens
import h5py
import keras
import numpy as np
import tensorflow as tf
from keras import activations, constraints, initializers, layers, regularizers
from keras.src.layers.merging import base_merge as merging

MODEL_SEED, CALL = 7, 3


def mix(seed):
    return int(goldens.SplitMix64(seed % 2**64).longs(1)[0])


def derive(seed, *address):
    """org.keraunos.base.Seeds.derive."""
    mixed = mix(seed)
    for part in address:
        mixed = mix(mixed ^ (part * 0xD1342543DE82EF95 % 2**64))
    return mixed


class Draws:
    """Dropout and noise of Keras with the numbers that Keraunos draws."""

    def __init__(self, own_seed):
        self.own_seed, self.count = own_seed, 0

    def address(self):
        address = derive(MODEL_SEED, CALL)
        if self.count:
            address = derive(address, self.count)
        if self.own_seed is not None:
            address = derive(address, self.own_seed)
        self.count += 1
        return tf.constant([address - 2**64 if address >= 2**63 else address, 0], tf.int64)

    def dropout(self, inputs, rate, noise_shape=None, seed=None):
        sizes = tf.shape(inputs).numpy()
        if noise_shape is not None:
            sizes = [size if size is not None else int(sizes[i]) for i, size in enumerate(noise_shape)]
        drawn = tf.raw_ops.StatelessRandomUniform(shape=sizes, seed=self.address(), dtype=tf.float32)
        return tf.where(drawn >= rate, inputs / (1 - rate), 0.0)

    def normal(self, shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
        drawn = tf.raw_ops.StatelessRandomNormal(shape=shape, seed=self.address(), dtype=tf.float32)
        return mean + stddev * drawn


class Case:
    def __init__(self, name, layer, *shapes, training=False, call=None, ints=0, scale=4.0, run=True, positive=False):
        self.name, self.layer, self.shapes, self.training = name, layer, shapes, training
        self.call, self.ints, self.scale, self.run, self.positive = call or {}, ints, scale, run, positive


def rules(weight, bias="bias"):
    """Options of a weight and a bias that are not their defaults."""
    return {
        f"{weight}_initializer": initializers.HeNormal(seed=3),
        f"{weight}_regularizer": regularizers.L2(0.02),
        f"{weight}_constraint": constraints.MaxNorm(0.5, axis=0),
        f"{bias}_initializer": "ones",
        f"{bias}_regularizer": regularizers.L1L2(l1=0.01, l2=0.03),
        f"{bias}_constraint": constraints.NonNeg(),
    }


def conv2d():
    def case(name, shape=(2, 8, 7, 3), filters=4, kernel=3, **options):
        return Case(name, layers.Conv2D(filters, kernel, name=name, **options), shape)

    yield case("valid")
    yield case("same", padding="same")
    yield case("no_bias", use_bias=False)
    yield case("same_no_bias", padding="same", use_bias=False)
    yield case("relu", activation="relu")
    yield case("leaky_relu_object", activation=layers.LeakyReLU(0.3, name="slope"))
    yield case("tanh_same", activation="tanh", padding="same")
    yield case("strides_valid", strides=2)
    yield case("strides_same", strides=2, padding="same")
    yield case("strides_same_even", shape=(2, 8, 8, 2), strides=2, padding="same")
    yield case("strides_2_1", strides=(2, 1), padding="same", kernel=(3, 2))
    yield case("strides_3_same", strides=3, padding="same", kernel=2)
    yield case("kernel_2_3", kernel=(2, 3))
    yield case("kernel_4_same", kernel=4, padding="same", filters=3)
    yield case("kernel_1", kernel=1)
    yield case("kernel_whole", shape=(2, 3, 3, 2), kernel=3)
    yield case("dilated", dilation_rate=2)
    yield case("dilated_same", dilation_rate=2, padding="same")
    yield case("dilated_2_3_same", dilation_rate=(2, 3), padding="same", kernel=(3, 2), activation="tanh")
    yield case("groups", shape=(2, 5, 4, 4), groups=2)
    yield case("groups_of_one", shape=(2, 5, 4, 4), filters=8, groups=4, padding="same")
    yield case("rules", **rules("kernel"))


def conv1d():
    def case(name, shape=(2, 9, 4), filters=3, kernel=3, **options):
        return Case(name, layers.Conv1D(filters, kernel, name=name, **options), shape)

    yield case("valid")
    yield case("same", padding="same")
    yield case("causal", padding="causal")
    yield case("causal_dilated", padding="causal", dilation_rate=2, kernel=2)
    yield case("causal_strides", padding="causal", strides=2)
    yield case("strides_same", strides=2, padding="same", kernel=4)
    yield case("dilated_same", dilation_rate=3, padding="same")
    yield case("dilated", dilation_rate=2)
    yield case("groups", filters=6, groups=2)
    yield case("groups_of_one", filters=8, groups=4, strides=2, padding="same")
    yield case("kernel_1_tanh_no_bias", kernel=1, activation="tanh", use_bias=False)
    yield case("rules", **rules("kernel"))


def conv2d_transpose():
    def case(name, shape=(2, 4, 3, 3), filters=2, kernel=3, **options):
        return Case(name, layers.Conv2DTranspose(filters, kernel, name=name, **options), shape)

    yield case("valid")
    yield case("same", padding="same")
    yield case("strides", strides=2)
    yield case("strides_same", strides=2, padding="same")
    yield case("strides_same_even_kernel", strides=2, padding="same", kernel=4)
    yield case("strides_above_kernel", strides=3, kernel=2)
    yield case("strides_2_1", strides=(2, 1), padding="same", kernel=(3, 2))
    yield case("output_padding", strides=2, output_padding=1)
    yield case("output_padding_same", strides=(3, 2), padding="same", output_padding=(2, 0))
    yield case("dilated", dilation_rate=2)
    yield case("dilated_same", dilation_rate=(2, 3), padding="same", kernel=(3, 2), activation="tanh")
    yield case("no_bias", use_bias=False, filters=3)
    yield case("rules", **rules("kernel"))


def separable_conv2d():
    def case(name, shape=(2, 6, 5, 3), filters=4, kernel=3, **options):
        return Case(name, layers.SeparableConv2D(filters, kernel, name=name, **options), shape)

    yield case("valid")
    yield case("same", padding="same")
    yield case("multiplier", depth_multiplier=2, filters=5)
    yield case("strides_same", strides=2, padding="same", depth_multiplier=2)
    yield case("kernel_2_3_tanh_no_bias", kernel=(2, 3), activation="tanh", use_bias=False)
    yield case("dilated", dilation_rate=2)
    yield case("dilated_2_1_same", dilation_rate=(2, 1), padding="same")
    of = lambda part: {key.replace("kernel", part): value for key, value in rules("kernel").items() if "kernel" in key}
    yield case("rules", **(rules("depthwise") | of("pointwise")))


def depthwise_conv2d():
    def case(name, shape=(2, 8, 7, 3), kernel=3, **options):
        return Case(name, layers.DepthwiseConv2D(kernel, name=name, **options), shape)

    yield case("valid")
    yield case("same", padding="same")
    yield case("multiplier", depth_multiplier=2)
    yield case("multiplier_strides_same", depth_multiplier=3, strides=2, padding="same")
    yield case("kernel_2_3_tanh_no_bias", kernel=(2, 3), activation="tanh", use_bias=False)
    yield case("dilated", dilation_rate=2)
    yield case("dilated_same", dilation_rate=(2, 3), padding="same", depth_multiplier=2)
    yield case("rules", **rules("depthwise"))


def pooling(kind):
    def cases():
        def case(name, **options):
            return Case(name, getattr(layers, kind)(name=name, **options), (2, 8, 7, 3))

        yield case("pool_2", pool_size=2)
        yield case("pool_2_same", pool_size=2, padding="same")
        yield case("pool_3", pool_size=3)
        yield case("pool_3_same", pool_size=3, padding="same")
        yield case("pool_3_strides_2", pool_size=3, strides=2)
        yield case("pool_3_strides_2_same", pool_size=3, strides=2, padding="same")
        yield case("strides_1_same", pool_size=2, strides=1, padding="same")
        yield case("pool_2_3", pool_size=(2, 3), strides=(1, 2), padding="same")
        yield case("strides_3", pool_size=2, strides=3)

    return cases


def global_average_pooling2d():
    yield Case("plain", layers.GlobalAveragePooling2D(name="plain"), (2, 8, 7, 3))
    yield Case("keepdims", layers.GlobalAveragePooling2D(keepdims=True, name="keepdims"), (2, 8, 7, 3))


def flatten():
    yield Case("flatten", layers.Flatten(name="flatten"), (2, 3, 4, 5))
    yield Case("rank_2", layers.Flatten(name="rank_2"), (3, 4))


def dense():
    def case(name, shape=(3, 4), units=5, **options):
        return Case(name, layers.Dense(units, name=name, **options), shape)

    yield case("plain")
    yield case("no_bias", use_bias=False)
    yield case("one", units=1)
    yield case("rank_4", shape=(2, 3, 2, 4), activation="relu")
    for activation in ("linear", "relu", "sigmoid", "softmax", "tanh"):
        yield case(activation, activation=activation)
    yield case("rules", **rules("kernel"))


def embedding():
    yield Case("tokens", layers.Embedding(7, 3, name="tokens"), (3, 5), ints=7)
    yield Case("rank_3", layers.Embedding(4, 2, name="rank_3"), (2, 3, 4), ints=4)
    options = {key.replace("kernel", "embeddings"): value for key, value in rules("kernel").items() if "kernel" in key}
    yield Case("rules", layers.Embedding(5, 4, name="rules", **options), (3, 5), ints=5)


def dropout():
    def case(name, rate=0.3, shape=(4, 5, 3), training=True, **options):
        return Case(name, layers.Dropout(rate, name=name, **options), shape, training=training)

    yield case("inference", training=False)
    yield case("training")
    yield case("rate", rate=0.6)
    yield case("seed", seed=42)
    yield case("noise_shape", noise_shape=(None, 1, 3))
    yield case("one_for_all_rows", noise_shape=(1, 5, 1))


def batch_normalization():
    def case(name, shape=(3, 4, 5, 2), training=True, trainable=True, **options):
        return Case(name, layers.BatchNormalization(name=name, trainable=trainable, **options), shape, training=training)

    yield case("training")
    yield case("inference", training=False)
    yield case("momentum", momentum=0.9, epsilon=0.1)
    yield case("no_scale", scale=False)
    yield case("no_center", center=False)
    yield case("neither", scale=False, center=False)
    yield case("neither_inference", scale=False, center=False, training=False)
    yield case("rank_2", shape=(6, 3))
    yield case("rank_2_inference", shape=(6, 3), training=False)
    yield case("axis_1", shape=(3, 2, 4, 5), axis=1)
    yield case("axis_1_inference", shape=(3, 2, 4, 5), axis=1, training=False)
    yield case("axis_minus_2", shape=(3, 4, 5), axis=-2)
    yield case("frozen", trainable=False)
    yield case(
        "rules", moving_mean_initializer="ones", moving_variance_initializer=initializers.Constant(2.0), **rules("gamma", "beta")
    )


def normalization():
    def case(name, shape=(3, 4, 2, 3), **options):
        return Case(name, layers.Normalization(name=name, **options), shape)

    yield case("weights")
    yield case("numbers", mean=0.5, variance=4.0)
    yield case("lists", mean=[0.1, 0.2, 0.3], variance=[1.0, 2.0, 0.5])
    yield case("axis_3", axis=3, mean=[0.1, 0.2, 0.3], variance=[1.0, 2.0, 0.5])
    yield case("invert", mean=[0.1, 0.2, 0.3], variance=[1.0, 2.0, 0.5], invert=True)
    yield case("constant_channel", mean=[0.1, 0.2, 0.3], variance=[1.0, 0.0, 0.5])


def activation():
    yield Case("relu", layers.Activation("relu", name="relu"), (3, 4))
    yield Case("softmax_rank_4", layers.Activation("softmax", name="softmax_rank_4"), (2, 3, 3, 4))


def merge(kind):
    def cases():
        layer = getattr(layers, kind)
        yield Case("two", layer(name="two"), (2, 3, 4), (2, 3, 4))
        yield Case("broadcast", layer(name="broadcast"), (2, 4, 3, 5), (2, 1, 1, 5))
        if kind == "Add":
            yield Case("other_rank", layer(name="other_rank"), (2, 3), (2, 4, 3))
            yield Case("three_broadcast", layer(name="three_broadcast"), (2, 3, 1), (2, 1, 4), (2, 3, 4))
        if kind != "Subtract":
            yield Case("three", layer(name="three"), (2, 3, 3, 2), (2, 3, 3, 2), (2, 3, 3, 2))

    return cases


def dot():
    def case(name, *shapes, axes=1, **options):
        return Case(name, layers.Dot(axes=axes, name=name, **options), *shapes)

    yield case("vectors", (2, 3), (2, 3))
    yield case("last", (2, 3, 4), (2, 5, 4), axes=-1)
    yield case("two_axes", (2, 3, 4), (2, 5, 3), axes=(1, 2))
    yield case("rank_4", (2, 3, 4, 5), (2, 4, 6, 2), axes=(2, 1))
    yield case("matrix_and_vector", (2, 3, 4), (2, 4), axes=(2, 1))
    yield case("vector_and_matrix", (2, 3), (2, 3, 4), axes=(1, 1))
    yield case("normalized_vectors", (2, 3), (2, 3), normalize=True)
    yield case("normalized", (2, 3, 4), (2, 5, 3), axes=(1, -1), normalize=True)


def activation_layer(kind, *options):
    """Called on numbers around 0."""

    def cases():
        for i, each in enumerate(options):
            yield Case(f"case_{i}", getattr(layers, kind)(name=f"case_{i}", **each), (3, 4, 5), scale=8.0)

    return cases


def prelu():
    def case(name, shape=(2, 4, 3, 5), **options):
        return Case(name, layers.PReLU(name=name, **options), shape)

    yield case("plain", shape=(3, 4))
    yield case("of_channels", shared_axes=[1, 2])
    yield case("one_axis", shared_axes=2)
    yield case(
        "rules",
        shape=(3, 4),
        alpha_initializer=initializers.HeNormal(seed=3),
        alpha_regularizer=regularizers.L2(0.02),
        alpha_constraint=constraints.MaxNorm(0.5, axis=0),
    )


def simple(kind, *cases):
    """Cases of (name, input shape, options)."""

    def made():
        for name, shape, options in cases:
            yield Case(name, getattr(layers, kind)(name=name, **options), shape)

    return made


PICTURE = (2, 6, 5, 3)


def resizing():
    def case(name, height=4, width=7, shape=PICTURE, **options):
        return Case(name, layers.Resizing(height, width, name=name, **options), shape)

    yield case("bilinear")
    yield case("smaller", 3, 2)
    yield case("the_same", 6, 5)
    for method in ("nearest", "bicubic", "lanczos3", "lanczos5"):
        yield case(method, interpolation=method)
        yield case(f"{method}_smaller", 3, 2, interpolation=method)
    yield case("antialias", 3, 2, antialias=True)
    yield case("bicubic_antialias", 2, 3, interpolation="bicubic", antialias=True)
    yield case("lanczos3_antialias", 3, 2, interpolation="lanczos3", antialias=True)
    yield case("crop", 4, 3, shape=(2, 9, 5, 2), crop_to_aspect_ratio=True)
    yield case("crop_wide", 3, 4, shape=(2, 4, 11, 2), crop_to_aspect_ratio=True)
    yield case("pad", 4, 3, shape=(2, 9, 4, 2), pad_to_aspect_ratio=True, fill_value=0.5)
    yield case("pad_wide", 3, 4, shape=(2, 4, 11, 2), pad_to_aspect_ratio=True, interpolation="nearest")


def up_sampling2d():
    def case(name, shape=(2, 4, 3, 2), **options):
        return Case(name, layers.UpSampling2D(name=name, **options), shape)

    yield case("nearest")
    yield case("nearest_2_3", size=(2, 3))
    for method in ("bilinear", "bicubic", "lanczos3", "lanczos5"):
        yield case(method, interpolation=method)
    yield case("bilinear_3_1", size=(3, 1), interpolation="bilinear")


def pooling1d(kind):
    def cases():
        def case(name, **options):
            return Case(name, getattr(layers, kind)(name=name, **options), (2, 8, 3))

        yield case("pool_2", pool_size=2)
        yield case("pool_3_same", pool_size=3, padding="same")
        yield case("pool_3_strides_2", pool_size=3, strides=2)
        yield case("pool_3_strides_1_same", pool_size=3, strides=1, padding="same")

    return cases


def gaussian_noise():
    def case(name, stddev=0.3, shape=(4, 5, 3), training=True, **options):
        return Case(name, layers.GaussianNoise(stddev, name=name, **options), shape, training=training)

    yield case("inference", training=False)
    yield case("training")
    yield case("stddev", stddev=0.9)
    yield case("seed", seed=42)


def spatial_dropout2d():
    def case(name, rate=0.3, shape=(3, 2, 3, 6), training=True, **options):
        return Case(name, layers.SpatialDropout2D(rate, name=name, **options), shape, training=training)

    yield case("inference", training=False)
    yield case("training")
    yield case("rate", rate=0.6)
    yield case("seed", seed=42)


def layer_scale():
    from keras.src.applications.convnext import LayerScale

    yield Case("of_pictures", LayerScale(1e-6, 3, name="of_pictures"), PICTURE)
    yield Case("of_rows", LayerScale(0.5, 4, name="of_rows"), (3, 4))


def custom_scale_layer():
    from keras.src.applications.inception_resnet_v2 import CustomScaleLayer

    yield Case("small", CustomScaleLayer(0.17, name="small"), (2, 3, 4), (2, 3, 4))
    yield Case("large", CustomScaleLayer(2.0, name="large"), (2, 3), (2, 3))


def concatenate():
    def case(name, *shapes, **options):
        return Case(name, layers.Concatenate(name=name, **options), *shapes)

    yield case("two", (2, 3, 3, 2), (2, 3, 3, 1))
    yield case("three", (2, 3), (2, 1), (2, 4))
    yield case("axis_1", (2, 3, 4, 2), (2, 1, 4, 2), axis=1)
    yield case("axis_2", (2, 3, 4, 2), (2, 3, 2, 2), axis=2)
    yield case("axis_minus_2", (2, 3, 4, 2), (2, 3, 2, 2), axis=-2)


def lstm():
    def case(name, units=3, training=False, **options):
        return Case(name, layers.LSTM(units, name=name, **options), (3, 5, 2), training=training, scale=2.0)

    yield case("last")
    yield case("sequences", return_sequences=True)
    yield case("states", return_state=True, units=2)
    yield case("sequences_and_states_backwards", return_sequences=True, return_state=True, go_backwards=True)
    yield case("backwards", go_backwards=True, unroll=True)
    yield case("functions", activation="softsign", recurrent_activation="hard_sigmoid", return_sequences=True, zero_output_for_mask=True)
    yield case("no_bias", use_bias=False)
    yield case("no_forget_bias", unit_forget_bias=False, dropout=0.2)
    yield case("dropout", dropout=0.4, training=True)
    yield case("recurrent_dropout", recurrent_dropout=0.4, training=True)
    yield case("both_dropouts", dropout=0.3, recurrent_dropout=0.4, seed=5, training=True, return_sequences=True)
    recurrent = {key.replace("kernel", "recurrent"): value for key, value in rules("kernel").items() if "kernel" in key}
    yield case("rules", **(rules("kernel") | recurrent))


def gru():
    def case(name, units=3, training=False, **options):
        return Case(name, layers.GRU(units, name=name, **options), (3, 5, 2), training=training, scale=2.0)

    yield case("last")
    yield case("sequences", return_sequences=True)
    yield case("states", return_state=True, units=2)
    yield case("sequences_and_state_backwards", return_sequences=True, return_state=True, go_backwards=True)
    yield case("backwards", go_backwards=True, unroll=True)
    yield case("functions", activation="softsign", recurrent_activation="hard_sigmoid", return_sequences=True, zero_output_for_mask=True)
    yield case("no_bias", use_bias=False)
    yield case("reset_before", reset_after=False, return_sequences=True)
    yield case("reset_before_no_bias", reset_after=False, use_bias=False, dropout=0.2)
    yield case("dropout", dropout=0.4, training=True)
    yield case("recurrent_dropout", recurrent_dropout=0.4, training=True)
    yield case("recurrent_dropout_reset_before", recurrent_dropout=0.4, reset_after=False, training=True)
    yield case("both_dropouts", dropout=0.3, recurrent_dropout=0.4, seed=5, training=True, return_sequences=True)
    recurrent = {key.replace("kernel", "recurrent"): value for key, value in rules("kernel").items() if "kernel" in key}
    yield case("rules", **(rules("kernel") | recurrent))


def layer_normalization():
    def case(name, shape=(2, 3, 4, 5), **options):
        return Case(name, layers.LayerNormalization(name=name, **options), shape)

    yield case("last")
    yield case("rank_2", shape=(6, 4))
    yield case("axis_1", axis=1)
    yield case("axis_minus_2", axis=-2)
    yield case("axes_1_2", axis=[1, 2])
    yield case("axes_from_the_end", axis=[-1, -2])
    yield case("whole_row", axis=[1, 2, 3], epsilon=0.1)
    yield case("no_scale", scale=False)
    yield case("no_center", center=False)
    yield case("neither", scale=False, center=False)
    yield case("rules", **rules("gamma", "beta"))
    yield case("rms_scaling", rms_scaling=True)
    yield case("rms_scaling_axes", axis=[1, 2], rms_scaling=True, epsilon=0.1)


def group_normalization():
    def case(name, shape=(2, 3, 2, 6), groups=3, **options):
        return Case(name, layers.GroupNormalization(groups, name=name, **options), shape)

    yield case("last")
    yield case("rank_2", shape=(4, 6), groups=2)
    yield case("one_group", groups=1)
    yield case("a_group_a_channel", groups=-1)
    yield case("axis_1", shape=(2, 4, 3, 2), groups=2, axis=1)
    yield case("axis_minus_2", shape=(2, 3, 4, 2), groups=2, axis=-2)
    yield case("default_groups", shape=(2, 3, 64), groups=32, epsilon=0.1)
    yield case("no_scale", scale=False)
    yield case("no_center", center=False)
    yield case("neither", scale=False, center=False)
    yield case("rules", **rules("gamma", "beta"))


def bidirectional():
    def case(name, mode="concat", backward=None, training=False, units=3, inner=None, **options):
        inner = inner or layers.LSTM(units, name="lstm", **options)
        return Case(name, layers.Bidirectional(inner, merge_mode=mode, backward_layer=backward, name=name), (3, 5, 2), training=training, scale=2.0)

    yield case("concat")
    for mode in ("sum", "ave", "mul"):
        yield case(mode, mode)
    yield case("apart", None)
    yield case("sequences", return_sequences=True)
    yield case("states", return_state=True, return_sequences=True)
    yield case("states_apart", None, return_state=True)
    yield case("of_gru", inner=layers.GRU(2, name="gru", return_sequences=True))
    yield case("two_layers", backward=layers.LSTM(2, go_backwards=True, activation="softsign", name="other"))
    yield case("dropout", dropout=0.4, training=True)


def multi_head_attention():
    def case(name, *shapes, heads=2, key_dim=3, training=False, call=None, **options):
        shapes = shapes or ((3, 5, 4), (3, 6, 4))
        return Case(name, layers.MultiHeadAttention(heads, key_dim, name=name, **options), *shapes, training=training, call=call, scale=2.0)

    yield case("plain")
    yield case("one_head", heads=1, key_dim=2)
    yield case("key", (3, 5, 4), (3, 6, 4), (3, 6, 2))
    yield case("scores", call={"return_attention_scores": True})
    yield case("causal", call={"use_causal_mask": True})
    yield case("causal_scores", call={"use_causal_mask": True, "return_attention_scores": True}, attention_axes=[1])
    yield case("sizes", value_dim=5, output_shape=7)
    yield case("no_bias", use_bias=False)
    yield case("dropout", dropout=0.4, training=True)
    yield case("dropout_seed", dropout=0.4, training=True, seed=9, call={"return_attention_scores": True})
    yield case("rules", **rules("kernel"))


class AsLayer:
    """An operation, which has neither weights nor losses, with what is asked of a layer."""

    weights = trainable_weights = non_trainable_weights = losses = ()

    def __init__(self, operation):
        self.operation = operation

    def get_config(self):
        return self.operation.get_config()

    def set_weights(self, weights):
        pass

    def __call__(self, *tensors, training=None, x1=None, x2=None):
        # Numbers among the operands, in their places.
        before, behind = [x1] * (x1 is not None), [x2] * (x2 is not None)
        return self.operation(*before, *tensors, *behind)


def operation(name):
    """Cases of (name, input shapes, options, call)."""
    kind = getattr(keras.src.ops.numpy, name)

    def made(*cases):
        def yielded():
            for case, shapes, own, call in cases:
                yield Case(case, AsLayer(kind(name=case, **own)), *shapes, call=call)

        return yielded

    return made


def binary(name):
    array = {"class_name": "__numpy__", "config": {"value": [0.5, 2.0, 3.0], "dtype": "float32"}}
    cases = [
        ("tensors", ((2, 4, 3), (2, 4, 3)), {}, {}),
        ("broadcast", ((2, 4, 1), (2, 1, 3)), {}, {}),
        ("number_first", ((2, 4, 3),), {}, {"x1": 3.0}),
        ("number", ((2, 4, 3),), {}, {"x2": 2.0}),
        ("array", ((2, 4, 3),), {}, {"x2": array}),
    ]
    # The others differ in one op.
    return operation(name)(*(cases if name == "Add" else cases[1:3]))


def powers():
    """A base below 0 has a power where the exponent is whole."""
    kind = keras.src.ops.numpy.Power
    yield Case("square", AsLayer(kind(name="square")), (2, 4, 3), call={"x2": 2.0})
    yield Case("cube", AsLayer(kind(name="cube")), (2, 4, 3), call={"x2": 3})
    yield Case("number_first", AsLayer(kind(name="number_first")), (2, 4, 3), call={"x1": 1.5})


def unary(name, module="numpy", positive=False):
    def cases():
        kind = getattr(getattr(keras.src.ops, module), name)
        yield Case("rows", AsLayer(kind(name="rows")), (5, 4), scale=8.0, positive=positive)

    return cases


def relu_function():
    """``keras.activations.relu(x)``, whose class is none of ``keras.src.ops``."""
    kind = keras.src.activations.activations.ReLU
    for name, options in {"standard": {}, "six": {"max_value": 6.0}, "all": {"max_value": 2.5, "negative_slope": 0.2, "threshold": 1.5}}.items():
        yield Case(name, AsLayer(kind(name=name, **options)), (5, 4), scale=8.0)


def reduction(name):
    shapes = ((2, 3, 4),)
    cases = [
        ("first", shapes, {"axis": 1}, {}),
        ("both_keepdims", shapes, {"axis": [1, 2], "keepdims": True}, {}),
        ("last", shapes, {"axis": -1}, {}),
        ("both", shapes, {"axis": [1, 2]}, {}),
    ]
    return operation(name)(*(cases if name == "Mean" else cases[:2]))


def input_layer():
    yield Case("floats", layers.InputLayer(shape=(3, 4), name="floats"), run=False)
    yield Case("tokens", layers.InputLayer(shape=(7,), dtype="int32", name="tokens"), run=False)
    yield Case("pixels", layers.InputLayer(batch_shape=(None, 8, 8, 3), dtype="uint8", name="pixels"), run=False)


def functional():
    """Networks as layers; the types of their inputs are keras_nested.py's."""
    x = keras.Input((4,), name="x")
    hidden = layers.Dense(3, activation="tanh", name="hidden")(x)
    yield Case("two", keras.Model(x, layers.Dense(2, name="out")(hidden), name="two"), (3, 4))
    still = keras.Model(x, layers.Dense(2, kernel_regularizer="l2", name="kept")(layers.BatchNormalization(name="normal")(x)), name="still")
    still.trainable = False
    yield Case("still", still, (3, 4), training=True)
    a, b = keras.Input((3,), name="a"), keras.Input((3,), name="b")
    shared = layers.Dense(2, bias_constraint="non_neg", bias_regularizer="l1", name="shared")
    left, right = shared(a), shared(b)
    both = keras.Model([a, b], [layers.Add(name="sum")([left, right]), layers.BatchNormalization(name="normal")(right)], name="both")
    yield Case("both", both, (4, 3), (4, 3), training=True)
    tokens = keras.Input((3,), dtype="int32", name="tokens")
    rows = layers.Flatten(name="flat")(layers.Embedding(6, 2, name="rows")(tokens))
    yield Case("whole", keras.Model(tokens, rows, name="whole"), (4, 3), ints=6)
    inner = keras.Sequential([keras.Input((4,)), layers.Dense(4, name="first"), layers.LayerNormalization(name="normal")], name="inner")
    around = keras.Model(x, layers.Dropout(0.5, name="drop")(inner(inner(x))), name="around")
    yield Case("around", around, (3, 4))


def sequential():
    yield Case("chain", keras.Sequential([keras.Input((5,), name="in"), layers.Dense(3, activation="relu", name="one"),
                                          layers.Dense(2, name="two")], name="chain"), (3, 5))
    kept = keras.Sequential([keras.Input((2, 3), name="in"), layers.Flatten(name="flat"), layers.BatchNormalization(name="normal")], name="kept")
    kept.trainable = False
    yield Case("kept", kept, (4, 2, 3), training=True)
    whole = keras.Sequential([keras.Input((2,), name="in", dtype="uint8"), layers.Rescaling(0.5, name="scaled"), layers.Dense(2, name="out")], name="whole")
    yield Case("whole", whole, (4, 2), ints=200)


LAYERS = {
    "Functional": functional,
    "Sequential": sequential,
    "InputLayer": input_layer,
    "Conv2D": conv2d,
    "DepthwiseConv2D": depthwise_conv2d,
    "Conv1D": conv1d,
    "Conv2DTranspose": conv2d_transpose,
    "SeparableConv2D": separable_conv2d,
    "MaxPooling2D": pooling("MaxPooling2D"),
    "AveragePooling2D": pooling("AveragePooling2D"),
    "GlobalAveragePooling2D": global_average_pooling2d,
    "Flatten": flatten,
    "Dense": dense,
    "Embedding": embedding,
    "Dropout": dropout,
    "BatchNormalization": batch_normalization,
    "Normalization": normalization,
    "Activation": activation,
    "Add": merge("Add"),
    "Average": merge("Average"),
    "Maximum": merge("Maximum"),
    "Minimum": merge("Minimum"),
    "Multiply": merge("Multiply"),
    "Subtract": merge("Subtract"),
    "Concatenate": concatenate,
    "Dot": dot,
    "ReLU": activation_layer(
        "ReLU", {}, {"max_value": 1.5}, {"negative_slope": 0.2}, {"threshold": 0.7}, {"max_value": 2.5, "negative_slope": 0.2, "threshold": 0.5}
    ),
    "ELU": activation_layer("ELU", {}, {"alpha": 0.4}),
    "LeakyReLU": activation_layer("LeakyReLU", {}, {"negative_slope": 0.1}),
    "PReLU": prelu,
    "Softmax": activation_layer("Softmax", {}, {"axis": 1}, {"axis": (1, 2)}, {"axis": -2}),
    "Reshape": simple("Reshape", ("whole", (2, 6, 4), {"target_shape": (3, 8)}), ("open", (2, 6, 4), {"target_shape": (2, -1, 3)}), ("vector", (2, 6), {"target_shape": (1, 1, 6)})),
    "Permute": simple("Permute", ("two", (2, 3, 4), {"dims": (2, 1)}), ("three", (2, 3, 4, 5), {"dims": (3, 1, 2)})),
    "RepeatVector": simple("RepeatVector", ("three", (2, 4), {"n": 3}), ("once", (2, 4), {"n": 1})),
    "Cropping2D": simple("Cropping2D", ("none", PICTURE, {}), ("one", PICTURE, {"cropping": 1}), ("two", PICTURE, {"cropping": (2, 1)}), ("four", PICTURE, {"cropping": ((1, 0), (2, 1))})),
    "ZeroPadding2D": simple("ZeroPadding2D", ("one", PICTURE, {}), ("two", PICTURE, {"padding": (2, 1)}), ("four", PICTURE, {"padding": ((0, 1), (2, 3))})),
    "UpSampling2D": up_sampling2d,
    "Resizing": resizing,
    "Identity": simple("Identity", ("rows", (3, 4), {}), ("pictures", PICTURE, {})),
    "GlobalMaxPooling2D": simple("GlobalMaxPooling2D", ("plain", PICTURE, {}), ("keepdims", PICTURE, {"keepdims": True})),
    "GlobalAveragePooling1D": simple("GlobalAveragePooling1D", ("plain", (2, 6, 3), {}), ("keepdims", (2, 6, 3), {"keepdims": True})),
    "GlobalMaxPooling1D": simple("GlobalMaxPooling1D", ("plain", (2, 6, 3), {}), ("keepdims", (2, 6, 3), {"keepdims": True})),
    "MaxPooling1D": pooling1d("MaxPooling1D"),
    "AveragePooling1D": pooling1d("AveragePooling1D"),
    "GaussianNoise": gaussian_noise,
    "SpatialDropout2D": spatial_dropout2d,
    "Rescaling": simple(
        "Rescaling", ("number", PICTURE, {"scale": 1 / 255}), ("offset", (3, 4), {"scale": 2.0, "offset": -1.0}), ("lists", PICTURE, {"scale": [1.0, 2.0, 0.5], "offset": [0.1, 0.2, 0.3]})
    ),
    "UnitNormalization": simple("UnitNormalization", ("last", (3, 4), {}), ("axis_1", PICTURE, {"axis": 1}), ("axes", PICTURE, {"axis": [1, 2]})),
    **{f"keras.src.ops.numpy.{name}": binary(name) for name in ("Add", "Subtract", "Multiply", "Divide", "TrueDivide", "Maximum", "Minimum")},
    "keras.src.ops.numpy.Power": powers,
    **{f"keras.src.ops.numpy.{name}": unary(name) for name in ("Negative", "Absolute", "Square", "Exp", "Tanh")},
    **{f"keras.src.ops.numpy.{name}": unary(name, positive=True) for name in ("Sqrt", "Log")},
    "keras.src.activations.activations.ReLU": relu_function,
    **{f"keras.src.ops.nn.{name}": unary(name, "nn") for name in ("Relu", "Relu6", "Sigmoid", "Silu", "Softplus", "HardSigmoid", "HardSilu")},
    **{f"keras.src.ops.numpy.{name}": reduction(name) for name in ("Mean", "Sum", "Max", "Min")},
    "keras.src.ops.numpy.Matmul": operation("Matmul")(("matrices", ((2, 3, 4), (2, 4, 5)), {}, {}), ("of_heads", ((2, 3, 2, 4), (2, 3, 4, 2)), {}, {})),
    "keras.src.ops.numpy.Reshape": operation("Reshape")(("rows", ((2, 3, 4),), {"newshape": (-1, 12)}, {}), ("columns", ((2, 12),), {"newshape": (-1, 4, 3)}, {})),
    "keras.src.ops.numpy.Transpose": operation("Transpose")(("two", ((2, 3, 4),), {"axes": (0, 2, 1)}, {}), ("three", ((2, 3, 4, 5),), {"axes": (0, 3, 1, 2)}, {})),
    "keras.src.ops.numpy.ExpandDims": operation("ExpandDims")(("first", ((2, 3, 4),), {"axis": 1}, {}), ("last", ((2, 3),), {"axis": -1}, {})),
    "keras.src.ops.numpy.Squeeze": operation("Squeeze")(("first", ((2, 1, 4),), {"axis": 1}, {}), ("last", ((2, 3, 1),), {"axis": -1}, {})),
    "keras.src.ops.numpy.Concatenate": operation("Concatenate")(("last", ((2, 3), (2, 4)), {"axis": -1}, {}), ("first", ((2, 3, 2), (2, 1, 2)), {"axis": 1}, {})),
    "keras.src.ops.numpy.Clip": operation("Clip")(("unit", ((2, 3),), {"x_min": 0.0, "x_max": 1.0}, {}), ("around_0", ((2, 3, 4),), {"x_min": -0.5, "x_max": 0.5}, {})),
    "keras.src.applications.convnext.LayerScale": layer_scale,
    "keras.src.applications.inception_resnet_v2.CustomScaleLayer": custom_scale_layer,
    "LSTM": lstm,
    "GRU": gru,
    "LayerNormalization": layer_normalization,
    "GroupNormalization": group_normalization,
    "Bidirectional": bidirectional,
    "MultiHeadAttention": multi_head_attention,
}

PLAIN = (
    "linear relu sigmoid softmax tanh relu6 leaky_relu elu selu softplus softsign exponential hard_sigmoid log_sigmoid silu hard_silu gelu mish log_softmax "
    "celu hard_shrink hard_tanh soft_shrink sparse_plus sparse_sigmoid squareplus tanh_shrink"
).split()


def activation_cases():
    def case(name, function):
        return Case(name, layers.Activation(function, name=name), (3, 4, 5), scale=8.0)

    for name in PLAIN:
        yield name, [case(name, name)]
    yield "LeakyReLU", [case("standard", layers.LeakyReLU(name="a")), case("slope", layers.LeakyReLU(0.1, name="a"))]
    yield "ReLU", [
        case("standard", layers.ReLU(name="a")),
        case("six", layers.ReLU(max_value=6.0, name="a")),
        case("slope", layers.ReLU(negative_slope=0.2, name="a")),
        case("all", layers.ReLU(max_value=2.5, negative_slope=0.2, threshold=1.5, name="a")),
        case("threshold", layers.ReLU(threshold=1.5, name="a")),
    ]
    yield "ELU", [case("standard", layers.ELU(name="a")), case("alpha", layers.ELU(0.4, name="a"))]
    yield "Softmax", [case("standard", layers.Softmax(name="a")), case("axis_1", layers.Softmax(axis=1, name="a"))]


def plain(config):
    return json.loads(json.dumps(config))


def own_seed(layer):
    return layer.get_config().get("seed")


def relative(layer, weight):
    """A Functional's weights have names without its own."""
    drawn = isinstance(layer, keras.Model) and not isinstance(layer, keras.Sequential)
    name = weight.path if drawn else weight.path.split("/", 1)[1]
    # A weight without a name is numbered through the process: LayerScale's.
    return "gamma" if name.startswith("variable") else name


def files(layer, inputs, call):
    """Where each weight stands in a weights file, by its values, which are random."""
    symbolic = [keras.Input(x.shape[1:], dtype=x.dtype.name) for x in inputs]
    output = layer(symbolic, **call) if is_merge(layer) else layer(*symbolic, **call)
    model = keras.Model(symbolic, output)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "model.weights.h5"
        model.save_weights(path)
        found = {}
        with h5py.File(path) as file:
            file.visititems(lambda name, item: found.update({name: item[()]}) if isinstance(item, h5py.Dataset) else None)
    places = []
    for weight in layer.weights:
        value = weight.numpy()
        place = [name for name, stored in found.items() if stored.shape == value.shape and np.array_equal(stored, value)]
        assert len(place) == 1, (weight.path, place)
        places.append(place[0].split("/", 2)[2])
    return places


def is_merge(layer):
    several = isinstance(layer, keras.Model) and len(layer.inputs) > 1
    return several or isinstance(layer, merging.Merge) or type(getattr(layer, "operation", layer)).__name__ in ("CustomScaleLayer", "Concatenate")


def run(random, case):
    """The index entry and the arrays of one case."""
    layer, name, shapes = case.layer, case.name, case.shapes
    config = plain(layer.get_config())
    if isinstance(config.get("dtype"), str) and not isinstance(layer, layers.InputLayer):
        # SpatialDropout2D writes the policy's name; Keras reads both, and so does Keraunos.
        config["dtype"] = plain(keras.saving.serialize_keras_object(layer.dtype_policy))
    kind = type(getattr(layer, "operation", layer))
    module = kind.__module__
    entry = {"name": name, "class_name": kind.__name__, "config": config}
    if not module.startswith("keras.src.layers"):
        entry["module"] = module
    if not case.run:
        return entry, {}
    if case.ints:
        inputs = [tf.constant(random.bytes(shape).astype(np.int32) % case.ints) for shape in shapes]
    else:
        inputs = [tf.Variable(random.uniform(shape, case.scale / 2 + 1 if case.positive else 0.0, case.scale)) for shape in shapes]
    names = ["x"] if len(inputs) == 1 else [f"x{i}" for i in range(len(inputs))]

    def call():
        # Identity: a layer that hands its input through would give no gradient by a variable.
        given = [tf.identity(x) for x in inputs]
        options = {key: np.float32(value["config"]["value"]) if isinstance(value, dict) else value for key, value in case.call.items()}
        if not isinstance(layer, (layers.Embedding, layers.Activation)):
            options["training"] = case.training
        return layer(given, **options) if is_merge(layer) else layer(*given, **options)

    if not isinstance(layer, AsLayer):
        layer(([tf.identity(x) for x in inputs]) if is_merge(layer) else tf.identity(inputs[0]), *([] if is_merge(layer) else [tf.identity(x) for x in inputs[1:]]))
    layer.set_weights([random.uniform(w.shape, float(w.name in ("gamma", "moving_variance", "variance")), 1.0).astype(w.dtype) for w in layer.weights])
    if isinstance(layer, layers.Normalization):
        layer.finalize_state()
    arrays = {f"{name}/{n}": x.numpy().astype(np.float32) for n, x in zip(names, inputs)}
    arrays.update({f"{name}/{relative(layer, w)}": w.numpy().astype(np.float32) for w in layer.weights})
    before = files(layer, inputs, case.call) if layer.weights and not isinstance(layer, layers.Normalization) else []
    trainable = list(layer.trainable_weights)
    draws = Draws(own_seed(layer))
    kept = keras.src.backend.random.dropout, keras.src.backend.random.normal
    keras.src.backend.random.dropout, keras.src.backend.random.normal = draws.dropout, draws.normal
    try:
        with tf.GradientTape() as tape:
            made = call()
            outputs = list(made) if isinstance(made, (tuple, list)) else [made]
            cotangents = [random.uniform(output.shape, 0.0, 2.0) for output in outputs]
            total = sum(tf.reduce_sum(output * cotangent) for output, cotangent in zip(outputs, cotangents))
    finally:
        keras.src.backend.random.dropout, keras.src.backend.random.normal = kept
    by = ([] if case.ints else inputs) + [w.value for w in trainable]
    gradients = tape.gradient(total, by, unconnected_gradients="zero") if by else []
    for i, (output, cotangent) in enumerate(zip(outputs, cotangents)):
        arrays[f"{name}/output{i or ''}"], arrays[f"{name}/cotangent{i or ''}"] = output.numpy(), cotangent
    for n, gradient in zip(([] if case.ints else names) + [relative(layer, w) for w in trainable], gradients):
        arrays[f"{name}/gradient/{n}"] = tf.convert_to_tensor(gradient).numpy()
    arrays.update({f"{name}/after/{relative(layer, w)}": w.numpy() for w in layer.non_trainable_weights if "moving" in w.name})
    arrays.update({f"{name}/constrained/{relative(layer, w)}": np.asarray(w.constraint(w.value)) for w in layer.weights if w.constraint is not None})
    assert all(a.dtype == np.float32 for a in arrays.values()), {k: a.dtype for k, a in arrays.items()}
    entry |= {
        "training": case.training,
        "call": case.call,
        "inputs": names,
        "int32": bool(case.ints),
        "outputs": len(outputs),
        "weights": [relative(layer, w) for w in layer.weights],
        "files": before,
        "trainable": [relative(layer, w) for w in trainable],
        "penalty": float(sum(layer.losses, 0.0)) if layer.losses else 0.0,
        "drawn": draws.count > 0 and case.training,
    }
    return entry, arrays


def write(name, cases):
    random, index, arrays = goldens.SplitMix64(3), [], {}
    for case in cases:
        entry, made = run(random, case)
        index.append(entry)
        arrays.update(made)
    goldens.write(name, arrays, index)


def small(family, kinds):
    """Regularizers and constraints: what comes of one weight."""
    for name, objects in kinds.items():
        if not goldens.wanted(name):
            continue
        random, index = goldens.SplitMix64(3), []
        for each in objects:
            shape = (3, 4) if "Orthogonal" in name else (3, 2, 4)
            weight = random.uniform(shape, 0.0, 4.0)
            result = np.asarray(each(tf.constant(weight)))
            config = plain(each.get_config())
            index.append({"config": config, "shape": list(shape), "weight": weight.ravel().tolist(), "result": result.ravel().tolist()})
        goldens.write(f"{family}/{name}", {}, index)


def initializer_cases():
    shapes = [(3, 3, 3, 48), (64, 100), (5, 2, 24, 16)]
    exact = [initializers.Zeros(), initializers.Ones(), initializers.Constant(), initializers.Constant(0.25)]
    seeded = {
        initializers.RandomNormal: [{}, {"mean": 1.0, "stddev": 2.0}],
        initializers.RandomUniform: [{}, {"minval": -1.0, "maxval": 3.0}],
        initializers.TruncatedNormal: [{}, {"mean": 1.0, "stddev": 2.0}],
        initializers.VarianceScaling: [
            {},
            {"scale": 3.0, "mode": "fan_out", "distribution": "uniform"},
            {"mode": "fan_avg", "distribution": "untruncated_normal"},
        ],
        initializers.Orthogonal: [{}, {"gain": 1.5}],
    }
    for kind in ("GlorotUniform", "GlorotNormal", "HeUniform", "HeNormal", "LecunUniform", "LecunNormal"):
        seeded[getattr(initializers, kind)] = [{}]
    cases = {"Identity": [(each, shape) for each in (initializers.Identity(), initializers.Identity(0.5)) for shape in ((64, 100), (6, 3))]}
    for each in exact:
        cases.setdefault(type(each).__name__, []).extend((each, shape) for shape in shapes)
    for kind, options in seeded.items():
        for option in options:
            cases.setdefault(kind.__name__, []).extend((kind(seed=i + 1, **option), shape) for i, shape in enumerate(shapes))
    return cases


def initializer_files():
    for name, cases in initializer_cases().items():
        if not goldens.wanted(name):
            continue
        index = []
        for each, shape in cases:
            drawn = np.asarray(each(shape), np.float64).ravel()
            largest = float(np.max(np.abs(drawn - drawn.mean())))
            config = plain(each.get_config())
            if name == "Identity" and each.gain != 1:
                config = {"gain": each.gain}  # Keras leaves it out
            index.append(
                {
                    "config": config,
                    "shape": list(shape),
                    "mean": float(drawn.mean()),
                    "deviation": float(drawn.std()),
                    "largest": largest,
                    "inner": float(np.mean(np.abs(drawn - drawn.mean()) < largest / 2)),
                }
            )
        goldens.write(f"initializers/{name}", {}, index)


def networks():
    """Whole networks as Keras writes them: calls with options, several outputs, dictionaries, shared layers, frozen ones."""
    tokens = keras.Input((6,), dtype="int32", name="tokens")
    x = layers.Embedding(9, 8, name="embedding")(tokens)
    attention = layers.MultiHeadAttention(2, 4, name="attention")
    y, scores = attention(x, x, use_causal_mask=True, return_attention_scores=True)
    y = layers.Add(name="sum")([x, y])
    y = layers.Bidirectional(layers.LSTM(3, name="lstm"), name="both_ways")(y)
    y = layers.Dropout(0.5, seed=42, name="drop")(y, training=True)
    genre = layers.Dense(4, activation="sigmoid", name="genre")(y)
    yield "attention", keras.Model(tokens, {"genres": genre, "scores": scores})

    picture = keras.Input((8, 8, 3), name="picture")
    conv = layers.Conv2D(3, 3, padding="same", activation=layers.LeakyReLU(0.2, name="leaky"), kernel_regularizer="l2", name="conv")
    x = conv(conv(picture))
    x = layers.BatchNormalization(name="norm", trainable=False)(x, training=False)
    x = layers.DepthwiseConv2D(3, depthwise_constraint="max_norm", name="depth")(x)
    x = layers.Flatten(name="flat")(x)
    a = layers.Dense(2, name="a")(x)
    b = layers.Dense(3, activation="softmax", name="b")(x)
    yield "shared", keras.Model([picture], [a, b])


    left, right = keras.Input((4, 3), name="left"), keras.Input((4, 3), name="right")
    x = layers.Add(name="sum")([left, right])
    gate = layers.ReLU(6.0, name="six")(x + 3.0) * (1 / 6)
    x = 1.0 - x * gate / (2.0 + abs(left)) + np.float32([0.5, 1.0, 2.0])
    x = keras.ops.concatenate([keras.ops.mean(x, axis=1), keras.ops.max(-right, axis=1, keepdims=False)], axis=-1) ** 2
    yield "arithmetic", keras.Model([left, right], keras.ops.sigmoid(layers.Dense(2, name="logits")(x)))


def network_file():
    keras.backend.clear_session()  # names count from the start again, whatever was made before
    index, arrays, random = [], {}, goldens.SplitMix64(3)
    for name, model in networks():
        config = plain(model.get_config())
        paths = [w.path for layer in model.layers for w in layer.weights]
        index.append({"name": name, "config": config, "layers": [each.name for each in model.operations], "weights": paths})
        if name == "arithmetic":
            model.set_weights([random.uniform(w.shape, 0.0, 1.0) for w in model.weights])
            inputs = [random.uniform((3, 4, 3), 0.0, 4.0) for _ in model.inputs]
            arrays = {"left": inputs[0], "right": inputs[1], "output": model(inputs).numpy()}
            arrays |= {w.path: w.numpy() for w in model.weights}
    goldens.write("networks", arrays, index)


def layers_of_keras():
    """Every class of keras.layers: each is here, or refused by name."""
    kinds = {each for each in vars(layers).values() if isinstance(each, type) and issubclass(each, layers.Layer)}
    index = sorted(({"name": each.__name__, "module": each.__module__} for each in kinds), key=lambda entry: entry["name"])
    goldens.write("layers_of_keras", {}, index)


def main():
    goldens.compute_type("float32")
    for kind, cases in LAYERS.items():
        if goldens.wanted(kind):
            write(f"layers/{kind}", cases())
    for name, cases in activation_cases():
        if goldens.wanted(name):
            write(f"activations/{name}", cases)
    small("regularizers", {"L1": [regularizers.L1(), regularizers.L1(0.5)], "L2": [regularizers.L2(), regularizers.L2(0.5)], "L1L2": [regularizers.L1L2(), regularizers.L1L2(0.1, 0.2)], "OrthogonalRegularizer": [regularizers.OrthogonalRegularizer(), regularizers.OrthogonalRegularizer(0.5, mode="columns")]})
    small(
        "constraints",
        {
            "NonNeg": [constraints.NonNeg()],
            "UnitNorm": [constraints.UnitNorm(), constraints.UnitNorm(axis=[0, 1])],
            "MaxNorm": [constraints.MaxNorm(), constraints.MaxNorm(0.7, axis=[0, 2])],
            "MinMaxNorm": [constraints.MinMaxNorm(), constraints.MinMaxNorm(2.5, 3.0, 0.6, axis=1)],
        },
    )
    initializer_files()
    if goldens.wanted("layers_of_keras"):
        layers_of_keras()
    if goldens.wanted("networks"):
        network_file()


if __name__ == "__main__":
    main()
