"""Makes the golden figures of reports: bootstrap intervals by scikit-learn over the same draws, confident learning by NumPy, and
tests between two models by SciPy.

    python src/test/python/report_goldens.py [--check]

Writes src/test/resources/org/keraunos/report/results/report.json.gz.
"""

import gzip
import json
import pathlib
import sys

import numpy as np
from scipy import stats
from sklearn import metrics as sk

OUT = pathlib.Path(__file__).resolve().parents[1] / "resources/org/keraunos/report/results/report.json.gz"
DRAWS = 40
GAP = 0x9E3779B97F4A7C15
MASK = (1 << 64) - 1


def mix(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def weights(seed, draw, rows):
    start = mix((seed + GAP * (draw + 1)) & MASK)
    drawn = [(mix((start + GAP * (i + 1)) & MASK) >> 32) * rows >> 32 for i in range(rows)]
    return np.bincount(drawn, minlength=rows)


def bounds(values):
    values = [v for v in values if not np.isnan(v)]
    return [float(np.quantile(values, q)) for q in (0.025, 0.975)] if values else [float("nan")] * 2


def f1(t, p, w):
    """Precision, recall and F1 of each label, then micro and macro F1, unknown cells left out."""
    figures = []
    counts = np.zeros(3)
    for j in range(t.shape[1]):
        known = t[:, j] >= 0
        a, b, c = t[known, j], p[known, j], w[known]
        if c.sum() == 0:
            figures.append([0.0, 0.0, 0.0])
            continue
        figures.append([float(x) for x in sk.precision_recall_fscore_support(a, b, sample_weight=c, average="binary", zero_division=0)[:3]])
        counts += [(c * ((a == 1) & (b == 1))).sum(), (c * ((a == 0) & (b == 1))).sum(), (c * ((a == 1) & (b == 0))).sum()]
    micro = 2 * counts[0] / (2 * counts[0] + counts[1] + counts[2]) if counts.any() else 0.0
    return figures, float(micro), float(np.mean([f[2] for f in figures]))


def areas(t, s, w):
    result = []
    for j in range(t.shape[1]):
        some = (t[:, j] >= 0) & (w > 0)
        a, b, c = t[some, j], s[some, j], w[some]
        both = 0 < a.sum() < len(a)
        result.append([
            float(sk.roc_auc_score(a, b, sample_weight=c)) if both else float("nan"),
            float(sk.average_precision_score(a, b, sample_weight=c)) if a.sum() else float("nan"),
        ])
    return result


def confident(t, s):
    """Northcutt et al. 2021, each label as two classes: thresholds, the confident joint, and its calibration."""
    labels, suspects = [], []
    for j in range(t.shape[1]):
        known = np.flatnonzero(t[:, j] >= 0)
        given = t[known, j]
        p = np.stack([1 - s[known, j], s[known, j]], axis=1)
        joint = np.zeros((2, 2))
        if 0 < given.sum() < len(given):
            least = np.array([p[given == k, k].mean() for k in (0, 1)])
            for row, g, each in zip(known, given, p):
                likely = [k for k in (0, 1) if each[k] >= least[k]]
                if not likely:
                    continue
                seen = g if len(likely) == 2 and each[0] == each[1] else max(likely, key=lambda k: each[k])
                joint[g, seen] += 1
                if seen != g:
                    suspects.append([float(each[g]), int(row), j, int(g)])
        calibrated = joint / np.maximum(joint.sum(axis=1, keepdims=True), 1) * np.bincount(given, minlength=2)[:, None] / len(given)
        labels.append([int(joint[0, 1]), int(joint[1, 0]), float(calibrated[0, 1]), float(calibrated[1, 0])])
    return {"labels": labels, "suspects": sorted(suspects)}


def mcnemar(right_a, right_b):
    b, c = int((right_a & ~right_b).sum()), int((right_b & ~right_a).sum())
    if b + c == 0:
        p = 1.0
    elif b + c < 25:
        p = stats.binomtest(min(b, c), b + c, 0.5).pvalue
    else:
        p = stats.chi2.sf(max(0, abs(b - c) - 1) ** 2 / (b + c), 1)
    return [b, c, float(p)]


def holm(p):
    order = np.argsort(p, kind="stable")
    adjusted = np.empty(len(p))
    highest = 0.0
    for i, j in enumerate(order):
        highest = max(highest, min(1.0, (len(p) - i) * p[j]))
        adjusted[j] = highest
    return adjusted.tolist()


def paired(t, a, b, drawn):
    gaps = []
    for w in drawn:
        one, two = f1(t, a, w), f1(t, b, w)
        gaps.append([x[2] - y[2] for x, y in zip(one[0], two[0])] + [one[1] - two[1], one[2] - two[2]])
    gaps = np.array(gaps)
    p = np.minimum(1, 2 * (np.minimum((gaps <= 0).sum(0), (gaps >= 0).sum(0)) + 1) / (len(gaps) + 1))
    tests = []
    for j in range(t.shape[1]):
        known = t[:, j] >= 0
        tests.append(mcnemar(t[known, j] == a[known, j], t[known, j] == b[known, j]))
    some = (t >= 0).any(1)
    rows = mcnemar(((t == a) | (t < 0)).all(1) & some, ((t == b) | (t < 0)).all(1) & some)
    return {"intervals": [bounds(g) for g in gaps.T], "p": p.tolist(), "labels": tests,
            "holm": holm([x[2] for x in tests]), "rows": rows}


def case(number, rows, labels, unknown, steps):
    random = np.random.default_rng(number)
    t = (random.random((rows, labels)) < random.uniform(0.1, 0.6, labels)).astype(int)
    t[random.random(t.shape) < unknown] = -1
    # Few steps make equal scores; float32 is what models give.
    noisy = [np.clip(np.where(t == 1, 0.65, 0.3) + random.normal(0, 0.25, t.shape), 0, 1) for _ in (0, 1)]
    s, s2 = [(np.round(x * steps) / steps).astype(np.float32) for x in noisy]
    p, p2 = (s > np.float32(0.5)).astype(int), (s2 > np.float32(0.5)).astype(int)
    drawn = [weights(number, d, rows) for d in range(DRAWS)]
    ofs = [f1(t, p, w) for w in drawn]
    ranked = np.array([areas(t, s.astype(float), w) for w in drawn])
    return {
        "seed": number, "truth": t.tolist(), "scores": s.astype(float).tolist(), "second": s2.astype(float).tolist(),
        "f": [[bounds([o[0][j][k] for o in ofs]) for k in range(3)] for j in range(labels)],
        "micro": bounds([o[1] for o in ofs]), "macro": bounds([o[2] for o in ofs]),
        "areas": [[bounds(ranked[:, j, k]) for k in range(2)] for j in range(labels)],
        "confident": confident(t, s.astype(float)),
        "paired": paired(t, p, p2, drawn),
    }


def text():
    cases = [case(1, 40, 3, 0.0, 1000), case(2, 60, 4, 0.15, 20), case(3, 25, 2, 0.3, 6), case(4, 90, 2, 0.0, 50)]
    return json.dumps({"draws": DRAWS, "cases": cases}).replace("NaN", '"NaN"')


def main():
    new = text()
    if "--check" in sys.argv[1:]:
        if gzip.decompress(OUT.read_bytes()).decode() != new:
            sys.exit(f"{OUT.name} is not what {pathlib.Path(__file__).name} makes")
        print(f"{OUT.name}: same")
        return
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_bytes(gzip.compress(new.encode(), mtime=0))
    print(f"{OUT}: {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
