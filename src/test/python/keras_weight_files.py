"""Weight files of Keras 3, and what Keras makes of loading them into other models.

Run from the root of the repository: python src/test/python/keras_weight_files.py [--check]
`body.weights.h5` has the weights of the model in `body.json`; `body.h5` is the same model as a whole, in Keras's older format, after
three steps. `other.json` is a model with another head and a layer more; weights of it in `weight_files.npz` are those that Keras loads
into it, where all were 0.5 before: `topology/N` from body.weights.h5 with skip_mismatch, `name/N` from body.h5 by name with
skip_mismatch, N in the order of layer.weights. --check makes outputs again from the committed files, and reads written.weights.h5, which
is Java's.
"""

import json

from goldens import CHECK, FOLDER, SplitMix64, write

import h5py
import keras
import numpy as np

FILES = FOLDER.parent / "saving" / "keras"
L = keras.layers


def body(head=3, more=False):
    keras.utils.clear_session()
    image = keras.Input((6, 6, 3), name="image")
    x = L.Conv2D(4, 3, name="conv")(image)
    x = L.BatchNormalization(name="bn")(x)
    x = L.SeparableConv2D(3, 2, name="separable")(x)
    x = L.GlobalAveragePooling2D(name="pool")(x)
    steps = keras.Input((5, 4), name="steps")
    y = L.Bidirectional(L.GRU(3, name="gru"), name="both")(steps)
    inner = keras.Sequential(
        [keras.Input((9,)), L.Dense(5, activation="relu", name="d1"), L.BatchNormalization(name="b1"), L.Dense(9, name="d2")],
        name="inner",
    )
    z = L.Concatenate(name="join")([x, y])
    z = L.Add(name="add")([inner(z), inner(L.Dropout(0.5, name="dropout")(z))])
    if more:
        z = L.Dense(9, name="more")(z)
    out = L.Dense(head, activation="sigmoid", name="head")(z)
    return keras.Model([image, steps], out, name="body")


def fill(model):
    random = SplitMix64(7)
    for layer in model.layers:
        layer.set_weights([random.uniform(w.shape, 1.0 if "variance" in w.path else 0.0) for w in layer.weights])
    return model


def rows():
    random = SplitMix64(11)
    return [random.uniform((4, 6, 6, 3)), random.uniform((4, 5, 4))], random.bits((4, 3)).astype("float32")


def loaded(how):
    model = body(5, more=True)
    for layer in model.layers:
        layer.set_weights([np.full(w.shape, 0.5, "float32") for w in layer.weights])
    how(model)
    return [w.numpy() for layer in model.layers for w in layer.weights]


def main():
    x, y = rows()
    if not CHECK:
        FILES.mkdir(parents=True, exist_ok=True)
        model = fill(body())
        model.save_weights(FILES / "body.weights.h5")
        (FILES / "body.json").write_text(json.dumps(json.loads(model.to_json())["config"]), encoding="utf-8")
        (FILES / "other.json").write_text(json.dumps(json.loads(body(5, more=True).to_json())["config"]), encoding="utf-8")
        model.compile(keras.optimizers.Adam(0.01), keras.losses.BinaryCrossentropy(), metrics=["binary_accuracy"])
        for _ in range(3):
            model.train_on_batch(x, y)
        model.save(FILES / "body.h5")
    arrays = {"image": x[0], "steps": x[1], "y": y}
    model = body()
    model.load_weights(FILES / "body.weights.h5")
    arrays["outputs"] = model.predict(x, verbose=0)
    model = keras.models.load_model(FILES / "body.h5")
    arrays["outputs_h5"] = model.predict(x, verbose=0)
    for i, w in enumerate(loaded(lambda other: other.load_weights(FILES / "body.weights.h5", skip_mismatch=True))):
        arrays[f"topology/{i}"] = w
    for i, w in enumerate(loaded(lambda other: other.load_weights(FILES / "body.h5", by_name=True, skip_mismatch=True))):
        arrays[f"name/{i}"] = w
    write("weight_files", arrays)
    if CHECK:
        model = body()
        model.compile("adam", "mse")
        model.load_weights(FILES / "written.weights.h5")
        assert np.array_equal(model.predict(x, verbose=0), arrays["outputs"]), "what Java wrote gives other outputs"
        with h5py.File(FILES / "written.weights.h5") as file:
            assert file["layers/sequential/layers/dense_1/vars/0"].shape == (5, 9), "places"
        print("written.weights.h5: as Java means it")


if __name__ == "__main__":
    main()
