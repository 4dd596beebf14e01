"""Networks of keras.applications beside Keras, in turns: bench/networks. Arguments: class path, output, rounds [, figures, networks or types]."""

import datetime
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy as np
import tensorflow as tf

import images_tfdata
import prepare

MAIN = "org.keraunos.bench.networks.NetworksBenchmark"
NETWORKS = {"MobileNetV2": 96, "ResNet50": 128}
FOLDERS = {"MobileNetV2": ("out_relu", "tf"), "ResNet50": ("conv5_block3_out", "caffe")}
ROWS, LABELS, WARM = 32, 10, 1
FIGURES = ("step", "image", "first", "folder")
# A process that reads a file of Keras and predicts an image, as Keras's guide does it.
FIRST = """
import os, sys
os.environ["KERAS_BACKEND"] = "tensorflow"
import keras, numpy as np
model = keras.models.load_model(sys.argv[1])
size = int(sys.argv[2])
image = np.random.default_rng(7).random((1, size, size, 3), np.float32)
print("done", float(np.sum(model.predict(image, verbose=0))), flush=True)
"""


def java(classpath, *arguments, archive=None):
    flags = [part for part in prepare.PRODUCT_FLAGS if not part.startswith("-XX:SharedArchiveFile")]
    shared = [f"-XX:SharedArchiveFile={archive}"] if archive and archive.exists() else []
    return ["java", *prepare.JAVA_FLAGS, *flags, *shared, "-cp", classpath, MAIN, *map(str, arguments)]


def median_and_spread(values):
    return float(np.median(values)), min(values), max(values)


def shown(values, digits):
    middle, low, high = median_and_spread(values)
    return f"{middle:.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"


class Turns:
    """The product's process, which answers a line for a line."""

    def __init__(self, classpath):
        self.process = subprocess.Popen(java(classpath), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=prepare.ROOT)

    def ask(self, **request):
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline().rstrip("\n")
        if not line:
            sys.exit("bench: the product's process ended")
        return line

    def numbers(self, **request):
        return [float(part) for part in self.ask(**request).split("\t")]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()


def timed(call, count, scale=1e3):
    times = []
    for _ in range(count):
        start = time.perf_counter()
        call()
        times.append(scale * (time.perf_counter() - start))
    return times


def turn(call, count):
    """Milliseconds by the clock, and what the processor took for one."""
    for _ in range(WARM):
        call()
    start = time.process_time()
    times = timed(call, count)
    return times, 1e3 * (time.process_time() - start) / count


def body(network, size):
    return getattr(keras.applications, network)(include_top=False, weights=None, input_shape=(size, size, 3), pooling="avg")


def steps_of_keras(network, size, precision, frozen):
    """The leanest step that Keras's parts allow; train_on_batch does the same and more."""
    keras.backend.clear_session()
    keras.mixed_precision.set_global_policy("mixed_bfloat16" if precision == "bfloat16" else "float32")
    base = body(network, size)
    base.trainable = not frozen
    pixels = keras.Input((size, size, 3), dtype="uint8")
    features = base(keras.layers.Rescaling(1 / 255)(pixels))
    model = keras.Model(pixels, keras.layers.Dense(LABELS, activation="sigmoid", dtype="float32")(features))
    random = np.random.default_rng(7)
    x = random.integers(0, 256, (ROWS, size, size, 3), np.uint8)
    y = random.integers(0, 2, (ROWS, LABELS), np.uint8)
    loss, optimizer = keras.losses.BinaryCrossentropy(), keras.optimizers.Adam()
    optimizer.build(model.trainable_variables)
    states = [w.value for w in model.trainable_variables]

    @tf.function(input_signature=[tf.TensorSpec((None, size, size, 3), tf.uint8), tf.TensorSpec((None, LABELS), tf.uint8)])
    def lean(x, y):
        with tf.GradientTape() as tape:
            value = loss(y, model(x, training=True))
        optimizer.apply(tape.gradient(value, states), model.trainable_variables)
        return value

    return lambda: float(lean(x, y))


def step_rows(classpath, rounds, chosen, precisions):
    rows, traces = [], []
    for network, size in NETWORKS.items():
        if network not in chosen:
            continue
        for precision in precisions:
            for frozen in (False, True):
                # A process chooses its threads once, and the command divides batches of a frozen body among them.
                with Turns(classpath) as product:
                    row, trace = step_row(product, rounds, dict(network=network, size=size, precision=precision, frozen=frozen))
                rows.append(row)
                traces.append(trace)
                prepare.say(row)
                prepare.say(trace)
    return rows, traces


def step_row(product, rounds, case):
    network, size, precision, frozen = case.values()
    count = 6 if network == "MobileNetV2" else 3
    start, processor = time.perf_counter(), time.process_time()
    call = steps_of_keras(network, size, precision, frozen)
    call()
    started = time.perf_counter() - start, time.process_time() - processor
    *starts, processor = product.numbers(do="step", steps=0, **case)
    ours, theirs, our_cpu, their_cpu = [], [], [], []
    for _ in range(rounds):
        *times, cpu = product.numbers(do="step", warm=WARM, steps=count, **case)
        ours += times
        our_cpu.append(cpu)
        times, cpu = turn(call, count)
        theirs += times
        their_cpu.append(cpu)
    ratio = np.median(theirs) / np.median(ours)
    cpu, other = min(our_cpu), min(their_cpu)
    what = "head alone, the body frozen" if frozen else "whole"
    row = (
        f"| {network} {size}x{size} | {precision} | {what} | {shown(ours, 0)} | {shown(theirs, 0)} | **{ratio:.2f}** "
        f"| {cpu:.0f} | {other:.0f} | **{other / cpu:.2f}** | {sum(starts):.1f} ({processor:.1f}) | {started[0]:.1f} ({started[1]:.1f}) |"
    )
    return row, f"- {network}, {precision}, {what}: {product.ask(do='trace', **case)}"


def saved(folder, network, size):
    """The whole network as a file of Keras, with statistics that are not 0 and 1."""
    keras.backend.clear_session()
    keras.mixed_precision.set_global_policy("float32")
    file = pathlib.Path(folder) / f"{network}-{size}.keras"
    model = getattr(keras.applications, network)(weights=None, input_shape=(size, size, 3))
    random = np.random.default_rng(7)
    for layer in model.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            gamma, beta, mean, variance = layer.get_weights()
            layer.set_weights([gamma, beta, mean + random.normal(0, 0.1, mean.shape), variance * random.uniform(0.5, 1.5, variance.shape)])
    model.save(file)
    return file, model


def image_rows(classpath, rounds, chosen, folder):
    rows = []
    for network, size in NETWORKS.items():
        if network not in chosen:
            continue
        for size in (size, 224):
            file, model = saved(folder, network, size)
            exported = pathlib.Path(folder) / f"{network}-{size}"
            subprocess.run(java(classpath, "export", file, exported), check=True, cwd=prepare.ROOT, stdout=sys.stderr)
            image = np.random.default_rng(7).random((1, size, size, 3), np.float32)
            compiled = tf.function(lambda x: model(x, training=False), input_signature=[tf.TensorSpec((None, size, size, 3), tf.float32)])
            call = lambda: compiled(image).numpy()
            timed(call, 20)
            ours, theirs = {1: [], 2: []}, []
            with Turns(classpath) as one, Turns(classpath) as two:
                turns = {1: one, 2: two}
                request = dict(do="image", folder=str(exported), size=size)
                for threads, product in turns.items():
                    product.ask(calls=50, threads=threads, **request)
                for _ in range(rounds):
                    for threads, product in turns.items():
                        ours[threads] += product.numbers(calls=40, threads=threads, **request)[5:]
                    theirs += timed(call, 40, 1e6)[5:]
            medians = {threads: np.median(values) for threads, values in ours.items()}
            best = min(medians, key=medians.get)
            rows.append(
                f"| {network} {size}x{size} | {shown(np.divide(ours[1], 1e3), 2)} | {shown(np.divide(ours[2], 1e3), 2)} | {shown(np.divide(theirs, 1e3), 2)} | **{np.median(theirs) / medians[best]:.2f}** |"
            )
            prepare.say(rows[-1])
    return rows


def to_prediction(command):
    """Seconds from the start to the line that says so, and the processor's to the end."""
    start, took = time.perf_counter(), None
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=prepare.ROOT)
    for line in process.stdout:
        if line.startswith("done"):
            took = time.perf_counter() - start
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    if took is None:
        sys.exit(f"bench: no prediction from {' '.join(command[-3:])}")
    return took, usage.ru_utime + usage.ru_stime


def first_rows(classpath, rounds, chosen, folder):
    rows = []
    archive = pathlib.Path(folder) / "product.jsa"
    for network in NETWORKS:
        if network not in chosen:
            continue
        size = 224
        file, _ = saved(folder, network, size)
        if not archive.exists():
            made = java(classpath, "first", file, size)
            subprocess.run([made[0], f"-XX:ArchiveClassesAtExit={archive}", *made[1:]], cwd=prepare.ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        ours, theirs = [], []
        to_prediction([sys.executable, "-c", FIRST, str(file), str(size)])
        for _ in range(rounds):
            ours.append(to_prediction(java(classpath, "first", file, size, archive=archive)))
            theirs.append(to_prediction([sys.executable, "-c", FIRST, str(file), str(size)]))
        (our, our_cpu), (their, their_cpu) = zip(*ours), zip(*theirs)
        rows.append(
            f"| {network} {size}x{size}, {file.stat().st_size / 1e6:.0f} MB | {shown(our, 2)} | {shown(their, 2)} | **{np.median(their) / np.median(our):.2f}** "
            f"| {min(our_cpu):.2f} | {min(their_cpu):.2f} | **{min(their_cpu) / min(our_cpu):.2f}** |"
        )
        prepare.say(rows[-1])
    return rows


def folder_rows(classpath, chosen, folder):
    """Epochs of the command that trains a head on JPEGs in folders, beside the step alone on an array."""
    rows = []
    photos = pathlib.Path(folder) / "photos"
    images_tfdata.make(photos, 640, "400x300")
    command = ["java", "-Xmx2g", "-cp", classpath, "org.keraunos.cli.Keraunos", "train", "--freeze", "--epochs", "4", "--batch-size", str(ROWS), "--no-report", "--json"]
    for network, (cut, preprocess) in FOLDERS.items():
        if network not in chosen:
            continue
        keras.backend.clear_session()
        keras.mixed_precision.set_global_policy("float32")
        file = pathlib.Path(folder) / f"{network}-body.keras"
        getattr(keras.applications, network)(weights=None, input_shape=(224, 224, 3), include_top=False).save(file)
        model = pathlib.Path(folder) / f"{network}-tuned"
        asked = [*command, "--from", str(file), "--cut", cut, "--preprocess", preprocess, "--data", str(photos), "--model", str(model)]
        said = subprocess.run(asked, check=True, cwd=prepare.ROOT, capture_output=True, text=True).stderr
        epochs = [(float(seconds), float(wait)) for seconds, wait in re.findall(r"Epoch .* - ([0-9.]+)s - .*input wait: ([0-9.]+) %", said)]
        with Turns(classpath) as product:
            case = dict(do="step", network=network, size=224, precision="float32", frozen=True)
            product.numbers(steps=0, **case)
            *times, _ = product.numbers(warm=2, steps=16, **case)
        steps = 512 // ROWS
        later = 1e3 * min(seconds for seconds, _ in epochs[1:]) / steps
        rows.append(
            f"| {network} | {epochs[0][0]:.1f} | {later:.0f} | {np.median(times):.0f} | **{np.median(times) / later:.2f}** | {max(wait for _, wait in epochs):.1f} % |"
        )
        prepare.say(rows[-1])
    return rows


def main(classpath, output, rounds, *wanted):
    figures = [figure for figure in FIGURES if figure in wanted] or FIGURES
    chosen = [network for network in NETWORKS if network in wanted] or list(NETWORKS)
    known = ("float32", "bfloat16") if prepare.has_bfloat16() else ("float32",)
    precisions = [precision for precision in known if precision in wanted] or known
    rounds = int(rounds)
    parts = ["# Networks of keras.applications beside Keras\n"]
    parts.append(
        f"Written by `bench/networks` on {datetime.date.today()}, Keras {keras.__version__}, TensorFlow {tf.__version__} there; medians of {rounds} rounds in turns, "
        "(lowest to highest);\nthe ratio is Keras's time to ours: above 1 ours is faster.\n"
    )
    parts.append("\n".join(f"- {what}: {value}" for what, value in prepare.machine()) + "\n")
    with tempfile.TemporaryDirectory() as folder:
        if "step" in figures:
            rows, traces = step_rows(classpath, rounds, chosen, precisions)
            parts.append(f"## A training step\n\n{ROWS} images as bytes on the heap, a sigmoid head of {LABELS} labels behind the pooled features, binary cross-entropy, Adam; the loss as a number. Milliseconds by the clock, beside a\nhand-written `tf.function`, and the processor's milliseconds a step, the least of a round, which other programs on the machine change less.\n*Start* is seconds from the layers to the end of the first step, in brackets the processor's; ours in a new process, Keras's in one that has loaded TensorFlow.\nOf a frozen body ours divides the batch among the processors, as `train --from` does.\n")
            parts.append("| network | precision | what trains | Keraunos | Keras | ratio | processor | Keras | ratio | start | Keras |\n|---|---|---|---|---|---|---|---|---|---|---|\n" + "\n".join(rows) + "\n")
            parts.append("The ops of our steps by the time they take, two threads together:\n\n" + "\n".join(traces) + "\n")
        if "image" in figures:
            rows = image_rows(classpath, rounds, chosen, folder)
            parts.append("## One image\n\nFrom floats on the heap to probabilities there, milliseconds; beside a `tf.function` of the same file. `Predictor` in the calling thread (`RuntimeOptions.LATENCY`) and with all cores for an op (`PREDICT`).\n")
            parts.append("| network | one thread | all cores | Keras, tf.function | ratio of the better |\n|---|---|---|---|---|\n" + "\n".join(rows) + "\n")
        if "first" in figures:
            rows = first_rows(classpath, rounds, chosen, folder)
            parts.append("## From a file to its first prediction\n\nSeconds from starting the process: `Model.load(file).predict(image)` beside `keras.models.load_model(file).predict(image)`; the\nprocessor\'s seconds to the end of the process, the least of the rounds.\n")
            parts.append("| file | Keraunos | Keras | ratio | processor | Keras | ratio |\n|---|---|---|---|---|---|---|\n" + "\n".join(rows) + "\n")
        if "folder" in figures:
            rows = folder_rows(classpath, chosen, folder)
            parts.append("## From folders of JPEGs\n\n`train --from NETWORK.keras --freeze` on 512 JPEGs of 400 x 300 at 224 x 224, batches of 32: seconds of the first epoch, which decodes and starts,\nmilliseconds a step of the fastest later one, and of the step alone on an array of the same size in a process of its own; the part of the time that steps wait for images.\n")
            parts.append("| network | first epoch | a step | the step alone | ratio | waiting, at most |\n|---|---|---|---|---|---|\n" + "\n".join(rows) + "\n")
    pathlib.Path(output).write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
