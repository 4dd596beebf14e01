"""Makes the golden strategies: logistic regressions, chains and stacking by scikit-learn, ML-kNN by counting.

    python src/test/python/strategy_goldens.py [--check]

Writes src/test/resources/org/keraunos/strategies/strategies.json.gz.
"""

import gzip
import json
import pathlib
import sys

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.multioutput import ClassifierChain
from sklearn.preprocessing import StandardScaler

OUT = pathlib.Path(__file__).resolve().parents[1] / "resources/org/keraunos/strategies/strategies.json.gz"


def problem(seed, rows, width, labels):
    """Features of different sizes, and labels that hang on each other beyond what features say."""
    rng = np.random.default_rng(seed)
    x = (rng.normal(size=(rows, width)) * rng.uniform(0.1, 20, width) + rng.normal(size=width) * 10).astype(np.float32)
    z = (x - x.mean(0)) / x.std(0) @ rng.normal(size=(width, labels))
    y = np.zeros((rows, labels), int)
    for j in range(labels):
        before = y[:, :j].sum(1) if j else 0
        y[:, j] = z[:, j] + 1.5 * (before - j / 2) + rng.logistic(size=rows) > rng.normal()
    return x, y


def regression(c):
    return LogisticRegression(C=c, tol=1e-10, max_iter=10_000)


def folds(rows, k):
    number = np.arange(rows) % k
    return [(np.flatnonzero(number != f), np.flatnonzero(number == f)) for f in range(k)]


def logistic(x, y, fresh, c):
    return np.stack([regression(c).fit(x, y[:, j]).predict_proba(fresh)[:, 1] for j in range(y.shape[1])], 1)


def out_of_fold(x, y, k, c):
    made = np.zeros(y.shape)
    for others, fold in folds(len(x), k):
        made[fold] = logistic(x[others], y[others], x[fold], c)
    return made


def chain(x, y, fresh, c, order, cv):
    made = ClassifierChain(
        regression(c), order=order, cv=folds(len(x), cv) if cv else None, chain_method="predict_proba"
    ).fit(x, y)
    return made.predict_proba(fresh)


def stacking(x, y, fresh, c, cv, passthrough):
    p = out_of_fold(x, y, cv, c) if cv else logistic(x, y, x, c)
    q = logistic(x, y, fresh, c)
    if passthrough:
        return logistic(np.hstack([x, p]), y, np.hstack([fresh, q]), c)
    return logistic(p, y, q, c)


def ml_knn(x, y, fresh, k, s):
    """Zhang and Zhou's equations, one row, label and count after the other."""
    def neighbours(row, but):
        apart = ((x - row) ** 2).sum(1)
        if but is not None:
            apart[but] = np.inf
        return np.argsort(apart, kind="stable")[:k]

    near = [neighbours(row, i) for i, row in enumerate(x)]
    made = np.zeros((len(fresh), y.shape[1]))
    for j in range(y.shape[1]):
        prior = (s + y[:, j].sum()) / (2 * s + len(y))
        c = {value: [sum(1 for i in range(len(x)) if y[i, j] == value and y[near[i], j].sum() == n) for n in range(k + 1)] for value in (0, 1)}
        for i, row in enumerate(fresh):
            n = y[neighbours(row, None), j].sum()
            yes = prior * (s + c[1][n]) / (s * (k + 1) + sum(c[1]))
            no = (1 - prior) * (s + c[0][n]) / (s * (k + 1) + sum(c[0]))
            made[i, j] = yes / (yes + no)
    return made


def main():
    cases = []
    for seed, rows, width, labels in ((1, 120, 6, 4), (2, 60, 3, 3), (3, 200, 12, 5)):
        x, y = problem(seed, rows + 20, width, labels)
        scaler = StandardScaler().fit(x[:rows].astype(float))
        train, fresh = scaler.transform(x[:rows].astype(float)), scaler.transform(x[rows:].astype(float))
        t = y[:rows]
        c = (1.0, 0.1, 10.0)[seed - 1]
        order = [int(i) for i in np.random.default_rng(seed).permutation(labels)]
        scores = {
            "logistic": logistic(train, t, fresh, c),
            "chain": chain(train, t, fresh, c, list(range(labels)), 0),
            "chain of an order": chain(train, t, fresh, c, order, 0),
            "chain, cross-fitted": chain(train, t, fresh, c, order, 4),
            "stacking": stacking(train, t, fresh, c, 5, True),
            "stacking without features": stacking(train, t, fresh, c, 3, False),
            "stacking on its own rows": stacking(train, t, fresh, c, 0, True),
            "ml-knn": ml_knn(train, t, fresh, 3 + 2 * seed, 0.5 * seed),
        }
        cases.append({
            "c": c, "order": order, "k": 3 + 2 * seed, "s": 0.5 * seed, "labels": labels, "width": width,
            "x": x[:rows].ravel().astype(float).tolist(), "y": t.ravel().tolist(), "fresh": x[rows:].ravel().astype(float).tolist(),
            "scores": {name: np.round(value, 9).ravel().tolist() for name, value in scores.items()},
        })
    if "--check" in sys.argv[1:]:
        kept = json.loads(gzip.decompress(OUT.read_bytes()))
        for case, old in zip(cases, kept, strict=True):
            assert case["x"] == old["x"] and case["y"] == old["y"] and case["fresh"] == old["fresh"]
            for name, value in case["scores"].items():
                assert np.allclose(value, old["scores"][name], rtol=0, atol=1e-6), name
        print(f"{OUT.name}: {len(cases)} cases, as scikit-learn makes them")
        return
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_bytes(gzip.compress(json.dumps(cases).encode(), mtime=0))
    print(OUT, OUT.stat().st_size)


main()
