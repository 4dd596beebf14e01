"""Weighted reports of random problems by scikit-learn, to be compared character by character.

    src/test/python/metrics_reports.py            writes the golden file (problems and the hashes of their texts)
    src/test/python/metrics_reports.py --check N  makes the first N problems again and fails if they differ
    src/test/python/metrics_reports.py --show N   prints what scikit-learn says of one problem

A problem is a line of src/test/resources/org/keraunos/metrics/reports.txt.gz: rows, labels, zero division, digits, truth
and predictions as strings of 0 and 1, weights (Python's shortest digits, so that they read back), and the hash of what
scikit-learn printed: the report, then repr of each rate and average, of accuracy, zero-one loss and confusion matrix.
"""

import gzip
import hashlib
import io
import itertools
import math
import pathlib
import sys
import warnings

import numpy as np
from sklearn import metrics as sk

OUT = pathlib.Path(__file__).resolve().parents[1] / "resources/org/keraunos/metrics/reports.txt.gz"
PROBLEMS = 2000


def weights(rng, kind, t):
    rows = len(t)
    if kind == 0:
        return rng.integers(1, 10, rows) / 10
    if kind == 1:
        return np.round(rng.random(rows), 4) + 0.0001
    if kind == 2:  # rare labels weigh more, as class-balance weights do
        share = t.mean(axis=0)
        return np.where(t == 1, 1 / np.maximum(share, 1 / rows), 1).mean(axis=1)
    if kind == 3:
        w = rng.integers(0, 4, rows) * 0.1
        w[rng.integers(rows)] = 0.3
        return w
    return 10.0 ** rng.integers(-3, 4, rows) * rng.integers(1, 1000, rows)


def problem(rng, number):
    rows = int(rng.integers(1, 13)) if number % 5 else int(rng.integers(13, 120))
    labels = [1, 2, 3, 4, 5, 9, 17][int(rng.integers(7))]
    t = (rng.random((rows, labels)) < rng.choice([0.1, 0.3, 0.5, 0.8])).astype(int)
    p = np.where(rng.random(t.shape) < rng.choice([0.05, 0.3, 0.5]), 1 - t, t)
    return t, p, weights(rng, number % 5, t)


def shown(value):
    return ",".join(repr(float(v)) for v in np.atleast_1d(value))


def line(rng, number):
    t, p, w = problem(rng, number)
    zero = [0, 1, math.nan][int(rng.integers(3))]
    digits = int(rng.choice([2, 3, 4, 16]))
    a, b = (t[:, 0], p[:, 0]) if t.shape[1] == 1 else (t, p)
    report = sk.classification_report(a, b, sample_weight=w, zero_division=zero, digits=digits)
    figures = []
    averages = [None, "micro", "macro", "weighted"] + (["samples"] if t.shape[1] > 1 else [])
    for average in averages:
        precision, recall, f2, support = sk.precision_recall_fscore_support(
            a, b, beta=2, average=average, sample_weight=w, zero_division=zero)
        figures += [shown(precision), shown(recall), shown(f2)] + ([shown(support)] if support is not None else [])
        figures.append(shown(sk.jaccard_score(a, b, average=average, sample_weight=w, zero_division=0)))
    figures.append(shown(sk.accuracy_score(a, b, sample_weight=w)))
    figures.append(shown(sk.zero_one_loss(a, b, sample_weight=w)))
    figures.append(shown(sk.multilabel_confusion_matrix(a, b, sample_weight=w).ravel()))
    cells = ["".join(map(str, x.ravel())) for x in (t, p)]
    head = [str(t.shape[0]), str(t.shape[1]), repr(zero), str(digits), *cells, shown(w)]
    digest = hashlib.sha256("\n".join([report, *figures]).encode()).hexdigest()[:24]
    return " ".join([*head, digest]), report, figures


def lines():
    rng = np.random.default_rng(20260101)
    return (line(rng, number) for number in range(PROBLEMS))


def main():
    warnings.simplefilter("ignore")
    if "--show" in sys.argv:
        _, report, figures = next(itertools.islice(lines(), int(sys.argv[2]), None))
        print(report, *figures, sep="\n")
    elif "--check" in sys.argv:
        kept = gzip.decompress(OUT.read_bytes()).decode().splitlines()
        made = [each[0] for each in itertools.islice(lines(), int(sys.argv[2]))]
        if len(kept) != PROBLEMS or kept[: len(made)] != made:
            raise SystemExit(f"{OUT} is not what scikit-learn gives: make it again")
        print(len(made), "problems are as scikit-learn has them")
    else:
        text = "\n".join(each[0] for each in lines()) + "\n"
        buffer = io.BytesIO()
        with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0) as file:
            file.write(text.encode())
        OUT.write_bytes(buffer.getvalue())
        print(PROBLEMS, "problems,", len(buffer.getvalue()), "bytes")


if __name__ == "__main__":
    main()
