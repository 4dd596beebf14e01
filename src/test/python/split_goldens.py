"""Label distribution divergence that scikit-multilearn and iterative-stratification reach, for SplitGoldenTest.

Run from the root of the repository: python src/test/python/split_goldens.py
Made with scikit-multilearn 0.2.0, iterative-stratification 0.1.9, scikit-learn 1.9.1, numpy 2.4.6.
The label matrices are made by the same integer arithmetic in RandomLabels.java.
"""

import csv
import warnings

import numpy as np
from iterstrat.ml_stratifiers import MultilabelStratifiedKFold
from skmultilearn.model_selection import IterativeStratification

OUT = "src/test/resources/org/keraunos/data/split/divergence.csv"
CASES = 300
MASK = (1 << 64) - 1


class Draws:
    def __init__(self, seed):
        self.state = seed & MASK

    def below(self, n):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        z ^= z >> 31
        return ((z >> 32) * n) >> 32


def matrix(case):
    """Rows of labels with rare and frequent ones, some of which follow from others; k parts."""
    draws = Draws(case)
    rows = 60 + draws.below(241)
    labels = 3 + draws.below(10)
    parts = 2 + draws.below(9)
    percent = [2 + draws.below(draws.below(2) * 40 + 9) for _ in range(labels)]
    follows = [draws.below(labels) for _ in range(labels)]
    y = np.zeros((rows, labels), dtype=int)
    for r in range(rows):
        for c in range(labels):
            chance = percent[c] + (30 if y[r, follows[c]] else 0)
            y[r, c] = draws.below(100) < chance
    return y, parts


def divergence(y, parts):
    positive = y.sum(0)
    whole = positive / (len(y) - positive)
    ratios = []
    for part in parts:
        inside = y[part].sum(0)
        ratios.append(inside / (len(part) - inside))
    return float(np.mean(np.abs(np.array(ratios) - whole)))


def missing(y, parts):
    enough = y.sum(0) >= len(parts)
    return int(sum(((y[part].sum(0) == 0) & enough).sum() for part in parts))


def main():
    warnings.simplefilter("ignore")
    with open(OUT, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["case", "rows", "labels", "parts", "positives", "first", "second", "iterstrat"]
                        + ["missing_first", "missing_second", "missing_iterstrat"])
        for case in range(CASES):
            y, k = matrix(case)
            x = np.zeros((len(y), 1))
            found = []
            for order in (1, 2):
                np.random.seed(case)
                found.append([t for _, t in IterativeStratification(n_splits=k, order=order).split(x, y)])
            folds = MultilabelStratifiedKFold(n_splits=k, shuffle=True, random_state=case)
            found.append([t for _, t in folds.split(x, y)])
            writer.writerow([case, len(y), y.shape[1], k, int(y.sum())]
                            + [f"{divergence(y, f):.9f}" for f in found] + [missing(y, f) for f in found])


if __name__ == "__main__":
    main()
