#!/usr/bin/env python3
"""Optimizers and schedules of the real Keras: a golden file a kind.

    python=$(src/test/python/environment) && "$python" src/test/python/keras_optimizers.py [--check] [KIND ..]

OPTIMIZERS. parity/optimizers/KIND.json is a list of cases of that optimizer: name, class_name, config (Keras's get_config()), types,
excluded (names for exclude_from_weight_decay) and constraint ("" or "NonNeg", of the kernel). Arrays:
    kernel (2, 3), bias (3,)                       start values, float32 values (SplitMix64(5): kernel uniform(0, 2), bias uniform(0, 2));
    kernel_gradients (20, 2, 3), bias_gradients (20, 3)   uniform(0, 1) each; the gradient of step s whatever the variables;
    c/T (20, 9): kernel and bias, flat, after each step; for use_ema c/T/average (9,) at the end as well.
In float64 some constants are those of the float32 neighbour: see the comments in the Java code.

SCHEDULES. parity/schedules/KIND.json is a list of cases of that schedule: name, class_name, config; the array of its name in the .npz
beside it has the rates, float32, of the steps 0 to 24.
"""

import goldens
import keras
import numpy as np
import tensorflow as tf

STEPS = 20
S = keras.optimizers.schedules
O = keras.optimizers

SCHEDULES = {
    "cosine": lambda: S.CosineDecay(0.1, 10),
    "cosine_alpha": lambda: S.CosineDecay(0.1, 10, alpha=0.2),
    "cosine_name": lambda: S.CosineDecay(0.1, 12, name="other"),
    "cosine_warmup": lambda: S.CosineDecay(0.01, 10, alpha=0.1, warmup_target=0.2, warmup_steps=5),
    "cosine_warmup_of_nothing": lambda: S.CosineDecay(0.0, 10, warmup_target=0.2, warmup_steps=3),
    "cosine_target_without_steps": lambda: S.CosineDecay(0.1, 10, warmup_target=0.2),
    "exponential": lambda: S.ExponentialDecay(0.1, 3, 0.9),
    "exponential_staircase": lambda: S.ExponentialDecay(0.2, 4, 0.8, staircase=True, name="other"),
    "piecewise": lambda: S.PiecewiseConstantDecay([3, 7], [0.1, 0.05, 0.01]),
    "piecewise_one": lambda: S.PiecewiseConstantDecay([5], [0.1, 0.05], name="other"),
}

COMMON = {
    "decay": {"weight_decay": 0.3},
    "clipnorm": {"clipnorm": 0.5},
    "clipvalue": {"clipvalue": 0.2},
    "global_clipnorm": {"global_clipnorm": 0.6},
    "ema": {"use_ema": True},
    "ema_overwrite": {"use_ema": True, "ema_momentum": 0.8, "ema_overwrite_frequency": 3},
    "accumulate": {"gradient_accumulation_steps": 2},
    "name": {"name": "other"},
}

OWN = {
    O.SGD: {"momentum": {"momentum": 0.9}, "nesterov": {"momentum": 0.9, "nesterov": True}},
    O.Adam: {
        "betas": {"beta_1": 0.8, "beta_2": 0.95},
        "epsilon": {"epsilon": 1e-3},
        "amsgrad": {"amsgrad": True},
    },
    O.AdamW: {
        "betas": {"beta_1": 0.8, "beta_2": 0.95},
        "epsilon": {"epsilon": 1e-3},
        "amsgrad": {"amsgrad": True},
    },
    O.RMSprop: {
        "rho": {"rho": 0.8},
        "momentum": {"momentum": 0.7},
        "epsilon": {"epsilon": 1e-3},
        "centered": {"centered": True},
        "centered_momentum": {"centered": True, "momentum": 0.7},
    },
}


def optimizer_cases():
    """Name, maker, names that do not decay, whether the kernel has a constraint, whether float32 is compared, too."""
    for kind, own in OWN.items():
        prefix = kind.__name__.lower()
        yield prefix, lambda k=kind: k(), [], "", True
        for name, config in own.items():
            yield f"{prefix}_{name}", lambda k=kind, c=config: k(0.05, **c), [], "", True
        for name, config in COMMON.items():
            yield f"{prefix}_{name}", lambda k=kind, c=config: k(0.05, **c), [], "", False
    yield "adamw_excluded", lambda: O.AdamW(0.05, weight_decay=0.5), ["bias"], "", False
    yield "sgd_constraint", lambda: O.SGD(0.2, use_ema=True, ema_momentum=0.5), [], "NonNeg", False
    yield "adam_accumulate_all", lambda: O.Adam(0.05, weight_decay=0.2, clipnorm=0.3, use_ema=True, ema_momentum=0.8,
                                                ema_overwrite_frequency=2, gradient_accumulation_steps=3), [], "NonNeg", False
    yield "rmsprop_accumulate_clipped", lambda: O.RMSprop(0.05, momentum=0.5, global_clipnorm=0.4,
                                                          gradient_accumulation_steps=2), [], "", False
    yield "adamw_cosine", lambda: O.AdamW(S.CosineDecay(0.01, 10, alpha=0.1, warmup_target=0.2, warmup_steps=5)), [], "", False
    yield "sgd_exponential_accumulate", lambda: O.SGD(S.ExponentialDecay(0.1, 3, 0.9), gradient_accumulation_steps=2), [], "", False
    yield "sgd_piecewise_decay", lambda: O.SGD(S.PiecewiseConstantDecay([3, 7], [0.1, 0.05, 0.01]), weight_decay=0.5), [], "", False


def optimizers():
    random = goldens.SplitMix64(5)
    arrays = {
        "kernel": random.uniform((2, 3), 0.0, 2.0),
        "bias": random.uniform((3,), 0.0, 2.0),
        "kernel_gradients": random.uniform((STEPS, 2, 3), 0.0, 1.0),
        "bias_gradients": random.uniform((STEPS, 3), 0.0, 1.0),
    }
    files = {}
    for name, make, excluded, constraint, single in optimizer_cases():
        kind = type(make()).__name__
        if not goldens.wanted(kind):
            continue
        paths, index = files.setdefault(kind, (dict(arrays), []))
        types = ["float64"] + (["float32"] if single else [])
        for floatx in types:
            goldens.compute_type(floatx)
            optimizer = make()
            kernel = keras.Variable(arrays["kernel"].astype(floatx), name="kernel")
            bias = keras.Variable(arrays["bias"].astype(floatx), name="bias")
            if constraint:
                kernel.constraint = getattr(keras.constraints, constraint)()
            if excluded:
                optimizer.exclude_from_weight_decay(var_names=excluded)
            path = []
            for step in range(STEPS):
                gradients = [tf.constant(arrays[f"{each}_gradients"][step].astype(floatx)) for each in ("kernel", "bias")]
                optimizer.apply(gradients, [kernel, bias])
                path.append(np.concatenate([kernel.numpy().ravel(), bias.numpy()]))
            paths[f"{name}/{floatx}"] = np.array(path)
            assert paths[f"{name}/{floatx}"].dtype == floatx
            config = optimizer.get_config()
            if optimizer.use_ema:
                optimizer.finalize_variable_values([kernel, bias])
                paths[f"{name}/{floatx}/average"] = np.concatenate([kernel.numpy().ravel(), bias.numpy()])
        # A rate that is a float32 variable reads back rounded; the last type is float64 where the configuration is taken.
        goldens.compute_type("float64")
        config["learning_rate"] = make().get_config()["learning_rate"]
        if "name" in config and config["name"] != "other":
            config["name"] = config["name"].rstrip("_0123456789")
        index.append({"name": name, "class_name": kind, "config": config, "types": types,
                      "excluded": excluded, "constraint": constraint})
    for kind, (paths, index) in files.items():
        goldens.write(f"optimizers/{kind}", paths, index)


def schedules():
    goldens.compute_type("float64")
    files = {}
    for name, make in SCHEDULES.items():
        schedule = make()
        kind = type(schedule).__name__
        if goldens.wanted(kind):
            arrays, index = files.setdefault(kind, ({}, []))
            arrays[name] = np.array([schedule(tf.constant(step, tf.int64)).numpy() for step in range(25)])
            assert arrays[name].dtype == np.float32
            index.append({"name": name, "class_name": kind, "config": schedule.get_config()})
    for kind, (arrays, index) in files.items():
        goldens.write(f"schedules/{kind}", arrays, index)


if __name__ == "__main__":
    optimizers()
    schedules()
