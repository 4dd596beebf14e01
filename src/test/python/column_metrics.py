"""Makes the golden figures of the metrics that scikit-learn has for one column, and of options of its ranking metrics.

    python src/test/python/column_metrics.py [--check]

Writes src/test/resources/org/keraunos/metrics/columns.json.gz: problems, and for each label what scikit-learn gives for its
column; averages are means of those, or scikit-learn's figure of all cells (micro) or of each row (samples).
"""

import gzip
import io
import json
import pathlib
import sys
import warnings

import numpy as np
from sklearn import calibration, metrics as sk

from metrics_goldens import plain, problem

OUT = pathlib.Path(__file__).resolve().parents[1] / "resources/org/keraunos/metrics/columns.json.gz"


def averages(figure, t, p, w):
    columns = range(t.shape[1])
    one = [figure(t[:, j], p[:, j], w) for j in columns]
    weights = np.ones(len(t)) if w is None else w
    support = [(weights * t[:, j]).sum() for j in columns]
    cells = None if w is None else np.repeat(w, t.shape[1])
    rows = np.array([0.0 if v == 0 else figure(t[i], p[i], None) for i, v in enumerate(weights)])
    decided = np.isfinite(rows)  # adjusted for chance, rows of one class say nothing
    return {"none": one, "macro": np.mean(one), "weighted": np.average(one, weights=support),
            "micro": figure(t.ravel(), p.ravel(), cells),
            **({"samples": np.average(rows[decided], weights=weights[decided])} if t.shape[1] > 1 else {})}


def areas(t, s, w, most):
    more = {"sample_weight": w, "max_fpr": most}
    return {"none": sk.roc_auc_score(t, s, average=None, **more) if t.shape[1] > 1 else [sk.roc_auc_score(t[:, 0], s[:, 0], **more)],
            **({x: sk.roc_auc_score(t, s, average=x, **more) for x in ("macro", "micro", "weighted")} if t.shape[1] > 1 else {})}


def of(each, rng):
    t, p, s, w = (each[x] for x in "tpsw")
    made = {x: plain(each[x]) for x in "tpw"}
    made["s"] = plain(s.astype(float))
    made["matthews_corrcoef"] = averages(lambda a, b, c: sk.matthews_corrcoef(a, b, sample_weight=c), t, p, w)
    for name, adjusted in (("balanced_accuracy_score", False), ("adjusted", True)):
        made[name] = averages(lambda a, b, c: sk.balanced_accuracy_score(a, b, sample_weight=c, adjusted=adjusted), t, p, w)
    if t.shape[1] > 1:
        made["specificity"] = {
            str(x).lower(): sk.recall_score(1 - t, 1 - p, average=x, zero_division=1, sample_weight=w)
            for x in (None, "macro", "micro", "weighted", "samples")}
        grades = rng.integers(0, 4, t.shape) * 0.5
        made["grades"] = plain(grades)
        made["dcg"] = [sk.dcg_score(grades, s, k=k, log_base=base, sample_weight=w, ignore_ties=ignore)
                       for k, base, ignore in ((None, 2, False), (2, 10, False), (3, np.e, len(np.unique(s[0])) == s.shape[1]))]
        made["binary_dcg"] = sk.dcg_score(t, s, log_base=3, sample_weight=w)
        made["ndcg"] = [sk.ndcg_score(grades, s, k=k, sample_weight=w) for k in (None, 2)]
    made["areas"] = {str(most): areas(t, s, w, most) for most in (0.05, 0.3, 0.99)}
    columns = []
    for j in range(t.shape[1]):
        tn, fp, fn, tp, thresholds = sk.confusion_matrix_at_thresholds(t[:, j], s[:, j], pos_label=1, sample_weight=w)
        curves = {}
        for strategy in ("uniform", "quantile"):
            for bins in (1, 5, 7):
                # NumPy sums what it is given in the type of the scores.
                curves[f"{strategy} {bins}"] = calibration.calibration_curve(
                    t[:, j], s[:, j].astype(float), n_bins=bins, strategy=strategy, pos_label=1)
        columns.append({"counts": [tn, fp, fn, tp, thresholds], "curves": curves})
    made["columns"] = columns
    return plain(made)


def content():
    rng = np.random.default_rng(17)
    made = []
    for rows, labels, single, ties, weights in [
        (20, 5, False, True, None), (30, 4, True, False, "ints"), (40, 6, True, True, "floats"),
        (60, 3, False, False, "floats"), (25, 1, False, True, None), (25, 1, True, False, "floats"), (90, 2, False, False, None),
    ]:
        each = problem(rng, rows, labels, single, ties, weights)
        each["t"][:2], each["p"][:2] = [[0], [1]], [[1], [0]]  # both classes in each column, and rows of one class
        if each["w"] is not None:
            each["w"][:2] = 0.75
        made.append({**of(each, rng), "float32": single})
    one_class = problem(rng, 12, 3)
    one_class["t"][:, 0], one_class["t"][:, 1] = 0, 1
    one_class["p"][:, 0] = 0
    t, p = one_class["t"], one_class["p"]
    corners = {"t": t, "p": p,
               "matthews_corrcoef": [sk.matthews_corrcoef(t[:, j], p[:, j]) for j in range(3)],
               "balanced_accuracy_score": [sk.balanced_accuracy_score(t[:, j], p[:, j]) for j in range(3)]}
    x = np.sort(rng.random(9))[::-1]
    x[3] = x[4]
    y = rng.random(9)
    return {"problems": made, "corners": plain(corners), "auc": plain({"x": x, "y": y, "area": sk.auc(x, y)})}


def main():
    warnings.simplefilter("ignore")
    text = json.dumps(content(), separators=(",", ":")).encode()
    if "--check" in sys.argv:
        if gzip.decompress(OUT.read_bytes()) != text:
            raise SystemExit(f"{OUT} is not what scikit-learn gives: make it again")
        print("the metrics of columns are as scikit-learn has them")
        return
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0) as file:
        file.write(text)
    OUT.write_bytes(buffer.getvalue())
    print(len(buffer.getvalue()), "bytes")


if __name__ == "__main__":
    main()
