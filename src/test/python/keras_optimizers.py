#!/usr/bin/env python3
"""Optimizers and schedules of the real Keras: a golden file a kind.

    python=$(src/test/python/environment) && "$python" src/test/python/keras_optimizers.py [--check] [KIND ..]

OPTIMIZERS. parity/optimizers/KIND.json is a list of cases of that optimizer: name, class_name, config (Keras's get_config()), types,
excluded (names for exclude_from_weight_decay), constraint ("" or "NonNeg", of the kernel) and rate_factor (of the layer:
Keras has none, so the path is that of an optimizer at the lower rate). Arrays:
    kernel (2, 3), bias (3,)                       start values, float32 values (SplitMix64(5): kernel uniform(0, 2), bias uniform(0, 2));
    kernel_gradients (20, 2, 3), bias_gradients (20, 3)   uniform(0, 1) each; the gradient of step s whatever the variables;
    c/T (20, 9): kernel and bias, flat, after each step; for use_ema c/T/average (9,) at the end as well.
In float64 some constants are those of the float32 neighbour: see the comments in the Java code.

SCHEDULES. parity/schedules/KIND.json is a list of cases of that schedule: name, class_name, config; the array of its name in the .npz
beside it has the rates, float32, of the steps 0 to 24. One-cycle, which Keras has not, is NumPy's float64 by the formula that its Javadoc has, rounded.
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
    "inverse_time": lambda: S.InverseTimeDecay(0.1, 3, 0.5),
    "inverse_time_staircase": lambda: S.InverseTimeDecay(0.2, 4, 0.8, staircase=True, name="other"),
    "polynomial": lambda: S.PolynomialDecay(0.1, 10),
    "polynomial_power": lambda: S.PolynomialDecay(0.2, 12, end_learning_rate=0.01, power=0.5, name="other"),
    "polynomial_cycle": lambda: S.PolynomialDecay(0.1, 6, end_learning_rate=0.01, power=2.0, cycle=True),
    "restarts": lambda: S.CosineDecayRestarts(0.1, 3),
    "restarts_lower": lambda: S.CosineDecayRestarts(0.2, 4, t_mul=1.5, m_mul=0.8, alpha=0.1, name="other"),
    "restarts_even": lambda: S.CosineDecayRestarts(0.1, 5, t_mul=1.0, m_mul=0.9),
    "piecewise": lambda: S.PiecewiseConstantDecay([3, 7], [0.1, 0.05, 0.01]),
    "piecewise_one": lambda: S.PiecewiseConstantDecay([5], [0.1, 0.05], name="other"),
}

ONE_CYCLE = {"max_learning_rate": 0.0, "total_steps": 0, "rise_share": 0.3, "div_factor": 25.0, "final_div_factor": 1e4, "linear": False,
             "name": "OneCycle"}
ONE_CYCLES = {
    "one_cycle": {"max_learning_rate": 0.1, "total_steps": 21},
    "one_cycle_linear": {"max_learning_rate": 0.1, "total_steps": 21, "rise_share": 0.45, "div_factor": 10.0, "final_div_factor": 20.0,
                         "linear": True},
    "one_cycle_short": {"max_learning_rate": 2.0, "total_steps": 2, "rise_share": 0.5, "div_factor": 1.0, "final_div_factor": 1.0,
                        "name": "other"},
}


def one_cycle(step, max_learning_rate, total_steps, rise_share=0.3, div_factor=25.0, final_div_factor=1e4, linear=False, name=""):
    first, last = max_learning_rate / div_factor, total_steps - 1
    top = rise_share * last
    step = min(step, last)
    if step <= top:
        start, end, share = first, max_learning_rate, step / top
    else:
        start, end, share = max_learning_rate, first / final_div_factor, (step - top) / (last - top)
    return start + (end - start) * share if linear else end + (start - end) * (1 + np.cos(np.pi * share)) / 2


COMMON = {
    "clipnorm": {"clipnorm": 0.5},
    "clipvalue": {"clipvalue": 0.2},
    "global_clipnorm": {"global_clipnorm": 0.6},
    "ema": {"use_ema": True},
    "ema_overwrite": {"use_ema": True, "ema_momentum": 0.8, "ema_overwrite_frequency": 3},
    "accumulate": {"gradient_accumulation_steps": 2},
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
    O.Nadam: {"betas": {"beta_1": 0.8, "beta_2": 0.95}, "epsilon": {"epsilon": 1e-3}},
    O.Adamax: {"betas": {"beta_1": 0.8, "beta_2": 0.95}, "epsilon": {"epsilon": 1e-3}},
    O.Adagrad: {"start": {"initial_accumulator_value": 0.5}, "epsilon": {"epsilon": 1e-3}},
    O.Lion: {"betas": {"beta_1": 0.8, "beta_2": 0.95}},
    O.RMSprop: {
        "rho": {"rho": 0.8},
        "momentum": {"momentum": 0.7},
        "epsilon": {"epsilon": 1e-3},
        "centered": {"centered": True},
        "centered_momentum": {"centered": True, "momentum": 0.7},
    },
}


def optimizer_cases(kind):
    """Name, maker, names that do not decay, whether the kernel has a constraint, whether float32 is compared, too."""
    prefix = kind.__name__.lower()
    yield prefix, lambda: kind(), [], "", True
    for name, config in OWN[kind].items():
        yield f"{prefix}_{name}", lambda c=config: kind(0.05, **c), [], "", True
    for name, config in COMMON.items():
        yield f"{prefix}_{name}", lambda c=config: kind(0.05, **c), [], "", False
    yield f"{prefix}_excluded", lambda: kind(0.05, weight_decay=0.5, name="other"), ["bias"], "", False
    yield f"{prefix}_accumulate_all", lambda: kind(0.05, weight_decay=0.2, clipnorm=0.3, use_ema=True, ema_momentum=0.8,
                                                   ema_overwrite_frequency=2, gradient_accumulation_steps=3), [], "NonNeg", False
    yield f"{prefix}_accumulate_clipped", lambda: kind(0.05, global_clipnorm=0.4, gradient_accumulation_steps=2), [], "", False
    if kind is O.SGD:
        yield "sgd_constraint", lambda: O.SGD(0.2, use_ema=True, ema_momentum=0.5), [], "NonNeg", False
        for name in SCHEDULES:
            yield f"sgd_{name}", lambda n=name: O.SGD(SCHEDULES[n](), weight_decay=0.5, clipvalue=0.3,
                                                      gradient_accumulation_steps=2), [], "", False
    if kind is O.AdamW:
        yield "adamw_excluded_by_expression", lambda: O.AdamW(0.05, weight_decay=0.5), ["k.*l", "moving"], "", False
        yield "adamw_cosine", lambda: O.AdamW(S.CosineDecay(0.01, 10, alpha=0.1, warmup_target=0.2, warmup_steps=5)), [], "", False


def steps(optimizer, arrays, floatx, excluded=(), constraint=""):
    """The variables after each step, and what there is at the end of a training."""
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
    optimizer.finalize_variable_values([kernel, bias])
    return np.array(path), np.concatenate([kernel.numpy().ravel(), bias.numpy()])


def entry(name, optimizer, make, types, excluded=(), constraint="", factor=1.0):
    goldens.compute_type("float64")
    config = optimizer.get_config()
    # A rate that is a float32 variable reads back rounded.
    config["learning_rate"] = make().get_config()["learning_rate"]
    if config["name"] != "other":
        config["name"] = config["name"].rstrip("_0123456789")
    return {"name": name, "class_name": type(optimizer).__name__, "config": config, "types": types, "excluded": list(excluded),
            "constraint": constraint, "rate_factor": factor}


def optimizers():
    random = goldens.SplitMix64(5)
    arrays = {
        "kernel": random.uniform((2, 3), 0.0, 2.0),
        "bias": random.uniform((3,), 0.0, 2.0),
        "kernel_gradients": random.uniform((STEPS, 2, 3), 0.0, 1.0),
        "bias_gradients": random.uniform((STEPS, 3), 0.0, 1.0),
    }
    for kind in OWN:
        if not goldens.wanted(kind.__name__):
            continue
        index, paths = [], dict(arrays)
        for name, make, excluded, constraint, single in optimizer_cases(kind):
            types = ["float64"] + (["float32"] if single else [])
            for floatx in types:
                goldens.compute_type(floatx)
                optimizer = make()
                path, end = steps(optimizer, arrays, floatx, excluded, constraint)
                assert path.dtype == floatx
                paths[f"{name}/{floatx}"] = path
                if optimizer.use_ema:
                    paths[f"{name}/{floatx}/average"] = end
            index.append(entry(name, optimizer, make, types, excluded, constraint))
        goldens.compute_type("float64")
        name = f"{kind.__name__.lower()}_factor"
        paths[f"{name}/float64"], _ = steps(kind(0.05 * 0.2, weight_decay=0.3), arrays, "float64")
        index.append(entry(name, kind(0.05, weight_decay=0.3), lambda: kind(0.05), ["float64"], factor=0.2))
        goldens.write(f"optimizers/{kind.__name__}", paths, index)


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
    for name, config in ONE_CYCLES.items():
        if goldens.wanted("OneCycle"):
            arrays, index = files.setdefault("OneCycle", ({}, []))
            arrays[name] = np.array([one_cycle(step, **config) for step in range(25)]).astype(np.float32)
            index.append({"name": name, "class_name": "OneCycle", "config": ONE_CYCLE | config})
    for kind, (arrays, index) in files.items():
        goldens.write(f"schedules/{kind}", arrays, index)


if __name__ == "__main__":
    optimizers()
    schedules()
