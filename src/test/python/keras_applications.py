#!/usr/bin/env python3
"""The networks of keras.applications that Keraunos draws itself, as the real Keras draws them: applications.json.gz; and
its preprocess_input: preprocessing.npz.

    python=$(src/test/python/environment) && "$python" src/test/python/keras_applications.py [--check]

An entry a network: name (the function), options (its arguments; "imagenet" is weights="imagenet" without the weights), model (the name of the
model), config (its configuration without types, which all are float32, and what only Keras knows); of the large ones, which repeat the blocks of
the small, digest in its place (SHA-256 of a line a layer: name, class, shape of its output without the batch).
"""

import gzip
import hashlib
import json
import pathlib
import sys

import goldens
import keras
import numpy as np
from keras.src.applications import efficientnet
from keras.src.models import Functional

GOLDEN = pathlib.Path(__file__).parent.parent / "resources/org/keraunos/parity/applications.json.gz"
DROPPED = {"dtype", "build_config", "registered_name", "shared_object_id", "quantization_config"}

LARGE = 300  # layers

SMALL = {"input_shape": [96, 96, 3]}
BODY = {"include_top": False}
VARIANTS = [
    ("MobileNet", {}),
    ("MobileNet", {"alpha": 0.5, "input_shape": [97, 64, 3], **BODY, "pooling": "avg"}),
    ("MobileNet", {**SMALL, "depth_multiplier": 2, "dropout": 0.25, "classes": 5, "classifier_activation": "sigmoid"}),
    ("MobileNetV2", {}),
    ("MobileNetV2", {"alpha": 1.4, "input_shape": [65, 96, 3], **BODY, "pooling": "max"}),
    ("MobileNetV2", {"alpha": 0.35, **SMALL, "classes": 7, "classifier_activation": "sigmoid"}),
    ("MobileNetV3Small", {"input_shape": [224, 224, 3]}),
    ("MobileNetV3Small", {"alpha": 1.25, **SMALL, "dropout_rate": 0, "classes": 4}),
    ("MobileNetV3Small", {**SMALL, "minimalistic": True, **BODY, "pooling": "max", "include_preprocessing": False}),
    ("MobileNetV3Large", {"input_shape": [224, 224, 3]}),
    ("MobileNetV3Large", {"alpha": 0.75, "input_shape": [97, 65, 3], **BODY, "pooling": "avg"}),
    ("ResNet50", {}),
    ("ResNet50", {"input_shape": [65, 97, 1], **BODY}),
    ("ResNet101", {}),
    ("ResNet152", {**SMALL, **BODY, "pooling": "avg"}),
    ("ResNet50V2", {**SMALL, "classes": 3}),
    ("ResNet101V2", {}),
    ("ResNet152V2", {**SMALL, **BODY, "pooling": "max"}),
    ("EfficientNetB0", {}),
    ("EfficientNetB0", {"input_shape": [97, 96, 3], **BODY, "imagenet": True}),
    ("EfficientNetB1", {}),
    ("EfficientNetB2", {**SMALL, **BODY, "pooling": "avg"}),
    ("EfficientNetB3", {}),
    ("EfficientNetB4", {**SMALL, **BODY, "pooling": "max"}),
    ("EfficientNetB5", {}),
    ("EfficientNetB6", {}),
    ("EfficientNetB7", {}),
    ("VGG16", {**SMALL, "classes": 2, "classifier_activation": "sigmoid"}),
    ("VGG16", {**SMALL, **BODY, "pooling": "max"}),
    ("VGG19", {}),
]


def short(value):
    if isinstance(value, dict):
        return {key: short(each) for key, each in value.items() if key not in DROPPED}
    return [short(each) for each in value] if isinstance(value, (list, tuple)) else value


def draw(name, options):
    keras.backend.clear_session()
    options = {key: tuple(value) if isinstance(value, list) else value for key, value in options.items()}
    weights = "imagenet" if options.pop("imagenet", False) else None
    return getattr(keras.applications, name)(weights=weights, **options)


def preprocessing():
    """preprocess_input of each mode on all values of a byte in each channel: preprocessing.npz."""
    values = np.arange(256)
    pixels = np.stack([values, values[::-1], (values * 7) % 256], axis=-1).astype("uint8")[None, None]
    modes = {mode: keras.applications.imagenet_utils.preprocess_input(pixels.copy(), mode=mode) for mode in ("tf", "torch", "caffe")}
    goldens.write("preprocessing", {"pixels": pixels.astype("float32"), **modes})


def main():
    preprocessing()
    # A file of weights is downloaded where one is asked for; the layers are what counts here.
    efficientnet.file_utils.get_file = lambda *args, **kwargs: None
    Functional.load_weights = lambda *args, **kwargs: None
    entries = []
    for name, options in VARIANTS:
        model = draw(name, options)
        entry = {"name": name, "options": options, "model": model.name}
        if len(model.operations) < LARGE:
            entry["config"] = short(json.loads(model.to_json())["config"])
        else:
            lines = [f"{each.name} {type(each).__name__} {list(each.output.shape[1:])}\n" for each in model.operations]
            entry["digest"] = hashlib.sha256("".join(lines).encode()).hexdigest()
        entries.append(entry)
    text = json.dumps(entries)
    if "--check" in sys.argv:
        if text != gzip.decompress(GOLDEN.read_bytes()).decode():
            raise SystemExit(f"{GOLDEN.name} differs from what Keras {keras.__version__} draws")
        print(f"{GOLDEN.name}: {len(entries)} networks as Keras draws them")
    else:
        GOLDEN.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


if __name__ == "__main__":
    main()
