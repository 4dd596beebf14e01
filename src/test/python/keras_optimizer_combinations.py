#!/usr/bin/env python3
"""Drawn combinations of what optimizers have, trained by the real Keras's fit in float64: optimizer_combinations.json, .npz.

    python=$(src/test/python/environment) && "$python" src/test/python/keras_optimizer_combinations.py [--check] [DRAWS FOLDER]

Each of DRAWS cases (24) takes an optimizer in turn and draws its own options, those that all have, a rate or a schedule, a factor on the rate
of a layer, and one of three networks: random.Random(case). With FOLDER they are written there, to compare more than what is committed. The
.json holds first {"networks": [config ..], "weights": [[name ..] ..]}, then the cases:
    name        of the case, the prefix of its arrays
    network     which
    class_name, config   the optimizer's
    excluded    for exclude_from_weight_decay
    factors     layer to factor: here an optimizer whose update_step and decay take the rate of the variable times that
and the .npz for each case the losses of the 7 epochs and then the weights behind fit, flat, in the order of the names.
Data: SplitMix64(23), 22 rows in order, 8 a batch: x (22, 5) uniform(0, 2); tokens (22, 3), none twice in a batch (Keras squares the gradient
of each occurrence by itself); y bits (22, 3). Weights before: SplitMix64(29), uniform(0, 1) in the order of the names, but gamma and
moving_variance uniform(1, 0.5).
"""

import json
import random as chance
import sys

import goldens
import keras
import numpy as np
import tensorflow as tf
from keras import layers

ROWS, BATCH, EPOCHS, WORDS = 22, 8, 7, 26
O = keras.optimizers
S = keras.optimizers.schedules


def network(number):
    x, tokens = keras.Input((5,), name="x"), keras.Input((3,), dtype="int32", name="tokens")
    embedded = layers.Embedding(WORDS, 2, name="embedding", embeddings_constraint="unit_norm" if number == 1 else None)(tokens)
    both = layers.Concatenate(name="both")([layers.Flatten(name="flat")(embedded), x])
    rules = {"kernel_regularizer": keras.regularizers.L1L2(0.01, 0.02), "bias_constraint": "non_neg",
             "kernel_constraint": keras.constraints.MinMaxNorm(0.3, 1.1, rate=0.7)} if number == 1 else {}
    wide = layers.Dense(4, activation="tanh", name="wide", **rules)(both)
    frozen = layers.Dense(3, name="kept", trainable=False, kernel_constraint="non_neg")(wide) if number == 2 else wide
    normal = layers.BatchNormalization(momentum=0.8, name="normal", gamma_constraint=keras.constraints.MaxNorm(0.9) if number == 1 else None)(frozen)
    return keras.Model([x, tokens], layers.Dense(3, activation="sigmoid", name="labels")(normal))


def own(kind, draw):
    """Options that the kind alone has, each given or not."""
    options = {
        O.SGD: {"momentum": [0.5, 0.9, 1.0], "nesterov": [True]},
        O.Adam: {"beta_1": [0.5, 0.99, 0.0], "beta_2": [0.5, 0.9, 0.0], "epsilon": [1e-3, 1e-8], "amsgrad": [True]},
        O.AdamW: {"beta_1": [0.5, 0.99], "beta_2": [0.5, 0.9], "epsilon": [1e-3], "amsgrad": [True]},
        O.Nadam: {"beta_1": [0.5, 0.95], "beta_2": [0.5, 0.9], "epsilon": [1e-3]},
        O.Adamax: {"beta_1": [0.5, 0.95], "beta_2": [0.5, 0.9], "epsilon": [1e-3]},
        O.Adagrad: {"initial_accumulator_value": [0.0, 0.5], "epsilon": [1e-3]},
        O.Lion: {"beta_1": [0.5, 0.95, 1.0], "beta_2": [0.5, 0.9]},
        O.RMSprop: {"rho": [0.5, 0.99], "momentum": [0.5, 0.9], "epsilon": [1e-3], "centered": [True]},
    }[kind]
    return {key: draw.choice(values) for key, values in options.items() if draw.random() < 0.5}


def common(draw):
    """Options that all have."""
    options = {}
    if draw.random() < 0.5:
        options["weight_decay"] = draw.choice([0.0, 0.01, 0.3])
    clip = draw.choice([None, {"clipnorm": 0.1}, {"clipvalue": 0.02}, {"global_clipnorm": 0.2}, {"global_clipnorm": 50.0}])
    options.update(clip or {})
    if draw.random() < 0.5:
        options["use_ema"] = True
        if draw.random() < 0.7:
            options["ema_momentum"] = draw.choice([0.0, 0.5, 0.9, 1.0])
        if draw.random() < 0.6:
            options["ema_overwrite_frequency"] = draw.choice([1, 2, 5])
    if draw.random() < 0.5:
        options["gradient_accumulation_steps"] = draw.choice([2, 3, 30])
    return options


def schedule(rate, draw):
    steps = draw.choice([1, 4, 10, 100])
    return draw.choice([
        lambda: S.ExponentialDecay(rate, steps, 0.8, staircase=draw.random() < 0.5),
        lambda: S.PiecewiseConstantDecay([steps], [rate, rate / 2]),
        lambda: S.PolynomialDecay(rate, steps, end_learning_rate=rate / 10, power=draw.choice([0.5, 1.0, 2.0]), cycle=draw.random() < 0.5),
        lambda: S.InverseTimeDecay(rate, steps, 0.5, staircase=draw.random() < 0.5),
        lambda: S.CosineDecay(rate, steps, alpha=draw.choice([0.0, 0.3])),
        lambda: S.CosineDecay(rate / 10, steps, warmup_target=rate, warmup_steps=draw.choice([3, 50])),
        lambda: S.CosineDecayRestarts(rate, steps, t_mul=draw.choice([1.0, 2.0]), m_mul=draw.choice([1.0, 0.8])),
    ])()


def with_factors(kind, factors):
    """The same optimizer with rates of layers."""
    if not factors:
        return kind

    class WithFactors(kind):
        def update_step(self, gradient, variable, learning_rate):
            super().update_step(gradient, variable, tf.cast(learning_rate, variable.dtype) * self.factor_of(variable))

        def factor_of(self, variable):
            return self.by_key.get(self._var_key(variable), 1.0)

        def build(self, variables):
            self.by_key = {self._var_key(v): next((f for layer, f in factors.items() if v.path.startswith(layer + "/")), 1.0) for v in variables}
            super().build(variables)

        def _apply_weight_decay(self, variables):
            if self.weight_decay is not None:
                for variable in variables:
                    if self._use_weight_decay(variable.value):
                        decay = tf.cast(self.weight_decay, variable.dtype)
                        rate = tf.cast(self.learning_rate, variable.dtype) * self.factor_of(variable)
                        variable.value.assign_sub(variable.value * decay * rate)

    return WithFactors


def drawn(number):
    """Everything of a case but its network."""
    draw = chance.Random(number)
    kinds = [O.SGD, O.Adam, O.AdamW, O.Nadam, O.Adamax, O.Adagrad, O.Lion, O.RMSprop]
    kind = kinds[number % len(kinds)]
    options = own(kind, draw) | common(draw)
    rate = draw.choice([0.1, 0.02]) if kind in (O.SGD, O.Adagrad) else draw.choice([0.02, 0.004])
    options["learning_rate"] = schedule(rate, draw) if draw.random() < 0.4 else rate
    excluded = draw.choice([[], [], ["bias"], ["gamma", "wide"]]) if options.get("weight_decay") or kind is O.AdamW else []
    factors = draw.choice([{}, {}, {"wide": 0.1}, {"embedding": 0.5, "labels": 3.0}])
    return kind, options, excluded, factors, draw.randrange(3)


def data():
    random = goldens.SplitMix64(23)
    x = random.uniform((ROWS, 5), 0.0, 2.0)
    tokens = np.concatenate([np.argsort(random.uniform((WORDS,)), kind="stable")[: BATCH * 3] for _ in range(3)])[: ROWS * 3]
    return x, tokens.reshape(ROWS, 3).astype(np.int32), random.bits((ROWS, 3)).astype(np.float64)


def config_of(model):
    config = json.loads(model.to_json())["config"]
    for layer in config["layers"]:
        if layer["class_name"] == "InputLayer":
            layer["config"]["dtype"] = layer["config"]["dtype"].replace("float64", "float32")
    return config


def main():
    arguments = [each for each in sys.argv[1:] if not each.startswith("-")]
    count = int(arguments[0]) if arguments else 24
    if len(arguments) > 1:
        import pathlib

        goldens.FOLDER = pathlib.Path(arguments[1])
    goldens.compute_type("float64")
    networks, names, arrays, index = [], [], {}, []
    x, tokens, y = data()
    for number in range(3):
        keras.backend.clear_session()
        model = network(number)
        networks.append(config_of(model))
        names.append([weight.path for weight in model.weights])
    for number in range(count):
        kind, options, excluded, factors, net = drawn(number)
        keras.backend.clear_session()
        model, random = network(net), goldens.SplitMix64(29)
        model.set_weights([random.uniform(w.shape, 1.0, 0.5) if w.name in ("gamma", "moving_variance") else random.uniform(w.shape)
                           for w in model.weights])
        optimizer = with_factors(kind, factors)(**options)
        if excluded:
            optimizer.exclude_from_weight_decay(var_names=excluded)
        model.compile(optimizer, loss="binary_crossentropy", run_eagerly=True)
        history = model.fit([x.astype(np.float64), tokens], y, batch_size=BATCH, epochs=EPOCHS, shuffle=False, verbose=0)
        config = optimizer.get_config()
        if isinstance(options["learning_rate"], float):
            config["learning_rate"] = options["learning_rate"]
        config["name"] = "drawn"
        name = f"{number:03d}"
        arrays[name] = np.concatenate([np.array(history.history["loss"], np.float64), *(weight.numpy().ravel() for weight in model.weights)])
        index.append({"name": name, "network": net, "class_name": kind.__name__, "config": config, "excluded": excluded, "factors": factors})
    goldens.write("optimizer_combinations", arrays, [{"networks": networks, "weights": names}, *index])


if __name__ == "__main__":
    main()
