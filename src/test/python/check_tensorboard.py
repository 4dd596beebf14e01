#!/usr/bin/env python3
"""Reads event files with the real TensorBoard: does it show what the training's figures were?

    python=$(src/test/python/environment) && "$python" src/test/python/check_tensorboard.py target/tensorboard

The folder has train, validation and figures.csv, which CallbackKindsTest writes: three epochs of two steps, figures behind every second
step. The exit code is 1 if a figure is missing or another, or there is no graph.
"""

import csv
import pathlib
import sys

import numpy as np
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.util import tensor_util


def read(folder):
    accumulator = EventAccumulator(str(folder), size_guidance={"tensors": 0})
    accumulator.Reload()
    tags = accumulator.Tags()["tensors"]
    for tag in tags:
        assert accumulator.SummaryMetadata(tag).plugin_data.plugin_name == "scalars", tag
    return accumulator, {tag: {event.step: float(tensor_util.make_ndarray(event.tensor_proto)) for event in accumulator.Tensors(tag)}
                         for tag in tags}


def main(folder):
    with open(folder / "figures.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    graph, train = read(folder / "train")
    _, validation = read(folder / "validation")
    wrong = []
    for row in rows:
        epoch = int(row["epoch"])
        for name, value in row.items():
            if name != "epoch":
                part, tag = (validation, name[4:]) if name.startswith("val_") else (train, name)
                shown = [part[f"epoch_{tag}"].get(epoch)]
                if part is validation:
                    shown.append(part[f"evaluation_{tag}_vs_iterations"].get(2 * (epoch + 1)))
                wrong += [(name, epoch, value, each) for each in shown if each is None or not np.isclose(each, float(value), atol=1e-6)]
        if train["batch_loss"].get(2 * (epoch + 1)) is None:
            wrong.append(("batch_loss", epoch))
    if not graph.Graph().node:
        wrong.append("no graph")
    print(f"{folder}: {wrong or f'{len(rows)} epochs and {len(graph.Graph().node)} nodes as TensorBoard reads them'}")
    return 1 if wrong or not rows else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
