"""Makes the golden decisions: thresholds and label sets by looking at every one there is, with scikit-learn's figures.

    python src/test/python/decision_goldens.py [--check]

Writes src/test/resources/org/keraunos/decisions/thresholds.json.gz.
"""

import gzip
import io
import itertools
import json
import pathlib
import sys

import numpy as np
from sklearn import metrics as sk

OUT = pathlib.Path(__file__).resolve().parents[1] / "resources/org/keraunos/decisions/thresholds.json.gz"


def div(a, b):
    return a / b if b else 0.0


def held(first, second, least, known):
    return 1 + second if known and first >= least else first


def count(figure):
    def of(t, p):
        tp = int((t & p).sum())
        return figure(tp, int(p.sum()) - tp, int(t.sum()) - tp, len(t))
    return of


def mcc(tp, fp, fn, n):
    tn = n - tp - fp - fn
    return div(tp * tn - fp * fn, np.sqrt(float((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))))


CRITERIA = {name: count(figure) for name, figure in {
    "f1": lambda tp, fp, fn, n: div(2 * tp, 2 * tp + fp + fn),
    "f2": lambda tp, fp, fn, n: div(5 * tp, 5 * tp + fp + 4 * fn),
    "f0.5": lambda tp, fp, fn, n: div(1.25 * tp, 1.25 * tp + fp + 0.25 * fn),
    "jaccard": lambda tp, fp, fn, n: div(tp, tp + fp + fn),
    "hamming": lambda tp, fp, fn, n: 1 - (fp + fn) / n,
    "mcc": mcc,
    "precision=0.8": lambda tp, fp, fn, n: held(div(tp, tp + fp), div(tp, tp + fn), 0.8, tp + fp),
    "recall=0.7": lambda tp, fp, fn, n: held(div(tp, tp + fn), div(tp, tp + fp), 0.7, tp + fn),
    "cost=1.0:5.0": lambda tp, fp, fn, n: -(fp + 5 * fn) / n,
    "pcut": lambda tp, fp, fn, n: -abs(fp - fn) / n,
}.items()}
SCIKIT_LEARN = {
    "f1": lambda t, p: sk.f1_score(t, p, zero_division=0),
    "f2": lambda t, p: sk.fbeta_score(t, p, beta=2, zero_division=0),
    "f0.5": lambda t, p: sk.fbeta_score(t, p, beta=0.5, zero_division=0),
    "jaccard": lambda t, p: sk.jaccard_score(t, p, zero_division=0),
    "hamming": lambda t, p: 1 - sk.hamming_loss(t, p), "mcc": sk.matthews_corrcoef,
}


def check_figures(rng):
    """The figures that everything is compared by are scikit-learn's."""
    for _ in range(20):
        t, p = (rng.random((2, 9)) < 0.4).astype(int)
        for name, figure in SCIKIT_LEARN.items():
            assert abs(figure(t, p) - CRITERIA[name](t, p)) < 1e-12, name


def cuts(scores):
    """Every way to cut probabilities at a number from 0 to 1."""
    return [scores > c for c in [0.0, *np.unique(scores[scores <= 1])]]


def best(figure, t, s):
    return max(figure(t, c.astype(int)) for c in cuts(s))


def together(figure, t, s, known, mean):
    """The best figure of one threshold for all cells, by the mean over columns or rows of those that have a known cell."""
    values = []
    for c in [0.0, *np.unique(s[known])]:
        p = (s > c).astype(int)
        if mean == "micro":
            values.append(figure(t[known], p[known]))
        else:
            a, b, k = (t, p, known) if mean == "samples" else (t.T, p.T, known.T)
            values.append(np.mean([figure(x[z], y[z]) for x, y, z in zip(a, b, k) if z.any()]))
    return max(values)


def expected(p, beta):
    """The highest expected F-beta of any label set, by all sets and all truths."""
    truths = list(itertools.product([0, 1], repeat=len(p)))
    chances = [np.prod([a if x else 1 - a for a, x in zip(p, truth)]) for truth in truths]
    figures = {}
    for chosen in truths:
        total = 0
        for truth, chance in zip(truths, chances):
            hits = sum(a & b for a, b in zip(chosen, truth))
            below = beta**2 * sum(truth) + sum(chosen)
            total += chance * (1 if below == 0 else (1 + beta**2) * hits / below)
        figures[chosen] = total
    return max(figures.values()), [list(x) for x, y in figures.items() if y >= max(figures.values()) - 1e-12]


def content():
    rng = np.random.default_rng(41)
    check_figures(rng)
    problems = []
    for rows, labels, ties, unknown in [(12, 3, True, False), (30, 4, False, True), (25, 2, True, True), (1 + 7, 5, False, False)]:
        t = (rng.random((rows, labels)) < 0.35).astype(int)
        s = np.clip(0.3 * t + rng.normal(0.3, 0.25, t.shape), 0, 1)
        s = np.round(s * 8) / 8 if ties else s.astype(np.float32).astype(float)
        t[:, 0] = 0 if rows == 12 else t[:, 0]
        known = rng.random(t.shape) < (0.7 if unknown else 2)
        known[:3] = True
        problems.append({
            "t": np.where(known, t, -1).tolist(), "s": s.tolist(),
            "each": {name: [best(figure, t[known[:, j], j], s[known[:, j], j]) for j in range(labels)] for name, figure in CRITERIA.items()},
            "one": {mean: {name: together(CRITERIA[name], t, s, known, mean) for name in ("f1", "jaccard", "mcc")} for mean in ("micro", "macro", "samples")},
            "top": {name: max(CRITERIA[name](t[known], p[known]) for p in tops(s)) for name in ("f1", "f0.5", "hamming")},
        })
    rows = [rng.random(5).round(2) for _ in range(12)] + [rng.random(5) * 0.2 for _ in range(4)] + [np.array([0.0, 1.0, 0.5, 1.0, 0.2]), np.zeros(5)]
    sets = []
    for p in rows:
        for beta in (1, 2, 0.5):
            value, chosen = expected(p, beta)
            sets.append({"p": p.tolist(), "beta": beta, "expected": value, "sets": chosen})
    return {"problems": problems, "sets": sets}


def tops(s):
    order = np.argsort(-s, axis=1, kind="stable")
    made = []
    for k in range(s.shape[1] + 1):
        p = np.zeros(s.shape, int)
        np.put_along_axis(p, order[:, :k], 1, axis=1)
        made.append(p)
    return made


def main():
    text = json.dumps(content(), separators=(",", ":"), default=float).encode()
    if "--check" in sys.argv:
        if gzip.decompress(OUT.read_bytes()) != text:
            raise SystemExit(f"{OUT} is not what comes out: make it again")
        print("decisions are the best there are")
        return
    OUT.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0) as file:
        file.write(text)
    OUT.write_bytes(buffer.getvalue())
    print(len(buffer.getvalue()), "bytes")


if __name__ == "__main__":
    main()
