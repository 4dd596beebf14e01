#!/usr/bin/env python3
"""Models that go from the real Keras to Java and back as .keras files: every kind, its options, its training.

    python=$(src/test/python/environment) && "$python" src/test/python/check_keras_files.py [FOLDER] [--kinds KIND,..]

Saves a model for each kind of keras_layers.py, with its cases as branches, and models with several inputs and outputs, networks inside
networks, types and what they were compiled with; has Java (test class KerasExchange) load each, compare its outputs to 1e-5 and save
it again; and loads that with Keras: weights equal bit by bit, outputs to 1e-5, what it was compiled with as it was. Then 5 steps in Java, 5 in
Python and 5 in Java against 15 in Python, in float64, to 1e-8, for each optimizer. Needs `mvn verify` (or test-compile) before it.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ARGUMENTS = sys.argv[1:] if pathlib.Path(sys.argv[0]).name == pathlib.Path(__file__).name else []
if ARGUMENTS:
    sys.argv = sys.argv[:1]  # goldens.py and keras_layers.py look at it, too

import goldens
import keras
import keras_layers
import numpy as np
import tensorflow as tf
from keras import layers

ROOT = pathlib.Path(__file__).resolve().parents[3]
TOLERANCE = 1e-5
counts = {True: 0, False: 0}


def check(passed, what):
    counts[bool(passed)] += 1
    if not passed:
        print(f"FAILED: {what}")
    return passed


def java(*arguments, main="KerasExchange"):
    """Runs the Java side; what it prints is returned."""
    classes = os.environ.get("KERAUNOS_CLASSPATH")
    if not classes:
        listed = ROOT / "target" / "test.classpath"
        subprocess.run(
            ["mvn", "-B", "-q", "dependency:build-classpath", "-DincludeScope=test", f"-Dmdep.outputFile={listed}"], cwd=ROOT, check=True
        )
        classes = os.pathsep.join([str(ROOT / "target" / "test-classes"), str(ROOT / "target" / "classes"), listed.read_text()])
    command = ["java", "-cp", classes, f"org.keraunos.saving.keras.{main}", *map(str, arguments)]
    run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=os.environ | {"TF_CPP_MIN_LOG_LEVEL": "2"})
    if run.returncode:
        print(run.stdout, run.stderr[-3000:])
        check(False, f"java {' '.join(map(str, arguments))}")
    return run.stdout


def close(found, wanted, what, tolerance=TOLERANCE):
    found, wanted = np.asarray(found, np.float64), np.asarray(wanted, np.float64)
    gap = np.abs(found - wanted) - tolerance * (np.abs(wanted) + np.max(np.abs(wanted), initial=0))
    return check(found.shape == wanted.shape and (not gap.size or np.max(gap) <= 0), f"{what}: at most {np.max(np.abs(found - wanted), initial=0):.3g} apart")


def randomize(model, random):
    """Weights far from their start, each unlike the others, and statistics that are not 0 and 1."""
    model.set_weights(
        [random.uniform(w.shape, float(w.name in ("gamma", "moving_variance", "variance")), 1.0).astype(w.dtype) for w in model.weights]
    )
    for each in model._flatten_layers():
        if isinstance(each, layers.Normalization) and each.input_mean is None:
            each.finalize_state()


def kinds(wanted):
    """A model a kind, its cases as branches."""
    for kind, cases in keras_layers.LAYERS.items():
        if wanted and kind not in wanted:
            continue
        keras.backend.clear_session()
        random, inputs, outputs, given = goldens.SplitMix64(5), [], {}, {}
        for case in cases():
            if not case.run:
                continue
            layer = case.layer
            tensors = []
            for i, shape in enumerate(case.shapes):
                name = f"{case.name}_x{i}"
                shape = (3, *shape[1:])
                tensors.append(keras.Input(shape[1:], dtype="int32" if case.ints else "float32", name=name))
                low = case.scale / 2 + 1 if case.positive else 0.0
                given[name] = random.bytes(shape).astype(np.int32) % case.ints if case.ints else random.uniform(shape, low, case.scale)
            made = layer(tensors, **plain(case.call)) if keras_layers.is_merge(layer) else layer(*tensors, **plain(case.call))
            for i, output in enumerate(made if isinstance(made, (tuple, list)) else [made]):
                outputs[f"{case.name}_y{i}"] = output
            inputs += tensors
        if not inputs:
            continue
        model = keras.Model(inputs, outputs)
        yield kind, model, given


def plain(call):
    return {key: np.float32(value["config"]["value"]) if isinstance(value, dict) else value for key, value in call.items()}


def outputs(model, given):
    """What a model gives in inference, by the names of its outputs."""
    made = model(given if len(given) > 1 else next(iter(given.values())), training=False)
    if isinstance(made, dict):
        return made
    names = getattr(model, "output_names", None) or [model.layers[-1].name]
    return dict(zip(names, made if isinstance(made, (list, tuple)) else [made]))


def save(folder, name, model, given):
    model.save(folder / f"{name}.keras")
    arrays = {f"input/{key}": np.asarray(value) for key, value in given.items()}
    arrays |= {f"output/{key}": np.asarray(tf.cast(value, tf.float32)) for key, value in outputs(model, given).items()}
    np.savez(folder / f"{name}.npz", **arrays)


def whole():
    """Models of several inputs and outputs, networks inside networks, shared layers, what is frozen."""
    random = goldens.SplitMix64(6)
    keras.backend.clear_session()
    for name, model in keras_layers.networks():
        given = {}
        for tensor in model.inputs:
            shape = (3, *tensor.shape[1:])
            ints = tensor.dtype == "int32"
            given[tensor.name] = random.bytes(shape).astype(np.int32) % 9 if ints else random.uniform(shape, 0.0, 2.0)
        yield name, model, given
    import keras_nested

    keras.backend.clear_session()
    yield "nested", keras_nested.network(), {"a": random.uniform((3, 4), 0.0, 2.0), "b": random.uniform((3, 4), 0.0, 2.0)}
    keras.backend.clear_session()
    late = keras.Sequential([layers.Conv2D(2, 3), layers.BatchNormalization(), layers.Flatten(), layers.Dense(3, activation="sigmoid")])
    late(np.zeros((1, 6, 6, 1), np.float32))
    yield "late_sequential", late, {late.get_config()["layers"][0]["config"]["name"]: random.uniform((3, 6, 6, 1))}
    keras.backend.clear_session()
    early = keras.Sequential([keras.Input((5,), name="rows"), layers.Dense(4, activation="relu", trainable=False), layers.Dense(2, activation="softmax")])
    yield "sequential", early, {"rows": random.uniform((3, 5))}
    keras.backend.clear_session()
    pixels = keras.Input((6, 6, 3), dtype="uint8", name="pixels", batch_size=4)
    x = layers.Rescaling(1 / 255)(pixels)
    x = layers.Conv2D(3, 3, dtype="mixed_bfloat16")(x)
    x = layers.Flatten()(x)
    yield "pixels", keras.Model(pixels, layers.Dense(2, activation="sigmoid")(x)), {"pixels": random.bytes((4, 6, 6, 3))}


def optimizers():
    yield "adam", keras.optimizers.Adam(0.01, amsgrad=True)
    yield "adamw_averaged", keras.optimizers.AdamW(0.01, use_ema=True, ema_momentum=0.9)
    yield "sgd", keras.optimizers.SGD(0.1, momentum=0.9, nesterov=True)
    yield "sgd_plain", keras.optimizers.SGD(0.1, global_clipnorm=0.5)
    yield "rmsprop", keras.optimizers.RMSprop(0.01, momentum=0.5, centered=True)
    yield "nadam", keras.optimizers.Nadam(0.01)
    yield "adamax", keras.optimizers.Adamax(0.01, gradient_accumulation_steps=2)
    yield "adagrad", keras.optimizers.Adagrad(keras.optimizers.schedules.CosineDecay(0.1, 20))
    yield "lion", keras.optimizers.Lion(keras.optimizers.schedules.PiecewiseConstantDecay([4, 8], [0.03, 0.01, 0.003]))


def trained(optimizer):
    keras.backend.clear_session()
    pictures = keras.Input((6, 6, 2), name="pictures")
    x = layers.Conv2D(3, 3, activation="tanh", kernel_regularizer="l2")(pictures)
    x = layers.BatchNormalization(momentum=0.8)(x)
    block = keras.Sequential([keras.Input((4, 4, 3)), layers.DepthwiseConv2D(2), layers.Flatten(), layers.Dense(4, trainable=False)], name="block")
    x = layers.Dropout(0.0)(block(x))
    model = keras.Model(pictures, layers.Dense(3, activation="sigmoid")(x))
    model.compile(optimizer, keras.losses.BinaryCrossentropy(label_smoothing=0.1), metrics=["binary_accuracy", keras.metrics.F1Score("macro", 0.5), keras.metrics.AUC(multi_label=True, num_thresholds=50)])
    random = goldens.SplitMix64(9)
    model.set_weights([random.uniform(w.shape, float(w.name in ("gamma", "moving_variance")), 1.0).astype(w.dtype) for w in model.weights])
    return model


def steps(model, arrays, first, count):
    losses = []
    for step in range(first, first + count):
        model.reset_metrics()
        losses.append(float(model.train_on_batch(arrays["input/pictures"][step], arrays["target"][step], return_dict=True)["loss"]))
    return losses


def trainings(folder):
    """5 steps in Java, 5 in Python, 5 in Java, against 15 in Python."""
    goldens.compute_type("float64")
    random = goldens.SplitMix64(8)
    arrays = {"input/pictures": random.uniform((15, 8, 6, 6, 2), 0.0, 2.0), "target": random.bits((15, 8, 3)).astype(np.float32)}
    np.savez(folder / "batches.npz", **arrays)
    for part in ("start", "first", "second", "third"):
        (folder / part).mkdir()
    wanted, found = {}, {}
    for name, optimizer in optimizers():
        model = trained(optimizer)
        model.save(folder / "start" / f"{name}.keras")
        wanted[name] = steps(model, arrays, 0, 15)
    collect(found, java("train", folder / "start", folder / "first", folder / "batches.npz", 0, 5))
    for file in sorted((folder / "first").glob("*.keras")):
        model = keras.saving.load_model(file)
        before = model.get_compile_config()
        check(before and before["metrics"], f"{file.stem}: compiled with metrics: {before}")
        found[file.stem] += steps(model, arrays, 5, 5)
        model.save(folder / "second" / file.name)
    collect(found, java("train", folder / "second", folder / "third", folder / "batches.npz", 10, 5))
    for name, losses in wanted.items():
        gap = max(abs(a - b) for a, b in zip(losses, found.get(name, []))) if len(found.get(name, [])) == 15 else float("inf")
        print(f"{name}: losses {losses[0]:.6f} to {losses[-1]:.6f}, at most {gap:.2g} apart")
        check(gap <= 1e-8, f"{name}: losses at most {gap:.3g} apart")
    goldens.compute_type("float32")


def collect(found, out):
    for line in out.splitlines():
        name, _, rest = line.partition(".keras ")
        if rest.startswith("["):
            found.setdefault(name, []).extend(json.loads(rest[: rest.index("]") + 1]))
            rest = re.sub(r"\[the file does not say what pixels went through[^]]*\]", "[]", rest)
            check(rest.endswith(" [][]"), f"{name}: nothing is told: {rest}")


def main():
    names = next((a.split("=")[1].split(",") for a in ARGUMENTS if a.startswith("--kinds=")), [])
    places = [a for a in ARGUMENTS if not a.startswith("-")]
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(places[0] if places else temporary)
        (folder / "java").mkdir(parents=True, exist_ok=True)
        for each in list(folder.glob("*.keras")) + list((folder / "java").glob("*.keras")):
            each.unlink()
        if not names:
            place = folder / "trainings"
            subprocess.run(["rm", "-rf", place], check=True)
            place.mkdir()
            trainings(place)
        if "--trainings" in ARGUMENTS:
            print(f"{counts[True]} passed, {counts[False]} failed")
            sys.exit(1 if counts[False] else 0)
        for source in (kinds(names), whole() if not names else ()):
            for name, model, given in source:
                randomize(model, goldens.SplitMix64(7))
                save(folder, name, model, given)
        out = java("score", folder)
        print("\n".join(line for line in out.splitlines() if not line.startswith("passed")))
        notes = [line for line in out.splitlines() if line.startswith("passed") and "[]" not in line]
        print("\n".join(notes))
        for file in sorted((folder / "java").glob("*.keras")):
            compare(folder, file)
    print(f"{counts[True]} passed, {counts[False]} failed")
    sys.exit(1 if counts[False] else 0)


def compare(folder, file):
    name = file.stem
    try:
        ours, theirs = keras.saving.load_model(file), keras.saving.load_model(folder / file.name)
    except Exception as e:  # whatever Keras raises
        check(False, f"{name}: Keras loads what Java saved: {type(e).__name__}: {str(e)[:600]}")
        return
    a, b = ours.weights, theirs.weights
    check(len(a) == len(b), f"{name}: {len(a)} weights, {len(b)} in the original")
    for x, y in zip(a, b):
        check(x.shape == y.shape and np.array_equal(np.asarray(x), np.asarray(y)), f"{name}: weight {x.path} is {y.path} bit by bit")
        check(x.trainable == y.trainable, f"{name}: {x.path} trains: {x.trainable}")
    with np.load(folder / f"{name}.npz") as arrays:
        given = {k[6:]: arrays[k] for k in arrays.files if k.startswith("input/")}
        usual = 1e-2 if name == "pixels" else TOLERANCE
        tolerance = float(arrays["tolerance"][0]) if "tolerance" in arrays.files else usual
        for key, value in outputs(ours, given).items():
            close(np.asarray(tf.cast(value, tf.float32)), arrays[f"output/{key}"], f"{name}: output {key}", tolerance)


if __name__ == "__main__":
    main()
