#!/usr/bin/env python3
"""The order in which the real Keras keeps the layers of random graphs, and where their weights stand in its files: order.json.

    python=$(src/test/python/environment) && "$python" src/test/python/keras_order.py [--check]

40 graphs of seeds 0 to 39: one to three inputs, dense layers, merges and operations over tensors that are drawn from what is there, layers that are
called again, networks inside, lists and dictionaries of outputs.

    config      of the model, with the keys alone that say something
    layers      the names of its layers and operations in Keras's order
    places      of each dense kernel in model.weights.h5, by its address: network/layer
"""

import pathlib
import random
import tempfile
import zipfile

import goldens
import h5py
import io
import keras
import numpy as np
from keras import layers

WIDTH = 3
KEPT = ("name", "units", "batch_shape", "axis", "layers", "input_layers", "output_layers")


def graph(draw, depth):
    """A random Functional model of tensors of one width."""
    inputs = [keras.Input((WIDTH,)) for _ in range(draw.randint(1, 3))]
    tensors, made = list(inputs), []
    for _ in range(draw.randint(3, 6)):
        what = draw.choice(("dense", "dense", "dense", "add", "concatenate", "plus", "again", "model"))
        one, other = draw.choice(tensors), draw.choice(tensors)
        if what == "dense":
            made.append(layers.Dense(WIDTH))
            tensors.append(made[-1](one))
        elif what == "again" and made:
            tensors.append(draw.choice(made)(one))
        elif what == "add" and one is not other:
            tensors.append(layers.Add()([one, other]))
        elif what == "concatenate" and one is not other:
            tensors.append(layers.Dense(WIDTH)(layers.Concatenate()([one, other])))
        elif what == "plus":
            tensors.append(one + other if draw.random() < 0.5 else one + 2.0)
        elif what == "model" and depth == 0:
            inner = graph(draw, 1)
            given = [draw.choice(tensors) for _ in inner.inputs]
            result = inner(given if len(given) > 1 else given[0])
            tensors.extend(result if isinstance(result, list) else [result])
    used = [layers.Dense(WIDTH)(each) for each in inputs]  # so that every input is needed
    ends = [layers.Add()([tensors[-1], *used])] + [draw.choice(tensors[len(inputs) :] or [used[0]]) for _ in range(draw.randint(0, 2))]
    ends = list({id(each): each for each in ends}.values())
    draw.shuffle(ends)
    if depth == 0 and draw.random() < 0.4:
        return keras.Model(inputs, {name: end for name, end in zip(draw.sample(["out", "b", "a", "Z"], len(ends)), ends)})
    return keras.Model(inputs, ends if len(ends) > 1 else ends[0])


def short(value):
    """A configuration without what stands at its default."""
    if isinstance(value, list):
        return [short(each) for each in value]
    if not isinstance(value, dict):
        return value
    if value.get("class_name") == "__keras_tensor__":
        return {"class_name": "__keras_tensor__", "config": {"keras_history": value["config"]["keras_history"]}}
    if "class_name" in value:
        kept = {key: short(each) for key, each in value["config"].items() if key in KEPT and each != -1}
        entry = {"module": value["module"], "class_name": value["class_name"], "config": kept}
        return entry | ({"inbound_nodes": short(value["inbound_nodes"]), "name": value["name"]} if "inbound_nodes" in value else {})
    return {key: short(each) for key, each in value.items() if key != "kwargs" or each}


def addresses(model, before=""):
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            yield from addresses(layer, before + layer.name + "/")
        elif isinstance(layer, layers.Dense):
            yield before + layer.name, layer


def places(model):
    found = {}
    for number, (address, layer) in enumerate(addresses(model)):
        layer.bias.assign(np.full(WIDTH, number + 1, np.float32))
        found[address] = number + 1
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "model.keras"
        model.save(path)
        with zipfile.ZipFile(path) as archive, h5py.File(io.BytesIO(archive.read("model.weights.h5"))) as file:
            stored = {}
            file.visititems(lambda name, item: stored.update({item[0]: name}) if name.endswith("vars/1") else None)
    return {address: stored[number][: -len("/1")] + "/0" for address, number in found.items()}


def main():
    index = []
    for seed in range(40):
        keras.backend.clear_session()
        model = graph(random.Random(seed), 0)
        config = short(goldens.json.loads(goldens.json.dumps(model.get_config())))
        index.append(
            {"name": f"graph {seed}", "config": config, "layers": [each.name for each in model.operations], "places": places(model)}
        )
    goldens.write("order", {}, index)


if __name__ == "__main__":
    main()
