#!/usr/bin/env python3
"""The networks of Keras's code examples, saved by Keras, in Java: they open, predict and train 5 steps as in Keras.

    python=$(src/test/python/environment) && "$python" src/test/python/check_keras_examples.py [EXAMPLE ..]

Each of keras_examples.py in float32 with its dropout: outputs to 1e-5 (the U-Net's to 1e-4), and saved again for Keras. In float64 without (nobody draws the same numbers):
the losses of 5 steps to 1e-8. Needs `mvn verify` (or test-compile) before it.
"""

import pathlib
import sys
import tempfile

NAMES, sys.argv = sys.argv[1:], sys.argv[:1]

import check_keras_files as files
import goldens
import keras
import keras_examples
import numpy as np

ROWS, STEPS, TOLERANCE = 4, 5, 1e-8
DEEP = ("unet",)  # 15 convolutions in a row, whose float32 outputs are up to 5e-5 apart, of the same weights in Keras itself, too


def inputs(model, random, steps):
    """Numbers and pixels uniform, whole numbers each once in a batch: Keras squares the gradient of each occurrence by itself."""
    given = {}
    for tensor in model.inputs:
        shape = (steps, ROWS, *tensor.shape[1:])
        if "int" in tensor.dtype:
            most = values(model, tensor)
            orders = [np.argsort(random.uniform((most,)))[: int(np.prod(shape[1:]))] for _ in range(steps)]
            once = len(orders[0]) == np.prod(shape[1:])
            given[tensor.name] = np.stack(orders).reshape(shape).astype(np.int32) if once else np.broadcast_to(np.arange(most, dtype=np.int32), shape)
        else:
            given[tensor.name] = random.uniform(shape, 0.5, 1.0)
    return given


def values(model, tensor):
    """How many numbers the table has that an input goes into."""
    return next(layer.input_dim for layer in model.layers if isinstance(layer, keras.layers.Embedding) and layer.input is tensor)


def targets(kind, shape, random):
    """One step's targets."""
    rows = (ROWS, *shape[1:])
    if kind == "bits":
        return random.bits(rows).astype(np.float32)
    if kind == "class":
        # A class a place: a column, or a picture of one channel.
        return (random.bytes((*rows[:-1], 1)) % rows[-1]).astype(np.float32)
    if kind == "one_hot":
        return np.eye(rows[-1], dtype=np.float32)[random.bytes((ROWS,)) % rows[-1]]
    return random.uniform(rows, 0.0, 2.0)


def main():
    chosen = [example for example in keras_examples.EXAMPLES if not NAMES or example.__name__ in NAMES]
    expected = {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        (folder / "java").mkdir()
        (folder / "train").mkdir()
        for example in chosen:
            name = example.__name__
            goldens.compute_type("float32")
            keras.backend.clear_session()
            model, compiled, _ = example(0.2)
            files.randomize(model, goldens.SplitMix64(7))
            model.compile(**compiled)
            files.save(folder, name, model, {key: value[0] for key, value in inputs(model, goldens.SplitMix64(8), 1).items()})
            if name in DEEP:
                with np.load(folder / f"{name}.npz") as arrays:
                    np.savez(folder / f"{name}.npz", **dict(arrays), tolerance=[1e-4])
            expected[name] = train(example, folder / "train" / name)
        print("\n".join(line for line in files.java("score", folder).splitlines() if not line.startswith("passed")))
        for file in sorted((folder / "java").glob("*.keras")):
            files.compare(folder, file)
        for line in files.java(folder / "train", STEPS, main="KerasTrainings").splitlines():
            if line.startswith("#"):
                print(line)
                continue
            name, *losses = line.split()
            files.close([float(loss) for loss in losses], expected.pop(name), f"{name}: losses of {STEPS} steps", TOLERANCE)
        files.check(not expected, f"trained in Java: {sorted(expected)} are missing")
    print(f"{files.counts[True]} passed, {files.counts[False]} failed")
    sys.exit(1 if files.counts[False] else 0)


def train(example, place):
    """Saves an example and batches for it, and returns the losses of its steps."""
    goldens.compute_type("float64")
    keras.backend.clear_session()
    model, compiled, kinds = example(0.0)
    random = goldens.SplitMix64(9)
    model.set_weights([random.uniform(w.shape, float(w.name in ("gamma", "moving_variance", "variance")), 0.5).astype(w.dtype) for w in model.weights])
    model.compile(**compiled)
    model.save(f"{place}.keras")
    given = inputs(model, random, STEPS)
    kinds = [kinds] if isinstance(kinds, str) else kinds
    wanted = [np.stack([targets(kind, output.shape, random) for _ in range(STEPS)]) for kind, output in zip(kinds, model.outputs)]
    names = [output._keras_history.operation.name for output in model.outputs]
    arrays = {f"input/{key}": value for key, value in given.items()}
    arrays |= {f"target/{name}": value for name, value in zip(names, wanted)}
    np.savez(f"{place}.npz", **arrays)
    losses = []
    for step in range(STEPS):
        model.reset_metrics()
        x = [given[tensor.name][step] for tensor in model.inputs]
        y = [value[step].astype(np.float64) for value in wanted]
        out = model.train_on_batch(x if len(x) > 1 else x[0], y if len(y) > 1 else y[0], return_dict=True)
        losses.append(float(out["loss"]))
    return losses


if __name__ == "__main__":
    main()
