#!/usr/bin/env python3
"""Files between Keraunos and older versions of Keras, which are not part of the pinned environment: run by hand, one version a call.

    python=$(src/test/python/environment)
    "$python" -m pip install --no-deps --target target/keras-3.0.5 keras==3.0.5    # 3.0 to 3.3 want dm-tree beside it
    PYTHONPATH=target/keras-3.0.5 "$python" src/test/python/keras_versions.py write
    PYTHONPATH=target/keras-3.0.5 "$python" src/test/python/keras_versions.py load FOLDER

`write` makes the test resource files/keras_3.0.5.keras of FrozenFilesTest with expected outputs and losses in the .npz beside it: float64, trained for two
steps, then for three more, which Java takes from the file. `load` opens every file of a folder, as check_keras_files.py leaves them in FOLDER/java, and says
which of them that version does not open although they say that it does (keras_version in metadata.json).
"""

import json
import os
import pathlib
import sys
import zipfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import keras
import numpy as np
from keras import layers

FILES = pathlib.Path(__file__).resolve().parents[1] / "resources" / "org" / "keraunos" / "saving" / "keras" / "files"


def network():
    x = keras.Input((6, 6, 2), name="pictures")
    block = keras.Sequential(
        [
            keras.Input((6, 6, 2)),
            layers.Conv2D(4, 3, padding="same", use_bias=False, kernel_regularizer=keras.regularizers.L2(0.01)),
            layers.BatchNormalization(momentum=0.8),
            layers.ReLU(max_value=6.0),
            layers.MaxPooling2D(2),
        ],
        name="block",
    )
    y = block(x)
    steps = layers.Reshape((9, 4))(y)
    steps = layers.Bidirectional(layers.LSTM(2, return_sequences=True), name="both_ways")(steps)
    steps = layers.Add()([steps, layers.MultiHeadAttention(2, 2, name="attention")(steps, steps)])
    a = layers.GRU(3)(layers.LayerNormalization()(steps))
    b = layers.GlobalAveragePooling2D()(layers.SeparableConv2D(3, 3, activation="gelu", depthwise_initializer="he_normal")(y))
    z = layers.concatenate([a * 2.0 + 1.0, layers.LeakyReLU(negative_slope=0.2)(b)])
    z = layers.Dropout(0.0)(z)
    return keras.Model(x, layers.Dense(3, activation="sigmoid", kernel_constraint=keras.constraints.MaxNorm(3.0), name="labels")(z))


def write():
    keras.config.set_floatx("float64")
    random = np.random.RandomState(3)
    model = network()
    model.set_weights([random.uniform(-0.5, 0.5, w.shape) + float(w.name in ("gamma", "moving_variance")) for w in model.weights])
    loss = keras.losses.BinaryCrossentropy(label_smoothing=0.1)
    model.compile(keras.optimizers.Adam(0.01), loss, metrics=["binary_accuracy"])
    x = random.uniform(-1, 1, (5, 5, 6, 6, 2)).astype("float32")
    y = random.randint(0, 2, (5, 5, 3)).astype("float32")

    def step(i):
        model.reset_metrics()
        return float(model.train_on_batch(x[i].astype("float64"), y[i].astype("float64"), return_dict=True)["loss"])

    step(0), step(1)
    name = f"keras_{keras.__version__}"
    model.save(FILES / f"{name}.keras")
    given = x[0]
    made = np.asarray(model(given.astype("float64"), training=False)).astype("float32")
    arrays = {"input/pictures": given, "output/labels": made, "batches/input/pictures": x[2:], "batches/target": y[2:]}
    np.savez_compressed(FILES / f"{name}.npz", losses=[step(2), step(3), step(4)], **arrays)
    print("wrote", name)


def load(folder):
    bad = 0
    files = sorted(pathlib.Path(folder).glob("*.keras"))
    minor = int(keras.__version__.split(".")[1])
    for file in files:
        with zipfile.ZipFile(file) as archive:
            least = int(json.loads(archive.read("metadata.json"))["keras_version"].split(".")[1])
        try:
            keras.saving.load_model(file)
            opens, why = True, ""
        except Exception as e:  # whatever that version raises
            opens, why = False, f"{type(e).__name__}: {' '.join(str(e).split())[:400]}"
        if opens != (least <= minor):
            bad += not opens
            print(f"{file.stem}: says 3.{least}, {'opens' if opens else 'does not open'} in {keras.__version__} {why}", flush=True)
        keras.backend.clear_session()
    print(f"{keras.__version__}: {len(files)} files, {bad} do not open that say they do")
    return bad


if __name__ == "__main__":
    sys.exit(write() if sys.argv[1] == "write" else min(load(sys.argv[2]), 1))
