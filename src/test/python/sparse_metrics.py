"""Makes the golden figures of metrics over sparse matrices: scikit-learn's, of scipy.sparse where it takes them, else of toarray().

    python src/test/python/sparse_metrics.py [--check]

Writes src/test/resources/org/keraunos/metrics/sparse.json.gz.
"""

import gzip
import json
import pathlib
import sys
import warnings

import numpy as np
from scipy import sparse
from sklearn import metrics as sk

from metrics_goldens import plain

OUT = pathlib.Path(__file__).resolve().parents[1] / "resources/org/keraunos/metrics/sparse.json.gz"
AVERAGES = ("micro", "macro", "weighted", "samples")


def labels(rng, rows, columns, most):
    at = [sorted(rng.choice(columns, rng.integers(0, most + 1), replace=False).tolist()) for _ in range(rows)]
    matrix = sparse.lil_matrix((rows, columns), dtype=int)
    for i, each in enumerate(at):
        matrix[i, each] = 1
    return at, matrix.tocsr()


def rates(t, p, w):
    made = {}
    for name in ("precision_score", "recall_score", "f1_score", "jaccard_score"):
        figure = getattr(sk, name)
        made[name] = {x: figure(t, p, average=x, sample_weight=w, zero_division=0) for x in AVERAGES}
        made[name]["none"] = figure(t, p, average=None, sample_weight=w, zero_division=0)
        made[name]["some"] = figure(t, p, average="macro", labels=[5, 0, 2], sample_weight=w, zero_division=0)
    made["accuracy_score"] = sk.accuracy_score(t, p, sample_weight=w)
    made["hamming_loss"] = sk.hamming_loss(t, p, sample_weight=w)
    made["matrix"] = sk.multilabel_confusion_matrix(t, p, sample_weight=w)
    made["report"] = sk.classification_report(t, p, sample_weight=w, zero_division=0)
    dense = t.toarray(), p.toarray()
    for name in ("matthews_corrcoef", "balanced_accuracy_score"):
        made[name] = [getattr(sk, name)(dense[0][:, j], dense[1][:, j], sample_weight=w) for j in range(t.shape[1])]
    return made


def rankings(t, s, w):
    made = {
        # scikit-learn takes sparse truth here, and dense scores.
        "label_ranking_average_precision_score": sk.label_ranking_average_precision_score(t, s, sample_weight=w),
        "label_ranking_loss": sk.label_ranking_loss(t, s, sample_weight=w),
    }
    t = t.toarray()
    made["coverage_error"] = sk.coverage_error(t, s, sample_weight=w)
    for k in (None, 1, 3, 8):
        made[f"dcg {k}"] = sk.dcg_score(t, s, k=k, sample_weight=w)
        made[f"ndcg {k}"] = sk.ndcg_score(t, s, k=k, sample_weight=w)
    for name in ("roc_auc_score", "average_precision_score"):
        figure = getattr(sk, name)
        made[name] = {"none": figure(t, s, average=None, sample_weight=w)}
        for x in ("micro", "macro", "weighted"):
            made[name][x] = figure(t, s, average=x, sample_weight=w)
    made["average_precision_score"]["samples"] = sk.average_precision_score(t, s, average="samples", sample_weight=w)
    made["partial"] = sk.roc_auc_score(t, s, average=None, max_fpr=0.3, sample_weight=w)
    return made


def content():
    rng = np.random.default_rng(1728)
    made = []
    for rows, columns, most, signed, weighted in [(12, 7, 3, False, False), (30, 40, 5, True, False), (25, 11, 4, True, True), (18, 9, 9, False, True)]:
        truth, t = labels(rng, rows, columns, most)
        chosen, p = labels(rng, rows, columns, most)
        scored, _ = labels(rng, rows, columns, most)
        s = np.zeros((rows, columns))
        values = []
        for i, each in enumerate(scored):
            mine = np.round(rng.normal(0.4, 0.5, len(each)) if signed else rng.random(len(each)), 1)
            s[i, each] = mine
            values.append(mine)
        w = rng.integers(0, 4, rows) / 3 if weighted else None
        made.append({"labels": columns, "t": truth, "p": chosen, "columns": scored, "scores": values, "w": w,
                     "rates": rates(t, p, w), "rankings": rankings(t, s, w)})
    return plain(made)


def main():
    warnings.simplefilter("ignore")
    text = json.dumps(content())
    if "--check" in sys.argv:
        if json.loads(gzip.decompress(OUT.read_bytes())) != json.loads(text):
            sys.exit(f"{OUT.name} is not what scikit-learn gives")
    else:
        OUT.write_bytes(gzip.compress(text.encode(), mtime=0))


if __name__ == "__main__":
    main()
