"""scikit-learn's side of the metrics benchmark.

    python metrics_sklearn.py make FOLDER ROWS LABELS     writes truth.bin (bytes) and scores.bin (little-endian doubles)
    python metrics_sklearn.py time FOLDER ROWS LABELS     prints name, seconds (best of calls), value, separated by tabs

int64 labels and float64 scores; a call that takes long is made once, after a warm-up on a slice.
"""

import sys
import time
import warnings

import numpy as np
from sklearn import metrics as sk


def make(folder, rows, labels):
    rng = np.random.default_rng(7)
    truth = (rng.random((rows, labels)) < 0.2).astype(np.uint8)
    scores = np.clip(0.3 * truth + 0.7 * rng.random(truth.shape), 0, 1)
    truth.tofile(folder + "/truth.bin")
    scores.astype("<f8").tofile(folder + "/scores.bin")


def main(folder, rows, labels):
    warnings.simplefilter("ignore")
    t = np.fromfile(folder + "/truth.bin", np.uint8).reshape(rows, labels).astype(np.int64)
    s = np.fromfile(folder + "/scores.bin", "<f8").reshape(rows, labels)
    p = (s > 0.5).astype(np.int64)
    figures = {
        "accuracy_score": lambda n: sk.accuracy_score(t[:n], p[:n]),
        "hamming_loss": lambda n: sk.hamming_loss(t[:n], p[:n]),
        "precision_score": lambda n: sk.precision_score(t[:n], p[:n], average="macro"),
        "f1_score": lambda n: sk.f1_score(t[:n], p[:n], average="macro"),
        "f1_score_samples": lambda n: sk.f1_score(t[:n], p[:n], average="samples"),
        "jaccard_score": lambda n: sk.jaccard_score(t[:n], p[:n], average="macro"),
        "multilabel_confusion_matrix": lambda n: sk.multilabel_confusion_matrix(t[:n], p[:n])[0, 1, 1],
        "classification_report": lambda n: sk.classification_report(t[:n], p[:n], output_dict=True)["samples avg"]["f1-score"],
        "roc_auc_score": lambda n: sk.roc_auc_score(t[:n], s[:n]),
        "average_precision_score": lambda n: sk.average_precision_score(t[:n], s[:n]),
        "coverage_error": lambda n: sk.coverage_error(t[:n], s[:n]),
        "label_ranking_loss": lambda n: sk.label_ranking_loss(t[:n], s[:n]),
        "label_ranking_average_precision_score": lambda n: sk.label_ranking_average_precision_score(t[:n], s[:n]),
    }
    for name, figure in figures.items():
        figure(min(rows, 1000))
        best, spent = np.inf, 0.0
        for _ in range(5):
            start = time.perf_counter()
            value = figure(rows)
            seconds = time.perf_counter() - start
            best, spent = min(best, seconds), spent + seconds
            if spent > 4:
                break
        print(name, best, repr(float(value)), sep="\t", flush=True)


if __name__ == "__main__":
    (make if sys.argv[1] == "make" else main)(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
