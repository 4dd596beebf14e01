"""The program of every Python peer; bench/shared/.../Figures.java is the same for Java, and says what each figure is.

A peer is an object with: name, version, precision; steps() -> {variant: step(images, labels) -> loss}, the first one for `first`; epoch(x, y); latencies() -> {variant: call(image)};
predict(x, batch_size) -> array. Images come as uint8 (rows, 32, 32, 3), labels as uint8 (rows, 10). Batches are NumPy arrays, as in Java they lie
on the heap: handing them over is part of what is timed.
"""

import argparse
import json
import math
import pathlib
import time

import numpy as np

BATCH, SIDE, CHANNELS, LABELS = 64, 32, 3, 10


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("figure", choices=["step", "epoch", "first", "latency", "bulk", "memory"])
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path("bench/.data"))
    parser.add_argument("--precision", choices=["float32", "bfloat16"], default="float32")
    parser.add_argument("--rows", type=int, default=10_000)
    return parser.parse_args()


def read(folder, part, limit):
    x = np.fromfile(folder / f"x_{part}.u8", np.uint8).reshape(-1, SIDE, SIDE, CHANNELS)
    y = np.fromfile(folder / f"y_{part}.u8", np.uint8).reshape(-1, LABELS)
    return x[:limit], y[:limit]


def repeat(call, count, seconds):
    """Calls it `count` times or for so many seconds, at least once; the sorted seconds of each call."""
    times, spent = [], 0.0
    while len(times) < count and (not times or spent < seconds):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
        spent += times[-1]
    return sorted(times)


def at(values, quantile):
    return values[round(quantile * (len(values) - 1))]


def stepper(step_on, x, y):
    batches = [(x[i : i + BATCH], y[i : i + BATCH]) for i in range(0, min(16 * BATCH, len(x) - BATCH + 1), BATCH)]
    state = {"next": 0}

    def step():
        loss = float(step_on(*batches[state["next"]]))
        state["next"] = (state["next"] + 1) % len(batches)
        if not math.isfinite(loss):
            raise RuntimeError(f"the loss is {loss}")

    return step


def peak_rss_mb():
    for line in pathlib.Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


def main(open_peer, options):
    predicts = options.figure in ("latency", "bulk")
    limit = BATCH if options.figure == "first" else options.rows
    x, y = read(options.data, "test" if predicts else "train", limit)
    peer = open_peer(options.precision)

    def say(value, low, high, unit, n, variant="", **more):
        print(json.dumps({
            "peer": peer.name, "version": peer.version, "figure": options.figure, "variant": variant, "precision": options.precision,
            "value": value, "low": low, "high": high, "unit": unit, "n": n, **more,
        }), flush=True)

    def say_times(times, factor, unit, variant="", **more):
        say(at(times, 0.5) * factor, at(times, 0.1) * factor, at(times, 0.9) * factor, unit, len(times), variant, **more)

    if options.figure == "first":
        print(json.dumps({"figure": "first", "loss": float(next(iter(peer.steps().values()))(x, y))}), flush=True)
    elif options.figure == "step":
        for variant, step in peer.steps().items():
            call = stepper(step, x, y)
            repeat(call, 200, 10)
            say_times(repeat(call, 200, 20), 1e3, "ms", variant)
    elif options.figure == "epoch":
        repeat(lambda: peer.epoch(x, y), 1, 0)
        say_times(repeat(lambda: peer.epoch(x, y), 2, 600), 1, "s")
    elif options.figure == "latency":
        for variant, call in peer.latencies().items():
            images = iter(range(10**9))

            def one():
                row = next(images) % len(x)
                return call(x[row : row + 1])

            repeat(one, 2000, 5)
            times = repeat(one, 2000, 10)
            say_times(times, 1e3, "ms", variant, p99=at(times, 0.99) * 1e3)
    elif options.figure == "bulk":
        for batch in (32, 256):
            repeat(lambda: peer.predict(x, batch), 1, 0)
            times = repeat(lambda: peer.predict(x, batch), 3, 60)
            say(len(x) / at(times, 0.5), len(x) / at(times, 1), len(x) / at(times, 0), "images/s", len(times), f"batch {batch}")
    else:
        peer.epoch(x, y)
        peak = peak_rss_mb()
        say(peak, peak, peak, "MB", 1)
