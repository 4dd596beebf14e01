#!/usr/bin/env python3
"""The tutorial as its Keras original has it, from import to printed scores: what `./keraunos train` is timed against.

    keras_train.py --data FOLDER [--precision float32|bfloat16] [--epochs 10] [--seed 1]
"""

import argparse
import os
import pathlib

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy as np
from keras import layers
from sklearn.metrics import f1_score, precision_score, recall_score

parser = argparse.ArgumentParser()
parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path("bench/.data"))
parser.add_argument("--precision", choices=["float32", "bfloat16"], default="float32")
parser.add_argument("--epochs", type=int, default=10)
parser.add_argument("--seed", type=int, default=1)
options = parser.parse_args()


def part(name):
    x = np.fromfile(options.data / f"x_{name}.u8", np.uint8).reshape(-1, 32, 32, 3)
    return x.astype("float32") / 255, np.fromfile(options.data / f"y_{name}.u8", np.uint8).reshape(-1, 10)


keras.utils.set_random_seed(options.seed)
if options.precision == "bfloat16":
    keras.mixed_precision.set_global_policy("mixed_bfloat16")
x_train, y_train = part("train")
x_test, y_test = part("test")

inputs = keras.Input((32, 32, 3))
x = layers.Conv2D(32, 3, activation="relu")(inputs)
x = layers.Conv2D(64, 3, activation="relu")(x)
x = layers.MaxPooling2D(3)(x)
x = layers.Flatten()(x)
outputs = layers.Dense(10, activation="sigmoid", dtype="float32")(x)
model = keras.Model(inputs, outputs)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["binary_accuracy"])
model.fit(x_train, y_train, batch_size=64, epochs=options.epochs, verbose=2)
model.evaluate(x_test, y_test, verbose=0)
predicted = model.predict(x_test, verbose=0) > 0.5
print(f"Precision: {precision_score(y_test, predicted, average='micro', zero_division=0):.3f}")
print(f"Recall: {recall_score(y_test, predicted, average='micro', zero_division=0):.3f}")
print(f"F1 score: {f1_score(y_test, predicted, average='micro', zero_division=0):.3f}")
