"""The metrics benchmark: scikit-learn here, Keraunos in a JVM beside it, each figure in turns.

    python metrics_sklearn.py FOLDER CLASSPATH ROWSxLABELS...     prints Markdown, also into bench/METRICS.md

int64 labels and float64 scores here, flat byte[] and double[] there. One side waits while the other works. A result is the best
of several calls, after a warm-up; scikit-learn's is on a slice.
"""

import os
import subprocess
import sys
import time
import warnings

import numpy as np
import sklearn
from sklearn import metrics as sk

import prepare

ROUNDS = 7
# Seconds after which a figure is not called again: what takes longer than the first is called twice, than the second once.
LONG = 6.0
VERY_LONG = 40.0
JVM = ["java", "-Xmx6g", "-XX:ActiveProcessorCount=2"]


def figures(t, p, s):
    """Name to the call on the first n rows and how many times faster Keraunos is to be."""
    return {
        "accuracy_score": (lambda n: sk.accuracy_score(t[:n], p[:n]), 20),
        "hamming_loss": (lambda n: sk.hamming_loss(t[:n], p[:n]), 20),
        "precision_score": (lambda n: sk.precision_score(t[:n], p[:n], average="macro"), 20),
        "f1_score": (lambda n: sk.f1_score(t[:n], p[:n], average="macro"), 20),
        "f1_score_samples": (lambda n: sk.f1_score(t[:n], p[:n], average="samples"), 20),
        "jaccard_score": (lambda n: sk.jaccard_score(t[:n], p[:n], average="macro"), 20),
        "multilabel_confusion_matrix": (lambda n: sk.multilabel_confusion_matrix(t[:n], p[:n])[0, 1, 1], 20),
        "classification_report": (
            lambda n: sk.classification_report(t[:n], p[:n], output_dict=True)["samples avg"]["f1-score"], 20),
        "roc_auc_score": (lambda n: sk.roc_auc_score(t[:n], s[:n]), 5),
        "average_precision_score": (lambda n: sk.average_precision_score(t[:n], s[:n]), 5),
        "coverage_error": (lambda n: sk.coverage_error(t[:n], s[:n]), 5),
        "label_ranking_loss": (lambda n: sk.label_ranking_loss(t[:n], s[:n]), 50),
        "label_ranking_average_precision_score": (lambda n: sk.label_ranking_average_precision_score(t[:n], s[:n]), 50),
    }


def make(folder, rows, labels):
    rng = np.random.default_rng(7)
    truth = (rng.random((rows, labels)) < 0.2).astype(np.uint8)
    scores = np.clip(0.3 * truth + 0.7 * rng.random(truth.shape), 0, 1)
    truth.tofile(folder + "/truth.bin")
    scores.astype("<f8").tofile(folder + "/scores.bin")
    return truth.astype(np.int64), scores


def ask(jvm, name):
    jvm.stdin.write(name + "\n")
    jvm.stdin.flush()
    seconds, value, share = jvm.stdout.readline().split("\t")
    return float(seconds), float(value), float(share)


def measure(folder, classpath, size):
    rows, labels = map(int, size.split("x"))
    t, s = make(folder, rows, labels)
    p = (s > 0.5).astype(np.int64)
    yield f"\n## {rows:,} rows x {labels} labels\n"
    yield "| figure | scikit-learn, s | Keraunos, s | times faster | goal | relative difference | allocated |"
    yield "|---|---|---|---|---|---|---|"
    command = [*JVM, "-cp", classpath, "org.keraunos.bench.metrics.MetricsBenchmark", folder, str(rows), str(labels)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as jvm:
        for name, (figure, goal) in figures(t, p, s).items():
            figure(min(rows, 1000))
            theirs, spent = np.inf, 0.0
            ours, mine, share = ask(jvm, name)
            for _ in range(ROUNDS):
                start = time.perf_counter()
                value = float(figure(rows))
                seconds = time.perf_counter() - start
                theirs, spent = min(theirs, seconds), spent + seconds
                ours, mine, share = min((ours, mine, share), ask(jvm, name))
                if spent > (LONG if theirs < LONG else VERY_LONG):
                    break
            gap = abs(mine - value) / (abs(value) or 1)
            yield f"| {name} | {theirs:.4f} | {ours:.4f} | {theirs / ours:.0f} | {goal} | {gap:.0e} | {share:.2f} |"
        jvm.stdin.close()


def main(folder, classpath, *sizes):
    warnings.simplefilter("ignore")
    machine = prepare.machine()
    lines = [
        "# The metrics against scikit-learn\n",
        f"Written by `bench/metrics {' '.join(sizes)}`: each figure in turns, scikit-learn (int64 labels, float64 scores) and Keraunos (flat",
        "`byte[]` and `double[]`, their checks included, at most 2 threads, plain JDK); the best of several calls of each. \"allocated\" is what one",
        "call of Keraunos allocates on the heap, all threads together, as a multiple of its input's bytes.\n",
        "| machine | |", "|---|---|", *[f"| {what} | {value} |" for what, value in machine],
        f"| peers | scikit-learn {sklearn.__version__}, NumPy {np.__version__} |",
    ]
    print("\n".join(lines), flush=True)
    for size in sizes:
        for line in measure(folder, classpath, size):
            print(line, flush=True)
            lines.append(line)
    lines.append(f"\nLoad after the last figure: {os.getloadavg()[0]:.2f}.")
    print(lines[-1])
    (prepare.BENCH / "METRICS.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
