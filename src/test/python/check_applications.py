#!/usr/bin/env python3
"""Networks of keras.applications from Keras's files, predicted and trained further by Keraunos and by Keras.

    python=$(src/test/python/environment) && "$python" src/test/python/check_applications.py          # the small member of every family
    "$python" src/test/python/check_applications.py ResNet101 NASNetLarge                             # these
    "$python" src/test/python/check_applications.py --all --table docs/applications.md                # all 40, and all that is said below

Each network gets random weights, and statistics as a pass over data leaves them; it is saved as .keras, and Java (test class
ApplicationsExchange) predicts the same images: equal to 1e-5, of the deepest to 1e-4. It has 20 labels and images as small as Keras allows, or a
little more. Networks that Java draws take Keras's .weights.h5, too, by place and by name, and give the same.

--all takes hours on a small machine, and goes on where it was ended: what is done stands in target/applications.jsonl (--results). There

  * the small member of each family has the size that Keras made it for and 1000 classes;
  * a photograph goes through Java's own reading and preprocessing, and through Keras's preprocess_input;
  * Keras computes the same in float64, also for others where float32 differs by more than is allowed: how far both libraries' float32 is
    from that says what a difference between the two means;
  * the small members are cut below their pooling, get a new head and take two steps with a frozen body, whose normalizations infer, and two
    with all of it, in float64 (ConvNeXt in float32, since TensorFlow has no gradient of its convolutions in groups in float64 on processors).

Networks of more than 150 million weights are compared in float32 alone. Needs `mvn verify` (or test-compile) before it.
"""

import argparse
import gc
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import goldens
import keras
import numpy as np
import tensorflow as tf
from PIL import Image

ROOT = pathlib.Path(__file__).resolve().parents[3]
PHOTO = ROOT / "src/test/resources/org/keraunos/images/photo.jpg"
MARK = ("<!-- table -->", "<!-- end of the table -->")

# The small member of each family and the smallest size that it takes, or a little more.
SMALL = {
    "ConvNeXtTiny": 64, "DenseNet121": 64, "EfficientNetB0": 64, "EfficientNetV2B0": 64, "InceptionResNetV2": 75, "InceptionV3": 75,
    "MobileNet": 64, "MobileNetV2": 64, "MobileNetV3Small": 64, "NASNetMobile": 64, "ResNet50": 64, "ResNet50V2": 64, "VGG16": 32, "Xception": 71,
}  # fmt: skip

# By the beginnings of names, for those that are not small members.
SIZES = {"InceptionResNet": 75, "Inception": 75, "VGG": 32, "Xception": 71}

# Those that Java draws.
DRAWN = ("MobileNet", "ResNet", "EfficientNetB", "VGG")

# What preprocess_input does, by module.
MODES = {"densenet": "torch", "resnet": "caffe", "vgg16": "caffe", "vgg19": "caffe"}
MODES |= dict.fromkeys(("mobilenet_v3", "efficientnet", "efficientnet_v2", "convnext"), "none")

# Networks of more weights are compared in float32 alone.
LARGE = 150_000_000

# Networks with more layers than this may differ by 1e-4.
DEEP = 150

MODULES = {
    "ConvNeXt": "convnext", "DenseNet": "densenet", "EfficientNetB": "efficientnet", "EfficientNetV2": "efficientnet_v2",
    "InceptionResNetV2": "inception_resnet_v2", "InceptionV3": "inception_v3", "MobileNetV2": "mobilenet_v2", "MobileNetV3": "mobilenet_v3",
    "MobileNet": "mobilenet", "NASNet": "nasnet", "VGG16": "vgg16", "VGG19": "vgg19", "Xception": "xception",
}  # fmt: skip


def module(name):
    """The module with a network's preprocess_input."""
    if name.startswith("ResNet"):
        return keras.applications.resnet_v2 if name.endswith("V2") else keras.applications.resnet
    return getattr(keras.applications, next(found for prefix, found in MODULES.items() if name.startswith(prefix)))


def java_side():
    """Starts the Java side of a checkout that is built."""
    classes = os.environ.get("KERAUNOS_CLASSPATH")
    if not classes:
        listed = ROOT / "target" / "test.classpath"
        subprocess.run(
            ["mvn", "-B", "-q", "dependency:build-classpath", "-DincludeScope=test", f"-Dmdep.outputFile={listed}"], cwd=ROOT, check=True
        )
        classes = os.pathsep.join([str(ROOT / "target" / "test-classes"), str(ROOT / "target" / "classes"), listed.read_text()])
    command = ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classes, "org.keraunos.applications.ApplicationsExchange"]
    environment = os.environ | {"TF_CPP_MIN_LOG_LEVEL": "2"}
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment)


def java(*arguments):
    """Asks the one Java side of this process; its complaints stand on the standard error."""
    global started
    started = started or java_side()
    started.stdin.write(json.dumps([str(argument) for argument in arguments]) + "\n")
    started.stdin.flush()
    for line in started.stdout:
        if line.startswith("answer "):
            return line.removeprefix("answer ")
    raise SystemExit(f"{' '.join(map(str, arguments))}: Java ended with {started.wait()}")


started = None


def everything():
    return sorted(name for name in dir(keras.applications) if name[0].isupper() and callable(getattr(keras.applications, name)))


def layers_of(model):
    for layer in model.layers:
        yield layer
        if isinstance(layer, keras.Model):
            yield from layers_of(layer)


def finalize(model):
    """Normalization keeps what it computes with beside its weights."""
    for layer in layers_of(model):
        if isinstance(layer, keras.layers.Normalization) and layer.input_mean is None:
            layer.finalize_state()


def pictures(count, height, width, random):
    """Coarse patterns under noise, dark and bright: noise alone looks all the same to a deep network."""
    images = []
    for i in range(count):
        coarse = Image.fromarray(random.bytes((5, 5, 3))).resize((width, height), Image.BICUBIC)
        noise = random.bytes((height, width, 3)).astype("float32") * 0.25
        images.append(np.clip(np.asarray(coarse, "float32") * (0.3 + 0.6 * i / count) + noise, 0, 255))
    return np.stack(images)


def randomize(model, images, random):
    """Weights that say something: nothing stays at 0 or 1, and statistics are those of the images."""
    for weight in model.weights:
        value, kind = weight.numpy(), weight.path.split("/")[-1]
        if kind in ("moving_mean", "moving_variance"):
            continue
        if kind == "gamma":
            value = random.uniform(value.shape, 1.0, 0.5)
        elif kind in ("beta", "bias", "mean"):
            value = random.uniform(value.shape, 0.0, 0.25)
        elif kind == "variance":
            value = random.uniform(value.shape, 0.5, 0.5)
        elif kind == "kernel" and weight.path.split("/")[-2] in ("predictions", "conv_preds", "logits"):
            value = random.uniform(value.shape, 0.0, 2.0) / np.sqrt(np.prod(value.shape[:-1]))
        elif kind not in ("kernel", "count", "pointwise_kernel", "depthwise_kernel"):
            value = random.uniform(value.shape, 0.25, 0.25)  # LayerScale
        weight.assign(value.astype(weight.dtype))
    finalize(model)
    # One pass of training leaves the statistics of these images: moved by chance they would let a deep network overflow.
    normalizations = [layer for layer in layers_of(model) if isinstance(layer, keras.layers.BatchNormalization)]
    dropouts = [layer for layer in layers_of(model) if isinstance(layer, keras.layers.Dropout)]
    kept = [(layer, "momentum", layer.momentum, 0.0) for layer in normalizations] + [(layer, "rate", layer.rate, 0.0) for layer in dropouts]
    for layer, option, _, meanwhile in kept:
        setattr(layer, option, meanwhile)
    run(model, images, training=True)
    for layer, option, before, _ in kept:
        setattr(layer, option, before)


def run(model, images, training=False):
    """Op by op, which is sooner than predict for one run; convolutions in groups would be compiled one by one."""
    call = lambda x: model(x, training=training)  # noqa: E731
    return (tf.function(call) if "convnext" in model.name else call)(images).numpy()


def build(name, shape, classes, types="float32"):
    """A network with weights as Keras begins it, and as many labels; shape None is the size that it was made for."""
    keras.backend.clear_session()
    goldens.compute_type(types)
    keras.utils.set_random_seed(sum(name.encode()))
    options = {} if classes == 1000 else {"classes": classes, "classifier_activation": "sigmoid"}
    model = getattr(keras.applications, name)(weights=None, input_shape=shape, **options)
    goldens.compute_type("float32")
    return model


def size(name, full):
    """The shape of an image; none for the network's own, which MobileNetV3 leaves open."""
    if full:
        return (224, 224, 3) if name.startswith("MobileNetV3") else None
    side = SMALL.get(name) or next((side for prefix, side in SIZES.items() if name.startswith(prefix)), 64)
    return (side, side, 3)


def apart(found, expected):
    """The largest difference, beside the value and the largest value; NaN stays."""
    found, expected = np.asarray(found, "float64"), np.asarray(expected, "float64")
    return float(np.max(np.abs(found - expected) / (np.abs(expected) + np.max(np.abs(expected)))))


def photograph(name, height, width, folder):
    """The photograph at the network's size, as a file, and behind the network's own preprocess_input."""
    file = folder / "photo.jpg"
    Image.open(PHOTO).convert("RGB").resize((width, height), Image.BILINEAR).save(file, quality=95)
    pixels = tf.io.decode_image(file.read_bytes(), channels=3).numpy().astype("float32")
    return file, module(name).preprocess_input(pixels[None])


def mode(name):
    return MODES.get(module(name).__name__.split(".")[-1], "tf")


def predictions(name, row, folder, full, exact):
    """Keras's predictions and Java's of the same images, and of a photograph."""
    random = goldens.SplitMix64(sum(name.encode()))
    began = time.time()
    classes = 1000 if full else 20
    model = build(name, size(name, full), classes)
    height, width = model.input_shape[1:3]
    images = np.asarray(module(name).preprocess_input(pictures(16, height, width, random)), "float32")
    file, photo = photograph(name, height, width, folder)
    images[-1] = photo[0]  # statistics that know nothing like it would make its rounding errors large
    randomize(model, images, random)
    images = images[: 1 if full else 4]
    parameters, shape = model.count_params(), model.input_shape[1:]
    predict = (lambda x: model.predict(x, verbose=0)) if exact and name in SMALL else (lambda x: run(model, x))
    *expected, scored = predict(np.concatenate([images, photo]))
    model.save(folder / "network.keras")
    if name.startswith(DRAWN):
        model.save_weights(folder / "network.weights.h5")
    row |= {"size": f"{height} x {width}", "layers": len(model.operations), "parameters": parameters}
    values = model.get_weights()
    del model, predict
    truth = None
    judged = exact and parameters <= LARGE and not name.startswith("ConvNeXt")
    if judged and name in SMALL:
        truth = in_float64(name, shape, classes, values, images)
    gc.collect()
    np.savez(folder / "arrays.npz", images=images)
    row["made"] = time.time() - began
    printed = java("predict", folder / "network.keras", folder / "arrays.npz", folder / "found.npz", file, mode(name))
    row["read"], row["predicted"] = map(float, printed.split())
    with np.load(folder / "found.npz") as arrays:
        found, seen = arrays["found"], arrays["photo"]
    row["spread"] = float(np.std(expected))
    allowed = 1e-4 if row["layers"] > DEEP else 1e-5
    row["apart"], row["photo"] = apart(found, expected), apart(seen[0], scored)
    if truth is None and judged and max(row["apart"], row["photo"]) > allowed:
        # Small images leave a deep network little to average rounding errors over: they are judged by Keras's own.
        images = np.concatenate([images, photo])
        expected, found = [*expected, scored], np.concatenate([found, seen])
        truth = in_float64(name, shape, classes, values, images)
    if truth is not None:
        row["keras"], row["keraunos"] = apart(expected, truth), apart(found, truth)
        if not row["keraunos"] <= 4 * row["keras"] + 1e-6:
            row["wrong"].append(f"{row['keraunos']:.1e} from float64, Keras {row['keras']:.1e}")
        allowed = max(allowed, 5 * row["keras"] + 1e-6)
    within(row, "apart", row["apart"], allowed)
    within(row, "photo", row["photo"], allowed)
    if not row["spread"] > 1e-2 * np.max(np.abs(expected)):
        row["wrong"].append(f"all predictions are nearly the same, {row['spread']:.1e}")
    if name.startswith(DRAWN):
        options = {"input_shape": list(shape)}
        if not full:
            options |= {"classes": classes, "classifier_activation": "sigmoid"}
        java("weights", name, json.dumps(options), folder / "network.weights.h5", folder / "arrays.npz", folder / "found.npz")
        with np.load(folder / "found.npz") as arrays:
            within(row, "weights", apart(arrays["place"], expected[: len(arrays["place"])]), allowed)
            if not arrays["name"]:
                row["wrong"].append("other weights by name than by place")


def in_float64(name, shape, classes, values, images):
    """What Keras predicts in float64: how far float32 is from it says what a difference means."""
    wide = build(name, shape, classes, "float64")
    wide.set_weights(values)
    finalize(wide)
    return run(wide, images.astype("float64"))


FIGURES = ("apart", "photo", "weights", "keras", "keraunos", "tuning", "tuned", "spread")


def within(row, key, value, allowed):
    row[key] = value
    if not value <= allowed:
        row["wrong"].append(f"{key}: {value:.1e} apart, allowed {allowed:.0e}")


def tuning(name, row, folder):
    """Cut below the pooling, with a new head: steps of a frozen body and of all."""
    types = "float32" if name.startswith("ConvNeXt") else "float64"
    random = goldens.SplitMix64(1 + sum(name.encode()))
    model = build(name, size(name, False), 20, types)
    pixels = pictures(16, *model.input_shape[1:3], random)
    images = np.asarray(module(name).preprocess_input(pixels), "float32")
    randomize(model, images.astype(types), random)
    images = images[:4]
    goldens.compute_type(types)
    for layer in layers_of(model):
        if isinstance(layer, keras.layers.Dropout):
            layer.rate = 0.0
    model.save(folder / "tuned.keras")
    last = [layer for layer in model.layers if isinstance(layer, (keras.layers.GlobalAveragePooling2D, keras.layers.Flatten))][-1]
    cut = last.input
    head = keras.layers.Dense(5, name="labels")
    tuned = keras.Model(model.input, head(keras.layers.GlobalAveragePooling2D()(cut)))
    labels = random.bits((4, 5))
    head.set_weights([random.uniform(head.kernel.shape, 0.0, 0.25), random.uniform((5,), 0.0, 0.25)])
    kernel, bias = head.get_weights()
    np.savez(
        folder / "arrays.npz", images=images, labels=labels.astype("float32"), kernel=kernel.astype("float32"), bias=bias.astype("float32")
    )
    body = [layer for layer in tuned.layers if layer is not head]
    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    x, y = tf.constant(images.astype(types)), tf.constant(labels.astype(types))

    def derived(lists):
        with tf.GradientTape() as tape:
            value = loss(y, tuned(x, training=True))
        return value, tape.gradient(value, lists)

    def step(rates):
        lists = [[variable.value for variable in variables] for _, variables in rates]
        value, all_gradients = tf.function(lambda: derived(lists))() if name.startswith("ConvNeXt") else derived(lists)
        for (rate, variables), gradients in zip(rates, all_gradients):
            keras.optimizers.SGD(rate).apply(gradients, variables)
        return float(value)

    for layer in body:
        layer.trainable = False
    losses = [step([(0.0625, tuned.trainable_variables)]) for _ in range(2)]
    for layer in body:
        layer.trainable = True
    rest = [variable for layer in body for variable in layer.trainable_variables]
    losses += [step([(1 / 512, head.trainable_variables), (1 / 4096, rest)]) for _ in range(2)]
    after = tf.sigmoid(run(tuned, x)).numpy()
    goldens.compute_type("float32")
    layer = cut._keras_history.operation.name
    del model, tuned, body, rest, head, last
    gc.collect()
    java("tune", folder / "tuned.keras", folder / "arrays.npz", folder / "found.npz", layer, types.upper())
    with np.load(folder / "found.npz") as arrays:
        # Predictions come as float32, whatever the model computes in.
        within(row, "tuning", float(np.max(np.abs(arrays["losses"] / losses - 1))), 1e-4 if types == "float32" else 1e-8)
        within(row, "tuned", apart(arrays["predicted"], after), 1e-3 if types == "float32" else 1e-6)
    row["losses"] = losses
    if not np.all(np.diff(losses)):
        row["wrong"].append(f"the losses stand still: {losses}")


def check(name, row, folder, asked):
    """Adds predictions to a row, or where these are known the training of a small member; says whether there was something to do."""
    before = len(row)
    if "apart" not in row:
        predictions(name, row, folder, asked.all and name in SMALL, asked.all)
        times = f"made in {row['made']:.0f} s, read in {row['read']:.1f} s, predicted in {row['predicted']:.1f} s"
        print(f"{name}: {row['size']}, {row['layers']} layers, {row['parameters']:,} weights; {times}", flush=True)
    elif asked.all and name in SMALL and "tuning" not in row:
        tuning(name, row, folder)
    else:
        return False
    print(f"{name}:", ", ".join(f"{key} {row[key]:.1e}" for key in list(row)[before:] if key in FIGURES), flush=True)
    for each in row["wrong"]:
        print(f"{name}: {each}", flush=True)
    return True


def table(rows):
    lines = [
        "| network | input | layers | weights | Keras | photo | `.weights.h5` | Keras from float64 | Keraunos from float64 | fine-tuned |",
        "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for row in sorted(rows, key=lambda row: row["name"].lower()):
        numbers = [f"{row[key]:.1e}" if key in row else "" for key in ("apart", "photo", "weights", "keras", "keraunos", "tuning")]
        lines.append(f"| {row['name']} | {row['size']} | {row['layers']} | {row['parameters']:,} | {' | '.join(numbers)} |")
    return "\n".join(lines)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("names", nargs="*")
    arguments.add_argument("--all", action="store_true")
    arguments.add_argument("--table", type=pathlib.Path)
    arguments.add_argument("--results", type=pathlib.Path, default=ROOT / "target" / "applications.jsonl")
    asked = arguments.parse_args()
    names = asked.names or (everything() if asked.all else sorted(SMALL))
    rows = {name: {"name": name, "wrong": []} for name in sorted(names, key=lambda name: name not in SMALL)}
    if asked.all and asked.results.exists():
        for line in asked.results.read_text().splitlines():
            row = json.loads(line)
            if row["name"] in rows:
                rows[row["name"]].update(row)
    for _ in ("predictions", "training"):
        for name, row in rows.items():
            with tempfile.TemporaryDirectory() as folder:
                new = check(name, row, pathlib.Path(folder), asked)
            if new and asked.all:
                with asked.results.open("a") as results:
                    results.write(json.dumps(row) + "\n")
    rows = list(rows.values())
    if asked.table:
        text = asked.table.read_text()
        head, rest = text.split(MARK[0], 1)
        asked.table.write_text(head + MARK[0] + "\n" + table(rows) + "\n" + MARK[1] + rest.split(MARK[1], 1)[1])
    wrong = [f"{row['name']}: {each}" for row in rows for each in row["wrong"]]
    if wrong:
        raise SystemExit("\n".join(wrong))
    print(f"{len(rows)} networks predict as Keras does")


if __name__ == "__main__":
    sys.exit(main())
