"""Makes the golden calibrations with the pieces of scikit-learn's CalibratedClassifierCV.

    python src/test/python/calibration_goldens.py [--check]

Writes src/test/resources/org/keraunos/decisions/calibration.json.gz: isotonic regression of each column, Platt's sigmoid of the
logits (kept from its own loose end by a minimiser that goes on), temperature of all cells, and the unregularised logistic
regression of truth on logits.
"""

import gzip
import io
import json
import pathlib
import sys
import warnings

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, logit
from sklearn.calibration import _sigmoid_calibration, _TemperatureScaling
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

OUT = pathlib.Path(__file__).resolve().parents[1] / "resources/org/keraunos/decisions/calibration.json.gz"


def platt(z, y):
    a, b = _sigmoid_calibration(z, y)
    high, low = (y.sum() + 1) / (y.sum() + 2), 1 / ((1 - y).sum() + 2)
    t = np.where(y > 0, high, low)
    better = minimize(lambda x: np.logaddexp(0, x[0] * z + x[1]).sum() - (t * (x[0] * z + x[1])).sum(), [-a, -b],
                      jac=lambda x: [((expit(x[0] * z + x[1]) - t) * z).sum(), (expit(x[0] * z + x[1]) - t).sum()],
                      method="BFGS", options={"gtol": 1e-11})
    assert np.allclose(better.x, [-a, -b], atol=1e-3), (better.x, a, b)
    return better.x


def content():
    rng = np.random.default_rng(23)
    problems = []
    for rows, labels, ties in [(60, 3, False), (80, 2, True), (200, 2, False)]:
        p = np.clip(rng.random((rows, labels)), 0.01, 0.99)
        p = np.round(p * 20) / 20 if ties else p
        p = np.clip(p, 0.01, 0.99)
        y = (rng.random(p.shape) < p ** 2).astype(int)
        z = logit(p)
        grid = np.array([0, 0.005, 0.2, 0.333, 0.5, 0.75, 0.991, 1.0])
        columns = []
        for j in range(labels):
            isotonic = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(p[:, j], y[:, j])
            plain = LogisticRegression(C=np.inf, tol=1e-12, max_iter=10000).fit(z[:, [j]], y[:, j])
            columns.append({"isotonic": isotonic.predict(grid).tolist(), "platt": platt(z[:, j], y[:, j].astype(float)).tolist(),
                            "logistic": [float(plain.coef_[0, 0]), float(plain.intercept_[0])]})
        # scikit-learn turns a binary logit x into the two logits -x and x.
        temperature = _TemperatureScaling().fit(z.ravel(), y.ravel().astype(float))
        problems.append({"p": p.tolist(), "y": y.tolist(), "grid": grid.tolist(), "columns": columns,
                         "slope": 2 * float(temperature.beta_)})
    return {"problems": problems}


def main():
    warnings.simplefilter("ignore")
    made = content()
    if "--check" in sys.argv:
        kept = json.loads(gzip.decompress(OUT.read_bytes()))
        for old, new in zip(kept["problems"], made["problems"], strict=True):
            assert old["p"] == new["p"] and old["y"] == new["y"] and abs(old["slope"] - new["slope"]) < 1e-7, "make it again"
            for a, b in zip(old["columns"], new["columns"], strict=True):
                assert all(np.allclose(a[x], b[x], atol=1e-7) for x in a), "make it again"
        print("calibrations are scikit-learn's")
        return
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0) as file:
        file.write(json.dumps(made, separators=(",", ":")).encode())
    OUT.write_bytes(buffer.getvalue())
    print(len(buffer.getvalue()), "bytes")


if __name__ == "__main__":
    main()
