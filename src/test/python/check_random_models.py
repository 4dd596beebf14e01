#!/usr/bin/env python3
"""Random models of the real Keras in Java: read, predicted with, trained, saved, and loaded by Keras again.

    python=$(src/test/python/environment) && "$python" src/test/python/check_random_models.py [COUNT [FIRST]] [--keep FOLDER]

Models of seeds FIRST to FIRST + COUNT - 1 (40 from 0 if not given): kinds and settings are drawn, so are branches, layers and networks that are called
again, networks inside networks, lists and dictionaries of inputs and outputs, numbers in calls, types of layers, what does not train, losses, metrics
and optimizers. Weights are drawn, too. Outputs are compared to 1e-5, weights behind Java bit by bit, and in float64 the losses of 3 steps, the
weights and the optimizer's variables behind them to 1e-7. Needs `mvn verify` (or test-compile) before it.
"""

import pathlib
import random
import sys
import tempfile

ARGUMENTS, sys.argv = sys.argv[1:], sys.argv[:1]

import check_keras_files as files
import goldens
import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops

ROWS, STEPS, WORDS = 4, 3, 20
NEAR = 1e-7  # Adam divides gradients by what may be as small as they are, and pictures are resized in float32
ACTIVATIONS = ["relu", "tanh", "sigmoid", "elu", "selu", "softplus", "softsign", "gelu", "silu", "linear", "leaky_relu", "hard_sigmoid", "mish", "relu6"]


class Drawing:
    """One random model."""

    def __init__(self, seed, trained):
        self.draw = random.Random(seed)
        self.trained = trained
        self.typed = not trained and self.draw.random() < 0.15
        self.made = []

    def flip(self, chance=0.5):
        return self.draw.random() < chance

    def common(self):
        """What every layer may have."""
        settings = {}
        if self.flip(0.1):
            settings["trainable"] = False
        if self.typed and self.flip():
            settings["dtype"] = self.draw.choice(["mixed_bfloat16", "mixed_bfloat16", "float32"])
        if self.flip(0.1):
            settings["name"] = f"my.Layer-{self.draw.randrange(10**9)}"
        return settings

    def activation(self):
        if self.flip(0.1):
            return self.draw.choice([layers.LeakyReLU(0.2), layers.ReLU(max_value=4.0), layers.ELU(0.5)])
        return self.draw.choice([None, None, *ACTIVATIONS])

    def weights(self):
        settings = dict(use_bias=self.flip(0.8), activation=self.activation())
        if self.flip(0.15):
            settings["kernel_initializer"] = self.draw.choice(["he_normal", "orthogonal", keras.initializers.RandomUniform(-0.1, 0.1, seed=3)])
        if self.flip(0.15):
            settings["kernel_regularizer"] = self.draw.choice(["l2", keras.regularizers.L1L2(0.01, 0.02)])
        if self.flip(0.15):
            settings["kernel_constraint"] = self.draw.choice(["non_neg", keras.constraints.MaxNorm(1.5)])
        return settings

    def rate(self):
        return 0.0 if self.trained else 0.3

    def window(self):
        return dict(padding=self.draw.choice(["valid", "same"]), strides=self.draw.choice([1, 1, 2]))

    def layer(self, shape):
        """A layer for one tensor."""
        d, c = self.draw, self.common()
        n = d.choice([2, 3, 4])
        anything = [
            lambda: layers.Activation(d.choice(ACTIVATIONS), **c),
            lambda: layers.Dense(n, **self.weights(), **c),
            lambda: layers.BatchNormalization(center=self.flip(0.8), scale=self.flip(0.8), momentum=d.choice([0.9, 0.99]), epsilon=d.choice([1e-3, 1e-2]), **c),
            lambda: layers.LayerNormalization(center=self.flip(0.8), scale=self.flip(0.8), epsilon=d.choice([1e-3, 1e-2]), **c),
            lambda: layers.Dropout(self.rate(), seed=d.choice([None, 3]), **c),
            lambda: layers.ReLU(d.choice([None, 2.0]), d.choice([0.0, 0.1]), d.choice([0.0, 0.2]), **c),
            lambda: layers.LeakyReLU(d.choice([0.3, 0.1]), **c),
            lambda: layers.ELU(d.choice([1.0, 0.5]), **c),
            lambda: layers.PReLU(shared_axes=d.choice([None, [1]]), **c),
            lambda: layers.Softmax(axis=-1, **c),
            lambda: layers.Rescaling(d.choice([0.5, 2.0]), d.choice([0.0, -1.0]), **c),
            lambda: layers.Normalization(mean=d.choice([0.5, [0.1] * shape[-1]]), variance=d.choice([2.0, 0.5]), **c),
            lambda: layers.UnitNormalization(**c),
            lambda: layers.GaussianNoise(self.rate(), **c),
            lambda: layers.Identity(**c),
        ]
        if len(shape) == 2:
            return d.choice(anything + [lambda: layers.RepeatVector(n, **c), lambda: layers.Dense(n, **self.weights(), **c)])()
        if len(shape) == 3:
            wide = shape[1] >= 4
            rnn = dict(return_sequences=self.flip(), go_backwards=self.flip(0.3), use_bias=self.flip(0.8), **c)
            special = [
                lambda: layers.LSTM(n, unit_forget_bias=self.flip(), **rnn),
                lambda: layers.GRU(n, reset_after=self.flip(), **rnn),
                lambda: layers.Bidirectional(layers.LSTM(n, return_sequences=self.flip()), merge_mode=d.choice(["concat", "sum", "ave", "mul"]), **c),
                lambda: layers.Bidirectional(layers.GRU(n), backward_layer=layers.LSTM(n, go_backwards=True), **c),
                lambda: layers.GlobalAveragePooling1D(keepdims=self.flip(0.3), **c),
                lambda: layers.GlobalMaxPooling1D(keepdims=self.flip(0.3), **c),
                lambda: layers.Flatten(**c),
                lambda: layers.Permute((2, 1), **c),
                lambda: layers.Reshape((-1,), **c),
            ]
            if wide:
                special += [
                    lambda: layers.Conv1D(n, 3, padding=d.choice(["valid", "same", "causal"]), strides=d.choice([1, 2]), **self.weights(), **c),
                    lambda: layers.MaxPooling1D(2, **self.window(), **c),
                    lambda: layers.AveragePooling1D(2, **self.window(), **c),
                ]
            return d.choice(anything + special * 2)()
        special = [
            lambda: layers.GlobalAveragePooling2D(keepdims=self.flip(0.3), **c),
            lambda: layers.GlobalMaxPooling2D(keepdims=self.flip(0.3), **c),
            lambda: layers.Flatten(**c),
            lambda: layers.UpSampling2D(2, interpolation=d.choice(["nearest", "bilinear"]), **c),
            lambda: layers.ZeroPadding2D(d.choice([1, ((1, 0), (0, 2))]), **c),
            lambda: layers.Conv2DTranspose(n, 3, **self.window(), **self.weights(), **c),
            lambda: layers.SpatialDropout2D(self.rate(), **{k: v for k, v in c.items() if k != "trainable"}),
            lambda: layers.GroupNormalization(groups=d.choice([1, -1]), **c),
            lambda: layers.BatchNormalization(axis=d.choice([1, 3]), **c),
            lambda: layers.Reshape((shape[1] * shape[2], shape[3]), **c),
            lambda: layers.Permute((2, 1, 3), **c),
            lambda: layers.Resizing(3, 5, interpolation=d.choice(["bilinear", "nearest"]), **{k: v for k, v in c.items() if k != "dtype"}),
        ]
        if min(shape[1:3]) >= 4:
            special += [
                lambda: layers.Conv2D(n, 3, **self.window(), **self.weights(), **c),
                lambda: layers.Conv2D(n, (2, 3), dilation_rate=d.choice([1, 2]), padding="same", **self.weights(), **c),
                lambda: layers.DepthwiseConv2D(3, depth_multiplier=d.choice([1, 2]), padding="same", use_bias=self.flip(), **c),
                lambda: layers.SeparableConv2D(n, 3, depth_multiplier=d.choice([1, 2]), padding="same", use_bias=self.flip(), **c),
                lambda: layers.MaxPooling2D(2, **self.window(), **c),
                lambda: layers.AveragePooling2D(2, **self.window(), **c),
                lambda: layers.Cropping2D(((1, 0), (0, 1)), **c),
            ]
        return d.choice(anything + special * 2)()

    def operation(self, x):
        d = self.draw
        rank = len(x.shape)
        choices = [
            lambda: x + d.choice([3.0, 1, -0.5]), lambda: 2.0 - x, lambda: x * 0.5, lambda: x / 4.0, lambda: x - 1.5, lambda: -1.0 * x, lambda: 1.0 + x,
            lambda: ops.relu(x), lambda: ops.sigmoid(x), lambda: ops.tanh(x), lambda: ops.square(x), lambda: ops.maximum(x, 0.1),
            lambda: ops.minimum(x, 0.3), lambda: ops.clip(x, -1.0, 1.5), lambda: ops.concatenate([x, x * 2.0], axis=-1), lambda: ops.exp(ops.tanh(x)),
            lambda: ops.abs(x), lambda: ops.reshape(x, (-1, int(np.prod(x.shape[1:])))), lambda: ops.add(x, np.float32(0.25)),
        ]
        if rank > 2:
            choices += [lambda: ops.mean(x, axis=1), lambda: ops.max(x, axis=-1), lambda: ops.sum(x, axis=-1, keepdims=True), lambda: ops.transpose(x, (0, 2, 1, 3)[:rank] if rank == 4 else (0, 2, 1))]
        if rank == 2:
            choices += [lambda: ops.expand_dims(x, 1), lambda: ops.expand_dims(x, -1)]
        return d.choice(choices)()

    def merge(self, x, y):
        d, c = self.draw, self.common()
        kind = d.choice([layers.Add, layers.Subtract, layers.Multiply, layers.Average, layers.Maximum, layers.Minimum, layers.Concatenate, "+", "*", "-", "ops", "dot", "function"])
        if kind == "+":
            return x + y
        if kind == "*":
            return x * y
        if kind == "-":
            return ops.subtract(x, y) if self.flip() else x - y
        if kind == "ops":
            return ops.concatenate([x, y, x][: d.choice([2, 3])], axis=d.choice([-1, 1]))
        if kind == "dot":
            return layers.Dot(axes=-1, normalize=self.flip(), **c)([x, y]) if len(x.shape) == 2 else layers.Dot(axes=(2, 2), **c)([x, y]) if len(x.shape) == 3 else x + y
        if kind == "function":
            return d.choice([layers.add, layers.multiply, layers.concatenate])([x, y])
        many = [x, y] if kind is layers.Subtract or self.flip(0.7) else [x, y, x]
        return kind(**c)(tuple(many) if self.flip(0.2) else many)

    def bounded(self, x):
        """Tensors stay small."""
        if len(x.shape) == 2 and x.shape[1] > 40 or len(x.shape) == 3 and x.shape[2] > 24 or len(x.shape) == 4 and x.shape[3] > 12:
            return layers.Dense(3)(x)
        if len(x.shape) == 3 and x.shape[1] > 24:
            return layers.AveragePooling1D(3)(x)
        if len(x.shape) == 4 and x.shape[1] * x.shape[2] > 144:
            return layers.AveragePooling2D(2, padding="same")(x)
        return x

    def attention(self, x, y):
        layer = layers.MultiHeadAttention(self.draw.choice([1, 2]), 2, use_bias=self.flip(0.8), **self.common())
        if self.flip(0.3):
            return layer(query=x, value=y, key=x if x.shape[1] == y.shape[1] else y, use_causal_mask=self.flip())
        return layer(x, y)

    def recurrent_state(self, x):
        """One network's state begins another."""
        _, h, s = layers.LSTM(3, return_sequences=True, return_state=True)(x)
        return layers.LSTM(3, return_sequences=self.flip())(x, initial_state=[h, s])

    def new_input(self, top):
        d = self.draw
        shape = d.choice([(d.choice([3, 5]),), (d.choice([4, 6]), d.choice([2, 3])), (d.choice([6, 8]), d.choice([6, 7]), d.choice([1, 2, 3]))])
        name = {"name": d.choice(["in", "Photo", "a", "z", "rows"]) + str(d.randrange(10**6))} if self.flip() else {}
        if top and self.flip(0.15):
            x = keras.Input((5,), dtype="int32", **name)
            return x, layers.Embedding(WORDS, 3, **self.common())(x)
        if top and len(shape) == 3 and self.flip(0.15):
            x = keras.Input(shape, dtype="uint8", **name)
            return x, layers.Rescaling(1 / 255)(x)
        x = keras.Input(shape, **name)
        return x, x

    def arguments(self, model, given):
        """The arguments of a network in the form that it was drawn with, or another that it takes."""
        if isinstance(graph(model)._inputs_struct, dict):
            return dict(zip(graph(model)._inputs_struct, given))
        if len(given) == 1:
            return given[0]
        return tuple(given) if self.flip(0.3) else list(given)

    def chain(self, x):
        """A Sequential for tensors like one."""
        parts = [] if self.flip(0.3) else [keras.Input(x.shape[1:])]
        shape = x.shape
        for _ in range(self.draw.randint(1, 3)):
            layer = self.layer(shape)
            shape = (None, *layer.compute_output_shape(shape)[1:])
            parts.append(layer)
        if self.flip(0.2) and parts and not isinstance(parts[0], keras.KerasTensor):
            parts = [keras.Sequential(parts)]
        return keras.Sequential(parts, **({"name": f"chain{self.draw.randrange(10**6)}"} if self.flip(0.3) else {}))

    def network(self, depth, like=None):
        """A Functional model; like are tensors that its inputs are to take."""
        d = self.draw
        if like is None:
            pairs = [self.new_input(depth == 0) for _ in range(d.choice([1, 1, 1, 2, 3]))]
        else:
            pairs = [(x, x) for x in (keras.Input(each.shape[1:]) for each in like)]
        inputs, tensors = [p[0] for p in pairs], [p[1] for p in pairs]
        reusable, models = [], []
        for _ in range(d.randint(3, 8) if depth == 0 else d.randint(1, 4)):
            x = d.choice(tensors[-3:] if self.flip(0.7) else tensors)
            same = [t for t in tensors if t.shape == x.shape]
            what = d.choice(["layer"] * 6 + ["operation"] * 2 + ["merge"] * 3 + ["again", "model", "model", "chain", "model again", "attention", "state", "inference"])
            try:
                if what == "layer":
                    layer = self.layer(x.shape)
                    reusable.append((x.shape, layer))
                    y = layer(x)
                elif what == "inference":
                    y = layers.BatchNormalization()(x, training=False) if self.flip() else layers.Dropout(self.rate())(x, training=False)
                elif what == "operation":
                    y = self.operation(x)
                elif what == "merge":
                    other = d.choice(same)
                    y = self.merge(x, other) if other is not x else x * x
                elif what == "again":
                    fits = [layer for shape, layer in reusable if shape == x.shape]
                    y = d.choice(fits)(x) if fits else x + 1.0
                elif what == "attention":
                    others = [t for t in tensors if len(t.shape) == 3]
                    y = self.attention(x, d.choice(others)) if len(x.shape) == 3 else x * 2.0
                elif what == "state":
                    y = self.recurrent_state(x) if len(x.shape) == 3 else self.operation(x)
                elif what == "chain":
                    model = self.chain(x)
                    y = model(x)
                    models.append(([x.shape], model))
                    if self.flip(0.3):
                        model.trainable = False
                elif what == "model" and depth < 2:
                    given = [x] + [d.choice(tensors) for _ in range(d.choice([0, 0, 1]))]
                    model = self.network(depth + 1, given)
                    y = model(self.arguments(model, given))
                    models.append(([t.shape for t in given], model))
                    if self.flip(0.2):
                        model.trainable = False
                elif what == "model again" and models:
                    shapes, model = d.choice(models)
                    fits = [[t for t in tensors if t.shape == shape] for shape in shapes]
                    if not all(fits):
                        continue
                    given = [d.choice(each) for each in fits]
                    y = model(given[0] if isinstance(model, keras.Sequential) else self.arguments(model, given))
                else:
                    continue
            except ValueError:
                continue  # what does not fit in Keras
            for each in y.values() if isinstance(y, dict) else y if isinstance(y, (list, tuple)) else [y]:
                if isinstance(each, keras.KerasTensor):
                    tensors.append(self.bounded(each))
        # Every input is needed.
        flat = [layers.Flatten()(x) if len(x.shape) > 2 else x for x in (p[1] for p in pairs)]
        last = tensors[-1]
        if len(pairs) > 1 or last is tensors[0]:
            row = layers.Flatten()(last) if len(last.shape) > 2 else last
            last = layers.Concatenate()([row, *flat])
            last = self.bounded(last)
        ends = [last] + [t for t in d.sample(tensors[len(pairs) :], min(len(tensors) - len(pairs), d.choice([0, 0, 0, 1, 2])))]
        ends = list({id(each): each for each in ends}.values())
        if depth == 0 and self.trained:
            ends = [self.head(each) for each in ends[:2]]
        elif depth == 0 and self.typed:
            ends = [layers.Dense(2, dtype="float32")(layers.Flatten()(each) if len(each.shape) > 2 else each) for each in ends]
        d.shuffle(ends)
        if self.flip(0.25):
            names = d.sample(["out", "b", "a", "Z"], len(ends)) if len(ends) <= 4 else [f"o{i}" for i in range(len(ends))]
            ends = dict(zip(names, ends))
        elif len(ends) == 1 and self.flip(0.8):
            ends = ends[0]
        elif self.flip(0.2):
            ends = tuple(ends)
        if self.flip(0.2):
            inputs = {f"{d.choice('qkax')}{i}": x for i, x in enumerate(inputs)}
        elif len(inputs) == 1 and self.flip(0.8):
            inputs = inputs[0]
        name = {"name": f"Net_{d.randrange(10**6)}"} if self.flip(0.3) else {}
        return keras.Model(inputs, ends, **name)

    def head(self, x):
        """An output that a loss takes."""
        x = layers.Flatten()(x) if len(x.shape) > 2 else x
        return layers.Dense(self.draw.choice([1, 3]) if self.flip() else 3, activation=self.draw.choice(["sigmoid", "softmax", "linear", "tanh"]))(x)

    def compile(self, model):
        """Compiles a model, and returns the kinds of its targets."""
        d = self.draw
        losses, kinds, metrics = [], [], []
        for output in model.outputs:
            activation = output._keras_history.operation.activation.__name__
            wide = output.shape[-1] > 1
            if activation == "sigmoid":
                loss = d.choice(["binary_crossentropy", "bce", keras.losses.BinaryCrossentropy(label_smoothing=0.1), keras.losses.BinaryFocalCrossentropy(gamma=1.5), keras.losses.binary_crossentropy, "Dice", "mse"])
                kind = "bits"
            elif activation == "softmax" and wide:
                kind = d.choice(["class", "one_hot"])
                loss = d.choice([keras.losses.SparseCategoricalCrossentropy(), "sparse_categorical_crossentropy"] if kind == "class" else ["categorical_crossentropy", keras.losses.CategoricalCrossentropy(label_smoothing=0.2), "kl_divergence", "CategoricalFocalCrossentropy"])
            elif activation == "linear" and self.flip(0.3) and wide:
                kind, loss = "class", keras.losses.SparseCategoricalCrossentropy(from_logits=True)
            else:
                kind = "numbers"
                loss = d.choice(["mse", "mae", "mean_squared_error", "huber", "log_cosh", "cosine_similarity", keras.losses.MeanAbsoluteError(), keras.losses.mean_squared_error])
            losses.append(loss)
            kinds.append(kind)
            metrics.append(d.choice([[], ["mae"] if kind == "numbers" else ["accuracy"]]))
        optimizer = d.choice(
            [
                lambda: "adam", lambda: "sgd", lambda: keras.optimizers.SGD(0.05, momentum=0.9, nesterov=self.flip()), lambda: keras.optimizers.Adam(0.01, clipnorm=1.0),
                lambda: keras.optimizers.AdamW(0.01, weight_decay=0.01), lambda: keras.optimizers.RMSprop(0.01, momentum=d.choice([0.0, 0.5])),
                lambda: keras.optimizers.Nadam(0.01), lambda: keras.optimizers.Adamax(0.01), lambda: keras.optimizers.Adagrad(0.05), lambda: keras.optimizers.Lion(0.001),
                lambda: keras.optimizers.Adam(keras.optimizers.schedules.ExponentialDecay(0.01, 2, 0.9)), lambda: keras.optimizers.Adam(0.01, use_ema=True),
                lambda: keras.optimizers.SGD(0.1, global_clipnorm=0.5, gradient_accumulation_steps=2),
            ]
        )()
        weights = d.choice([None, [0.5, 2.0][: len(losses)]]) if len(losses) > 1 else None
        struct = graph(model)._outputs_struct
        if isinstance(struct, dict):
            order = {id(t): i for i, t in enumerate(model.outputs)}
            by = lambda values: {name: values[order[id(t)]] for name, t in struct.items()}
            model.compile(optimizer, by(losses), loss_weights=by(weights) if weights else None, metrics=by(metrics) if any(metrics) else None)
        elif len(losses) == 1:
            model.compile(optimizer, losses[0], metrics=metrics[0] or None)
        else:
            model.compile(optimizer, losses, loss_weights=weights, metrics=metrics if any(metrics) else None)
        return kinds


def graph(model):
    """The Functional model that a Sequential is inside."""
    return getattr(model, "_functional", None) or model


def flat_inputs(model):
    """The inputs in the order of a list of them, by the name that Java knows: the layer's."""
    return {t._keras_history.operation.name: t for t in model.inputs}


def batch(model, numbers, steps=()):
    given = {}
    for name, tensor in flat_inputs(model).items():
        shape = (*steps, ROWS, *tensor.shape[1:])
        if tensor.dtype == "uint8":
            given[name] = numbers.bytes(shape)
        elif "int" in tensor.dtype:
            # Each once: Keras squares the gradient of each occurrence by itself.
            each = [np.argsort(numbers.uniform((WORDS,))) for _ in range(int(np.prod(steps)))]
            given[name] = np.stack(each).reshape(shape).astype(np.int32)
        else:
            given[name] = numbers.uniform(shape, 0.0, 2.0)
    return given


def call(model, given, training=False):
    values = [tf.convert_to_tensor(given[name]) for name in flat_inputs(model)]
    struct = graph(model)._inputs_struct
    x = dict(zip(sorted(struct), values)) if isinstance(struct, dict) else values[0] if len(values) == 1 else values
    made = model(x, training=training)
    return dict(zip(output_names(model), list(made.values()) if isinstance(made, dict) else made if isinstance(made, (list, tuple)) else [made]))


def output_names(model):
    """Java's: keys of a dictionary, else the layers'."""
    struct = graph(model)._outputs_struct
    if isinstance(struct, dict):
        return list(struct)
    return [t._keras_history.operation.name for t in model.outputs]


def randomize(model, numbers, trained):
    values = []
    for w in model.weights:
        positive = float(w.name in ("gamma", "moving_variance", "variance"))
        values.append(numbers.uniform(w.shape, positive, 0.5 if trained else 1.0).astype(w.dtype))
    model.set_weights(values)


def unique(model):
    names = output_names(model)
    return len(set(names)) == len(names)


def drawn(seed):
    """The model of a seed, whether it is trained, and what for."""
    trained = seed % 3 == 0
    goldens.compute_type("float64" if trained else "float32")
    for attempt in range(50):
        keras.backend.clear_session()
        drawing = Drawing(seed * 1000 + attempt, trained)
        if not trained and drawing.flip(0.1):
            drawing.draw.seed(seed)
        try:
            if not trained and seed % 11 == 0:
                x = keras.Input((6, 6, 2))
                model = drawing.chain(x)
                model(np.zeros((1, 6, 6, 2), np.float32))
                return model, None, drawing
            model = drawing.network(0)
            if unique(model):
                return model, drawing.compile(model) if trained else None, drawing
        except ValueError:
            continue
    raise AssertionError(f"seed {seed} gives no model")


def save(seed, folder):
    """Writes a model with what Keras makes of it, and returns what it is behind some steps."""
    model, kinds, drawing = drawn(seed)
    numbers = goldens.SplitMix64(seed + 1)
    randomize(model, numbers, drawing.trained)
    place = folder / f"m{seed:05d}"
    given = batch(model, numbers)
    arrays = {f"input/{key}": value for key, value in given.items()}
    made = call(model, given)
    for name, value in made.items():
        value = np.asarray(tf.cast(value, tf.float32))
        if not np.all(np.isfinite(value)) or np.max(np.abs(value), initial=0) > 1e6:
            return None
        arrays[f"output/{name}"] = value
    arrays["tolerance"] = np.asarray([3e-2 if drawing.typed else 1e-5])
    model.save(f"{place}.keras")
    after = None
    if kinds is not None:
        import check_keras_examples as examples

        examples.ROWS = ROWS
        steps = batch(model, numbers, (STEPS,))
        wanted = {}
        for name, output, kind in zip(output_names(model), [*(graph(model)._outputs_struct.values() if isinstance(graph(model)._outputs_struct, dict) else model.outputs)], dict_order(model, kinds)):
            wanted[name] = np.stack([examples.targets(kind, output.shape, numbers) if kind != "bits" else numbers.bits((ROWS, *output.shape[1:])).astype(np.float32) for _ in range(STEPS)])
        arrays |= {f"step/{key}": value for key, value in steps.items()} | {f"target/{key}": value for key, value in wanted.items()}
        losses = []
        config = model.get_compile_config()
        model.run_eagerly = True  # three steps are not worth a graph
        for step in range(STEPS):
            model.reset_metrics()
            x = [steps[name][step] for name in steps]
            y = [wanted[name][step].astype(np.float64) for name in wanted]
            struct = graph(model)._inputs_struct
            x = dict(zip(sorted(struct), x)) if isinstance(struct, dict) else x[0] if len(x) == 1 else x
            y = dict(zip(wanted, y)) if isinstance(graph(model)._outputs_struct, dict) else y[0] if len(y) == 1 else y
            losses.append(float(model.train_on_batch(x, y, return_dict=True)["loss"]))
        after = losses, [np.asarray(w) for w in model.weights], [np.asarray(v) for v in model.optimizer.variables], config
    np.savez(f"{place}.npz", **arrays)
    return {"after": after, "weights": [(w.path, bool(w.trainable)) for w in model.weights], "tolerance": arrays["tolerance"][0], "kinds": kinds}


def dict_order(model, kinds):
    struct = graph(model)._outputs_struct
    if not isinstance(struct, dict):
        return kinds
    order = {id(t): i for i, t in enumerate(model.outputs)}
    return [kinds[order[id(t)]] for t in struct.values()]


def outline(model):
    """Classes and names of layers, at whatever depth."""
    return [(type(each).__name__, each.name, outline(each) if hasattr(each, "layers") else []) for each in model.layers]


def compare(name, expected, folder):
    """What Java saved against what Keras had."""
    goldens.compute_type("float64" if expected["after"] else "float32")
    try:
        ours, theirs = keras.saving.load_model(folder / "java" / f"{name}.keras"), keras.saving.load_model(folder / f"{name}.keras")
    except Exception as e:  # whatever Keras raises
        files.check(False, f"{name}: Keras loads what Java saved: {type(e).__name__}: {str(e)[:800]}")
        return
    files.check(type(ours).__name__ == type(theirs).__name__, f"{name}: {type(ours).__name__} was {type(theirs).__name__}")
    files.check(outline(ours) == outline(theirs), f"{name}: layers {outline(ours)} were {outline(theirs)}")
    a, b = ours.weights, theirs.weights
    files.check(len(a) == len(b) and all(np.array_equal(np.asarray(x), np.asarray(y)) for x, y in zip(a, b)), f"{name}: weights bit by bit")
    files.check([w.trainable for w in a] == [w.trainable for w in b], f"{name}: what trains")
    with np.load(folder / f"{name}.npz") as arrays:
        given = {k[6:]: arrays[k] for k in arrays.files if k.startswith("input/")}
        values = [given[key] for key in flat_inputs(theirs)]
        try:
            for (key, x), y in zip(call(ours, given).items(), call(theirs, given).values()):
                files.close(np.asarray(tf.cast(x, tf.float32)), np.asarray(tf.cast(y, tf.float32)), f"{name}: output {key} of what Java saved", 1e-6)
        except Exception as e:
            files.check(False, f"{name}: Keras calls what Java saved: {type(e).__name__}: {str(e)[:300]}")
    if expected["after"]:
        losses, weights, variables, compiled = expected["after"]
        trained = keras.saving.load_model(folder / "trained" / f"{name}.keras")
        for x, y in zip(trained.weights, weights):
            if not files.close(np.asarray(x), y, f"{name}: weight {x.path} behind {STEPS} steps", NEAR):
                break
        own = trained.optimizer.variables if trained.optimizer else []
        files.check(len(own) == len(variables), f"{name}: {len(own)} variables of the optimizer, {len(variables)} in Keras")
        for x, y in zip(own, variables):
            if not files.close(np.asarray(x), y, f"{name}: {x.path} behind {STEPS} steps", 1e-6):
                break
        again = trained.get_compile_config()
        files.check(bool(again), f"{name}: compiled again")


def main():
    numbers = [int(a) for a in ARGUMENTS if a.isdigit()]
    count, first = numbers[0] if numbers else 40, numbers[1] if len(numbers) > 1 else 0
    keep = ARGUMENTS[ARGUMENTS.index("--keep") + 1] if "--keep" in ARGUMENTS else None
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(keep or temporary)
        for part in (".", "java", "trained"):
            (folder / part).mkdir(parents=True, exist_ok=True)
            for old in (folder / part).glob("m*"):
                old.unlink()
        expected = {}
        for seed in range(first, first + count):
            kept = save(seed, folder)
            if kept:
                expected[f"m{seed:05d}"] = kept
        refused = 0
        for line in files.java("search", folder).splitlines():
            name, _, said = line.partition(" ")
            if name not in expected:
                print(line)
            elif said.startswith("REFUSED"):
                refused += 1
                print(line)
                del expected[name]
            elif said.startswith("FAILED"):
                files.check(False, line)
                del expected[name]
            elif expected[name]["after"]:
                losses = expected[name]["after"][0]
                files.close([float(each) for each in said.split()], losses, f"{name}: losses of {STEPS} steps", NEAR)
        for name, kept in expected.items():
            compare(name, kept, folder)
    trained = sum(1 for each in expected.values() if each["after"])
    print(f"{len(expected)} models, {trained} of them trained, {refused} refused; {files.counts[True]} passed, {files.counts[False]} failed")
    sys.exit(1 if files.counts[False] else 0)


if __name__ == "__main__":
    main()
