#!/usr/bin/env python3
"""What each layer of the real Keras computes in float32, forwards and backwards: layers.npz and layers.json.

    python=$(src/test/python/environment) && "$python" src/test/python/keras_layers.py [--check]

layers.json is a list of cases:
    name        of the case, unique; it is the prefix of the case's arrays in layers.npz
    class_name  Keras's, for example "Conv2D"
    config      the layer's whole get_config(), as Keras 3.15 writes it into a .keras file
    training    the mode it was called in
    inputs      names of the input arrays, ["x"], or ["x0", "x1", ..] for Add and Concatenate (called on the list)
    weights     names of all weights in the order of Keras's layer.weights (BatchNormalization: gamma, beta, moving_mean, moving_variance)
    trainable   names of the trainable ones
and layers.npz holds for the case c
    c/x, c/x0 ..              the inputs
    c/kernel ..               the weights before the call
    c/output                  layer(inputs, training=training)
    c/cotangent               an array of the output's shape: the gradients are those of sum(output * cotangent)
    c/gradient/x ..           by each input
    c/gradient/kernel ..      by each trainable weight
    c/after/moving_mean ..    the other weights after that one call (BatchNormalization)
All arrays are float32, made in that order (inputs, weights, cotangent) by one SplitMix64(3) of goldens.py: inputs uniform(0, 4), which
keeps clear of ties; weights uniform(0, 1), but gamma and moving_variance uniform(1, 1); cotangents uniform(0, 2). All are stored.

To hold in mind: AveragePooling2D with "same" divides by the number of cells inside the picture; max pooling's padding never wins; the padding
of "same" is split with the odd cell at the bottom and right, and depends on the stride; BatchNormalization's variance is the biased one;
Dense works on the last axis of any rank.
"""

import goldens
import numpy as np
import tensorflow as tf
from keras import layers


def conv2d(name, shape=(2, 8, 7, 3), filters=4, kernel=3, **options):
    return name, layers.Conv2D(filters, kernel, **options), [shape], False


def pool(kind, name, shape=(2, 8, 7, 3), **options):
    return name, getattr(layers, kind)(**options), [shape], False


def norm(name, shape=(3, 4, 5, 2), training=True, **options):
    return name, layers.BatchNormalization(**options), [shape], training


def cases():
    yield conv2d("conv2d_valid")
    yield conv2d("conv2d_same", padding="same")
    yield conv2d("conv2d_no_bias", use_bias=False)
    yield conv2d("conv2d_same_no_bias", padding="same", use_bias=False)
    yield conv2d("conv2d_relu", activation="relu")
    yield conv2d("conv2d_tanh_same", activation="tanh", padding="same")
    yield conv2d("conv2d_strides_valid", strides=2)
    yield conv2d("conv2d_strides_same", strides=2, padding="same")
    yield conv2d("conv2d_strides_same_even", shape=(2, 8, 8, 2), strides=2, padding="same")
    yield conv2d("conv2d_strides_2_1", strides=(2, 1), padding="same", kernel=(3, 2))
    yield conv2d("conv2d_strides_3_same", strides=3, padding="same", kernel=2)
    yield conv2d("conv2d_kernel_2_3", kernel=(2, 3))
    yield conv2d("conv2d_kernel_4_same", kernel=4, padding="same")
    yield conv2d("conv2d_kernel_1", kernel=1)
    yield conv2d("conv2d_kernel_whole", shape=(2, 3, 3, 2), kernel=3)

    for kind, prefix in (("MaxPooling2D", "max_pooling2d"), ("AveragePooling2D", "average_pooling2d")):
        yield pool(kind, f"{prefix}_2", pool_size=2)
        yield pool(kind, f"{prefix}_2_same", pool_size=2, padding="same")
        yield pool(kind, f"{prefix}_3", pool_size=3)
        yield pool(kind, f"{prefix}_3_same", pool_size=3, padding="same")
        yield pool(kind, f"{prefix}_3_strides_2", pool_size=3, strides=2)
        yield pool(kind, f"{prefix}_3_strides_2_same", pool_size=3, strides=2, padding="same")
        yield pool(kind, f"{prefix}_strides_1_same", pool_size=2, strides=1, padding="same")
        yield pool(kind, f"{prefix}_2_3", pool_size=(2, 3), strides=(1, 2), padding="same")
        yield pool(kind, f"{prefix}_strides_3", pool_size=2, strides=3)

    yield pool("GlobalAveragePooling2D", "global_average_pooling2d")
    yield pool("GlobalAveragePooling2D", "global_average_pooling2d_keepdims", keepdims=True)
    yield "flatten", layers.Flatten(), [(2, 3, 4, 5)], False
    yield "flatten_rank_2", layers.Flatten(), [(3, 4)], False

    yield "dense", layers.Dense(5), [(3, 4)], False
    yield "dense_no_bias", layers.Dense(5, use_bias=False), [(3, 4)], False
    yield "dense_one", layers.Dense(1), [(3, 4)], False
    yield "dense_rank_4", layers.Dense(5, activation="relu"), [(2, 3, 2, 4)], False
    for activation in ("linear", "relu", "sigmoid", "softmax", "tanh"):
        yield f"dense_{activation}", layers.Dense(5, activation=activation), [(3, 4)], False
        yield f"activation_{activation}", layers.Activation(activation), [(3, 4)], False
        yield f"activation_{activation}_rank_4", layers.Activation(activation), [(2, 3, 3, 4)], False

    yield norm("batch_normalization_training")
    yield norm("batch_normalization_inference", training=False)
    yield norm("batch_normalization_momentum", momentum=0.9, epsilon=0.1)
    yield norm("batch_normalization_no_scale", scale=False)
    yield norm("batch_normalization_no_center", center=False)
    yield norm("batch_normalization_neither", scale=False, center=False)
    yield norm("batch_normalization_neither_inference", scale=False, center=False, training=False)
    yield norm("batch_normalization_rank_2", shape=(6, 3))
    yield norm("batch_normalization_rank_2_inference", shape=(6, 3), training=False)
    yield norm("batch_normalization_axis_1", shape=(3, 2, 4, 5), axis=1)

    yield "dropout_inference", layers.Dropout(0.5), [(3, 4)], False
    yield "add_2", layers.Add(), [(2, 3, 4)] * 2, False
    yield "add_3", layers.Add(), [(2, 3, 3, 2)] * 3, False
    yield "add_broadcast", layers.Add(), [(2, 3, 4, 2), (2, 1, 1, 2)], False
    yield "concatenate", layers.Concatenate(), [(2, 3, 3, 2), (2, 3, 3, 1)], False
    yield "concatenate_3", layers.Concatenate(), [(2, 3), (2, 1), (2, 4)], False
    yield "concatenate_axis_1", layers.Concatenate(axis=1), [(2, 3, 4, 2), (2, 1, 4, 2)], False
    yield "concatenate_axis_2", layers.Concatenate(axis=2), [(2, 3, 4, 2), (2, 3, 2, 2)], False
    yield "concatenate_axis_minus_2", layers.Concatenate(axis=-2), [(2, 3, 4, 2), (2, 3, 2, 2)], False


def run(random, name, layer, shapes, training):
    """The index entry and the arrays of one case."""
    inputs = [tf.Variable(random.uniform(shape, 0.0, 4.0)) for shape in shapes]
    names = ["x"] if len(inputs) == 1 else [f"x{i}" for i in range(len(inputs))]

    def call():
        # Identity: a layer that hands its input through would give no gradient by a variable.
        given = [tf.identity(x) for x in inputs]
        return layer(given if len(given) > 1 else given[0], training=training)

    layer.build(list(shapes) if len(shapes) > 1 else shapes[0])
    layer.set_weights([random.uniform(w.shape, float(w.name in ("gamma", "moving_variance")), 1.0) for w in layer.weights])
    arrays = {f"{name}/{n}": x.numpy() for n, x in zip(names, inputs)}
    arrays.update({f"{name}/{w.name}": w.numpy() for w in layer.weights})
    trainable = list(layer.trainable_weights)
    with tf.GradientTape() as tape:
        output = call()
        cotangent = random.uniform(output.shape, 0.0, 2.0)
        total = tf.reduce_sum(output * cotangent)
    gradients = tape.gradient(total, inputs + [w.value for w in trainable])
    arrays[f"{name}/output"], arrays[f"{name}/cotangent"] = output.numpy(), cotangent
    for n, gradient in zip(names + [w.name for w in trainable], gradients):
        arrays[f"{name}/gradient/{n}"] = gradient.numpy()
    arrays.update({f"{name}/after/{w.name}": w.numpy() for w in layer.non_trainable_weights if "moving" in w.name})
    assert all(a.dtype == np.float32 for a in arrays.values())
    config = layer.get_config() | {"name": name}
    config["dtype"] = "float32"
    entry = {
        "name": name,
        "class_name": type(layer).__name__,
        "config": config,
        "training": training,
        "inputs": names,
        "weights": [w.name for w in layer.weights],
        "trainable": [w.name for w in trainable],
    }
    return entry, arrays


def main():
    goldens.compute_type("float32")
    random, index, arrays = goldens.SplitMix64(3), [], {}
    for name, layer, shapes, training in cases():
        entry, made = run(random, name, layer, shapes, training)
        index.append(entry)
        arrays.update(made)
    goldens.write("layers", arrays, index)


if __name__ == "__main__":
    main()
