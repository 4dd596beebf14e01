"""Makes the golden answers of the metrics with scikit-learn.

    pip install -r src/test/python/requirements.txt
    python src/test/python/metrics_goldens.py

Writes src/test/resources/org/keraunos/metrics/goldens.json.gz: problems (truth, predictions, scores, weights) and, for
requests as `keraunos metrics --batch` takes them, the figures, the codes of warnings and those of errors. Labels that are
unknown (NaN) are left out here by calling scikit-learn on what is left, label by label and row by row.
"""

import gzip
import io
import itertools
import json
import math
import pathlib
import re
import warnings

import numpy as np
import sklearn
from sklearn import metrics as sk

OUT = pathlib.Path(__file__).resolve().parents[1] / "resources/org/keraunos/metrics/goldens.json.gz"
RATES = ["precision_score", "recall_score", "f1_score", "fbeta_score", "jaccard_score"]
AREAS = ["roc_auc_score", "average_precision_score"]
ROWS = ["label_ranking_average_precision_score", "coverage_error", "label_ranking_loss", "dcg_score", "ndcg_score"]
LABELS = [
    "accuracy_score", "zero_one_loss", "accuracy_score_unnormalized", "zero_one_loss_unnormalized", "hamming_loss",
    *RATES, "support", "multilabel_confusion_matrix", "multilabel_confusion_matrix_samplewise",
    "classification_report", "classification_report_text",
]
CURVES = ["precision_recall_curve", "roc_curve"]
ALL = LABELS + AREAS + ROWS + CURVES
NOT_DEFAULT = {"multilabel_confusion_matrix_samplewise", "classification_report_text", *CURVES}
MULTILABEL = {"multilabel_confusion_matrix_samplewise", "coverage_error", "label_ranking_loss", "dcg_score", "ndcg_score"}


def code(message):
    found = re.search(r"no (predicted|true nor predicted|true or predicted|true) (samples|labels)", message)
    if found:
        return "no_%s_%s" % (found[1].replace(" or ", " nor ").replace(" ", "_"), found[2])
    for start, name in [("Only one class", "one_class"), ("No positive", "no_positive_samples"),
                        ("No negative", "no_negative_samples")]:
        if message.startswith(start):
            return name
    raise AssertionError(message)


def compute(name, problem, request):
    t, p, s, w = (problem[x] for x in "tpsw")
    one = t.shape[1] == 1
    if one:
        t, p = t[:, 0], p[:, 0]
        flat_s = None if s is None else s[:, 0]
    average = request.get("average", "macro")
    average = None if average == "none" else average
    zero = {"nan": math.nan}.get(request.get("zero_division", "warn"), request.get("zero_division", "warn"))
    labels = request.get("labels")
    beta = math.inf if request.get("beta") == "Infinity" else request.get("beta", 1)
    if name in ("accuracy_score", "accuracy_score_unnormalized"):
        return sk.accuracy_score(t, p, sample_weight=w, normalize=name == "accuracy_score")
    if name in ("zero_one_loss", "zero_one_loss_unnormalized"):
        return sk.zero_one_loss(t, p, sample_weight=w, normalize=name == "zero_one_loss")
    if name == "hamming_loss":
        return sk.hamming_loss(t, p, sample_weight=w)
    if name in RATES:
        more = {"beta": beta} if name == "fbeta_score" else {}
        return getattr(sk, name)(t, p, average=average, labels=labels, zero_division=zero, sample_weight=w, **more)
    if name == "support":
        return sk.precision_recall_fscore_support(t, p, labels=labels, sample_weight=w, zero_division=0)[3]
    if name.startswith("multilabel_confusion_matrix"):
        return sk.multilabel_confusion_matrix(t, p, labels=labels, sample_weight=w, samplewise=name.endswith("wise"))
    if name.startswith("classification_report"):
        text = name.endswith("text")
        return sk.classification_report(t, p, labels=labels, zero_division=zero, sample_weight=w,
                                        target_names=request.get("target_names"), output_dict=not text,
                                        **({"digits": request.get("digits", 2)} if text else {}))
    if name in AREAS:
        score = flat_s if one else s
        return getattr(sk, name)(t, score, sample_weight=w, **({} if one else {"average": average}))
    if name in ("dcg_score", "ndcg_score"):
        return getattr(sk, name)(t, s, k=request.get("k"), ignore_ties=request.get("ignore_ties", False),
                                 sample_weight=w)
    if name in ROWS:
        return getattr(sk, name)(problem["t"], s, sample_weight=w)
    curves = []
    for label in request.get("curve_labels", range(problem["t"].shape[1])):
        drop = request.get("drop_intermediate", name == "roc_curve")
        x, y, thresholds = getattr(sk, name)(problem["t"][:, label], s[:, label], pos_label=1, sample_weight=w,
                                             drop_intermediate=drop)
        names = ("precision", "recall") if name == "precision_recall_curve" else ("fpr", "tpr")
        curves.append({"label": label, names[0]: x, names[1]: y, "thresholds": thresholds})
    return curves


def plain(value):
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, (float, np.floating)):
        value = float(value)
        if math.isnan(value):
            return "NaN"
        return value if math.isfinite(value) else ("Infinity" if value > 0 else "-Infinity")
    if isinstance(value, np.integer):
        return int(value)
    return value


def answer(problem, request):
    wanted = request.get("metrics", ["default"])
    names = [n for n in ALL if n in wanted or "all" in wanted or ("default" in wanted and n not in NOT_DEFAULT)]
    if problem["s"] is None:
        names = [n for n in names if n in LABELS]
    figures, said, errors = {}, [], {}
    one = problem["t"].shape[1] == 1
    for name in names:
        figures[name] = None
        if name == "jaccard_score" and request.get("zero_division") == "nan":
            errors[name] = "zero_division_nan"
        elif one and (name in MULTILABEL or (name in RATES and request.get("average") == "samples")):
            errors[name] = "needs_multilabel"
        else:
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                figures[name] = plain(compute(name, problem, request))
            codes = []
            for warning in caught:
                if warning.category.__name__ in ("UndefinedMetricWarning", "UserWarning"):
                    if code(str(warning.message)) not in codes:
                        codes.append(code(str(warning.message)))
            said += [[name, c] for c in codes]
    return {"metrics": figures, "warnings": said, "errors": errors}


def problem(rng, rows, labels, single=False, ties=False, weights=None, prevalence=0.4):
    t = (rng.random((rows, labels)) < prevalence).astype(np.int64)
    s = np.clip(0.5 * t + rng.normal(0.25, 0.35, t.shape), 0, 1)
    if ties:
        s = np.round(s * 4) / 4
    s = s.astype(np.float32 if single else np.float64)
    p = ((s > 0.5) ^ (rng.random(t.shape) < 0.1)).astype(np.int64)
    w = None
    if weights == "ints":
        w = rng.integers(0, 4, rows).astype(np.float64)
        w[0] = 2
    elif weights == "floats":
        w = rng.random(rows) + 0.01
        w[rng.integers(rows)] = 0 if rows > 1 else 1
    return {"t": t, "p": p, "s": s, "w": w}


def problems():
    rng = np.random.default_rng(20240607)
    result = []
    for rows, labels, single, ties, weights in [
        (7, 3, False, False, None), (20, 5, False, True, None), (20, 5, True, False, "ints"),
        (30, 12, True, True, "floats"), (60, 20, False, False, "floats"), (1, 4, False, True, None),
        (1, 4, False, False, "ints"), (12, 1, False, True, None), (12, 1, True, False, "floats"), (1, 1, False, False, None),
        (2, 2, False, False, None), (70, 2, True, True, "ints"), (200, 9, False, False, None),
    ]:
        result.append(problem(rng, rows, labels, single, ties, weights))
    for weights in (None, "ints", "floats"):  # constant columns and rows, scores all equal
        corner = problem(rng, 14, 6, False, True, weights)
        corner["t"][:, 0] = 0
        corner["p"][:, 1] = 0
        corner["t"][:, 2] = corner["p"][:, 2] = 0
        corner["t"][:, 3] = 1
        corner["p"][:, 4] = corner["t"][:, 4]
        corner["s"][:, 5] = 0.5
        corner["t"][0] = corner["p"][0] = 0
        corner["t"][1] = 1
        corner["s"][2] = 0.25
        result.append(corner)
    zeros = problem(rng, 5, 3)
    zeros["t"][:] = 0
    zeros["p"][:] = 0
    ones = problem(rng, 5, 3, weights="floats")
    ones["t"][:] = 1
    ones["p"][:] = 1
    wrong = problem(rng, 6, 1)
    wrong["p"] = 1 - wrong["t"]
    only_zero = problem(rng, 6, 1)
    only_zero["t"][:] = 0
    only_zero["p"][:] = 0
    only_one = problem(rng, 6, 1, weights="floats")
    only_one["t"][:] = 1
    only_one["p"][:] = 1
    hidden = problem(rng, 8, 3, weights="ints")  # a class whose rows all have weight 0
    hidden["w"][:4], hidden["w"][4:] = 0, 2.5
    hidden["t"][:4, 0], hidden["t"][4:, 0] = 1, 0
    hidden["t"][:4, 1], hidden["t"][4:, 1] = 0, 1
    signs = problem(rng, 9, 4)
    signs["s"] = rng.choice([0.0, -0.0, -1.5, 2e300, -2e300, 5e-324], signs["s"].shape)
    heavy = problem(rng, 4, 3, weights="floats")
    heavy["w"] = np.array([12345678.9, 1e16, 0.1, 3.0])
    # The mean F1 of these rows is 0.675 in exact arithmetic, but less in NumPy's: the report says 0.67.
    between = problem(np.random.default_rng(117), 40, 3)
    return result + [zeros, ones, wrong, only_zero, only_one, hidden, signs, heavy, between]


def requests(problem):
    labels = problem["t"].shape[1]
    result = []
    for average, zero in itertools.product(["micro", "macro", "weighted", "samples", "none"], ["warn", 0, 1, "nan"]):
        result.append({"average": average, "zero_division": zero})
    result.append({"metrics": ["all"]})
    result.append({"metrics": ["classification_report_text"], "digits": 3,
                   "target_names": None if labels == 1 else ["größe %d" % j for j in range(labels)]})
    result.append({"metrics": ["classification_report_text", "classification_report"], "digits": 0, "zero_division": "nan"})
    result.append({"metrics": ["classification_report_text"], "digits": 13, "zero_division": 1})
    result.append({"metrics": ["precision_recall_curve", "roc_curve"], "drop_intermediate": True})
    result.append({"metrics": ["precision_recall_curve", "roc_curve"], "drop_intermediate": False, "curve_labels": [labels - 1]})
    for beta in (0, 0.5, 2, "Infinity"):
        result.append({"metrics": ["fbeta_score"], "beta": beta})
    for k in (1, 2, 3, 1000):
        result.append({"metrics": ["dcg_score", "ndcg_score"], "k": k})
    if all(len(set(row)) == len(row) for row in problem["s"].tolist()):
        result.append({"metrics": ["dcg_score", "ndcg_score"], "k": 2, "ignore_ties": True})
    subset = [1] if labels == 1 else [labels - 1, 0] if labels < 4 else [3, 0, 2]
    for average in ("micro", "macro", "weighted", "samples", "none"):
        result.append({"average": average, "labels": subset, "metrics": ["default", "classification_report_text"]})
    for request in result:
        if "target_names" in request and request["target_names"] is None:
            del request["target_names"]
    return result


def unknown_answer(problem):
    """Figures with unknown labels, by scikit-learn on what is known."""
    t, p, s, w = (problem[x] for x in "tpsw")
    known = ~np.isnan(t)
    w = np.ones(len(t)) if w is None else w
    rows = [i for i in range(len(t)) if known[i].any()]
    columns = range(t.shape[1])
    figures = {}

    def by_label(function, values, **more):
        return [function(t[known[:, j], j], values[known[:, j], j], sample_weight=w[known[:, j]], **more) for j in columns]

    def by_row(figure):
        return np.average([figure(i) for i in rows], weights=w[rows])

    def cells(matrix):
        return np.concatenate([matrix[i][known[i]] for i in rows])

    weights = np.concatenate([np.full(known[i].sum(), w[i]) for i in rows])
    wrong = cells(t) != cells(p)
    figures["hamming_loss"] = (wrong * weights).sum() / weights.sum()
    figures["accuracy_score"] = by_row(lambda i: float((t[i][known[i]] == p[i][known[i]]).all()))
    per_label = by_label(sk.f1_score, p, zero_division=0)
    support = [(w * (t[:, j] == 1)).sum() for j in columns]
    figures["f1_score"] = {
        "none": per_label, "macro": np.mean(per_label), "weighted": np.average(per_label, weights=support),
        "micro": sk.f1_score(cells(t), cells(p), sample_weight=weights),
        "samples": by_row(lambda i: 0.0 if w[i] == 0 else sk.f1_score(t[i][known[i]], p[i][known[i]], zero_division=0)),
    }
    for name in AREAS:
        figure = getattr(sk, name)
        values = by_label(figure, s)
        figures[name] = {"none": values, "macro": np.mean(values), "weighted": np.average(values, weights=support),
                         "micro": figure(cells(t), cells(s), sample_weight=weights)}
    figures["label_ranking_average_precision_score"] = by_row(
        lambda i: 1.0 if known[i].sum() == 1 else sk.label_ranking_average_precision_score(t[i : i + 1, known[i]], s[i : i + 1, known[i]]))
    figures["label_ranking_loss"] = by_row(
        lambda i: 0.0 if known[i].sum() == 1 else sk.label_ranking_loss(t[i : i + 1, known[i]], s[i : i + 1, known[i]]))
    figures["coverage_error"] = by_row(
        lambda i: t[i][known[i]][0] if known[i].sum() == 1 else sk.coverage_error(t[i : i + 1, known[i]], s[i : i + 1, known[i]]))
    figures["dcg_score"] = by_row(
        lambda i: t[i][known[i]][0] if known[i].sum() == 1 else sk.dcg_score(t[i : i + 1, known[i]], s[i : i + 1, known[i]]))
    return plain(figures)


def det_curves(problem):
    curves = []
    for j in range(problem["t"].shape[1]):
        if len(set(problem["t"][:, j])) == 2:
            for drop in (False, True):
                x, y, z = sk.det_curve(problem["t"][:, j], problem["s"][:, j], sample_weight=problem["w"], drop_intermediate=drop)
                curves.append({"label": j, "drop": drop, "fpr": plain(x), "fnr": plain(y), "thresholds": plain(z)})
    return curves


def probabilities(problem):
    """Log loss and Brier score of each column that has weight, where scores are probabilities."""
    if problem["s"].min() < 0 or problem["s"].max() > 1:
        return None
    columns = [problem["s"][:, j] for j in range(problem["s"].shape[1])]
    more = {"sample_weight": problem["w"], "labels": [0, 1]}
    return {"log_loss": plain([sk.log_loss(problem["t"][:, j], column, **more) for j, column in enumerate(columns)]),
            "brier": plain([sk.brier_score_loss(problem["t"][:, j], column, **more) for j, column in enumerate(columns)])}


def main():
    assert sklearn.__version__ == "1.9.1", sklearn.__version__
    warnings.simplefilter("ignore")
    made = []
    count = 0
    for each in problems():
        cases = []
        for request in requests(each):
            cases.append({"request": request, **answer(each, request)})
        count += len(cases)
        made.append({"t": plain(each["t"]), "p": plain(each["p"]), "s": plain(each["s"].astype(float)),
                     "float32": bool(each["s"].dtype == np.float32), "w": plain(each["w"]), "cases": cases,
                     "probabilities": probabilities(each),
                     "det": det_curves(each) if each["w"] is None or all(each["w"] > 0) else []})
    rng = np.random.default_rng(7)
    unknown = []
    for seed in range(6):
        each = problem(rng, 40, 6, False, seed % 2 == 0, [None, "ints", "floats"][seed % 3])
        each["t"] = np.where(rng.random(each["t"].shape) < 0.3, np.nan, each["t"])
        each["t"][3] = np.nan
        each["t"][4, 1:] = np.nan
        unknown.append({"t": plain(each["t"]), "p": plain(each["p"]), "s": plain(each["s"]), "w": plain(each["w"]),
                        "metrics": unknown_answer(each)})
    text = json.dumps({"problems": made, "unknown": unknown}, separators=(",", ":"), ensure_ascii=False)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0) as file:
        file.write(text.encode())
    OUT.write_bytes(buffer.getvalue())
    print(count, "requests,", len(buffer.getvalue()), "bytes")


if __name__ == "__main__":
    main()
