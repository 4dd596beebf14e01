#!/usr/bin/env python3
"""Networks of keras.applications from Keras's files, predicted by Keraunos and by Keras.

    python=$(src/test/python/environment) && "$python" src/test/python/check_applications.py          # the small member of every family
    "$python" src/test/python/check_applications.py ResNet101 NASNetLarge                             # these
    "$python" src/test/python/check_applications.py --all --table docs/applications.md                # all 40, at the sizes they are made for

Each network gets random weights, and statistics as a pass over data leaves them; it is saved as .keras, and Java (test class
ApplicationsExchange) predicts the same images: equal to 1e-5, of the deepest to 1e-4. The small members are as small as Keras allows, and have
20 labels; with --all a network is as large as Keras's own, with 1000 classes, and its image is a photograph behind its own preprocess_input.
Needs `mvn verify` (or test-compile) before it.
"""

import argparse
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


def java(*arguments):
    """Runs the Java side of a checkout that is built; what it prints is returned."""
    classes = os.environ.get("KERAUNOS_CLASSPATH")
    if not classes:
        listed = ROOT / "target" / "test.classpath"
        subprocess.run(
            ["mvn", "-B", "-q", "dependency:build-classpath", "-DincludeScope=test", f"-Dmdep.outputFile={listed}"], cwd=ROOT, check=True
        )
        classes = os.pathsep.join([str(ROOT / "target" / "test-classes"), str(ROOT / "target" / "classes"), listed.read_text()])
        os.environ["KERAUNOS_CLASSPATH"] = classes
    command = ["java", "-cp", classes, "org.keraunos.applications.ApplicationsExchange", *map(str, arguments)]
    run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=os.environ | {"TF_CPP_MIN_LOG_LEVEL": "2"})
    if run.returncode:
        raise SystemExit(f"{' '.join(map(str, arguments))}: {run.stdout} {run.stderr[-3000:]}")
    return run.stdout


def everything():
    return sorted(name for name in dir(keras.applications) if name[0].isupper() and callable(getattr(keras.applications, name)))


def layers_of(model):
    for layer in model.layers:
        yield layer
        if isinstance(layer, keras.Model):
            yield from layers_of(layer)


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
    for layer in layers_of(model):
        if isinstance(layer, keras.layers.Normalization) and layer.input_mean is None:
            layer.finalize_state()  # it keeps what it computes with beside its weights
    # One pass of training leaves the statistics of these images: moved by chance they would let a deep network overflow.
    normalizations = [layer for layer in layers_of(model) if isinstance(layer, keras.layers.BatchNormalization)]
    dropouts = [layer for layer in layers_of(model) if isinstance(layer, keras.layers.Dropout)]
    kept = [(layer, "momentum", layer.momentum, 0.0) for layer in normalizations] + [(layer, "rate", layer.rate, 0.0) for layer in dropouts]
    for layer, option, _, meanwhile in kept:
        setattr(layer, option, meanwhile)
    tf.function(lambda: model(images, training=True))()
    for layer, option, before, _ in kept:
        setattr(layer, option, before)


def build(name, size, full):
    keras.backend.clear_session()
    keras.utils.set_random_seed(sum(name.encode()))
    options = {} if full else {"classes": 20, "classifier_activation": "sigmoid"}
    return getattr(keras.applications, name)(weights=None, input_shape=size, **options)


def size(name, full):
    """The shape of an image; none for the network's own, which MobileNetV3 leaves open."""
    if full:
        return (224, 224, 3) if name.startswith("MobileNetV3") else None
    return (SMALL.get(name, 96), SMALL.get(name, 96), 3)


def check(name, full, folder):
    random = goldens.SplitMix64(sum(name.encode()))
    began = time.time()
    model = build(name, size(name, full), full)
    height, width = model.input_shape[1:3]
    pixels = pictures(16, height, width, random)
    if full:
        pixels[0] = np.asarray(Image.open(PHOTO).convert("RGB").resize((width, height), Image.BILINEAR), "float32")
    images = np.asarray(module(name).preprocess_input(pixels), "float32")
    randomize(model, images, random)
    images = images[: 1 if full else 4]
    expected = model.predict(images, verbose=0)
    model.save(folder / "network.keras")
    np.savez(folder / "arrays.npz", images=images, expected=expected)
    layers, parameters, made = len(model.operations), model.count_params(), time.time() - began
    del model
    apart, read, predicted = map(float, java(folder / "network.keras", folder / "arrays.npz").split())
    spread = float(np.std(expected))
    print(
        f"{name}: {height} x {width}, {layers} layers, {parameters:,} weights: {apart:.1e} apart (spread {spread:.1e});"
        f" made in {made:.0f} s, read in {read:.1f} s, predicted in {predicted:.1f} s",
        flush=True,
    )
    allowed = 1e-4 if layers > DEEP else 1e-5
    wrong = None
    if not apart <= allowed:
        wrong = f"{apart:.1e} apart, allowed {allowed:.0e}"
    elif not spread > 1e-2 * np.max(np.abs(expected)):
        wrong = f"all predictions are nearly the same, {spread:.1e}"
    return {"name": name, "size": f"{height} x {width}", "layers": layers, "parameters": parameters, "apart": apart, "wrong": wrong}


def table(rows):
    lines = ["| network | input | layers | weights | largest difference |", "|---|---|---:|---:|---:|"]
    lines += [f"| {row['name']} | {row['size']} | {row['layers']} | {row['parameters']:,} | {row['apart']:.1e} |" for row in rows]
    return "\n".join(lines)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("names", nargs="*")
    arguments.add_argument("--all", action="store_true")
    arguments.add_argument("--table", type=pathlib.Path)
    asked = arguments.parse_args()
    names = asked.names or (everything() if asked.all else sorted(SMALL))
    rows = []
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            rows.append(check(name, asked.all, pathlib.Path(folder)))
    if asked.table:
        text = asked.table.read_text()
        head, rest = text.split(MARK[0], 1)
        asked.table.write_text(head + MARK[0] + "\n" + table(rows) + "\n" + MARK[1] + rest.split(MARK[1], 1)[1])
    wrong = [f"{row['name']}: {row['wrong']}" for row in rows if row["wrong"]]
    if wrong:
        raise SystemExit("\n".join(wrong))
    print(f"{len(rows)} networks predict as Keras does")


if __name__ == "__main__":
    sys.exit(main())
