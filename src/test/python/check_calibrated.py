#!/usr/bin/env python3
"""Calibrated models in the real TensorFlow against scikit-learn's CalibratedClassifierCV, on rows that neither has seen.

    "$python" src/test/python/check_calibrated.py target

ModelCalibrationTest writes the models calibrated-METHOD, and beside each the rows that it was calibrated on (-validation-x, -validation-y),
other rows (-x) and what Java predicted for them (-p). scikit-learn is given what the network says of the first, fits calibrations of its
own, and has to say of the others what the graph says.
"""

import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import numpy as np
import tensorflow as tf
from scipy.special import logit
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.calibration import CalibratedClassifierCV
from sklearn.frozen import FrozenEstimator


class Given(ClassifierMixin, BaseEstimator):
    """A classifier whose decision is its only feature."""

    classes_ = np.array([0, 1])

    def fit(self, x, y):
        return self

    def decision_function(self, x):
        return x[:, 0]

    def predict(self, x):
        return (x[:, 0] > 0).astype(int)

    def __sklearn_is_fitted__(self):
        return True


def calibrated(method, fitted, truth, asked):
    model = CalibratedClassifierCV(FrozenEstimator(Given()), method=method)
    return model.fit(fitted.reshape(-1, 1), truth.ravel().astype(int)).predict_proba(asked.reshape(-1, 1))[:, 1].reshape(asked.shape)


def logits(p):
    return logit(np.clip(p.astype(np.float64), 2.0**-52, 1 - 2.0**-52))


def main():
    for name, method, limit in (("temperature", "temperature", 1e-4), ("platt", "sigmoid", 1e-4), ("isotonic", "isotonic", 1e-5)):
        folder = f"{sys.argv[1]}/calibrated-{name}"
        x_fitted, y_fitted, x, java = (np.load(f"{folder}-{end}.npy") for end in ("validation-x", "validation-y", "x", "p"))
        serving = tf.saved_model.load(folder).signatures["serving_default"]

        def run(rows):
            return {key: value.numpy() for key, value in serving(images=tf.constant(rows)).items()}

        given, fitted = run(x), run(x_fitted)["probabilities_raw"]
        assert sorted(given) == ["probabilities", "probabilities_raw"], sorted(given)
        gap = np.abs(given["probabilities"] - java).max()
        assert gap <= 1e-6, (name, gap)
        print(f"passed: {name}: at most {gap:.2g} from Java's")
        assert all(np.array_equal(run(x[:n])["probabilities"].shape, java[:n].shape) for n in (1, 7))
        raw = given["probabilities_raw"]
        assert np.abs(raw - java).max() > 0.05, "the calibration changes something"
        if name == "temperature":  # one for all labels
            wanted = calibrated(method, logits(fitted), y_fitted, logits(raw))
        else:
            of = (lambda p: p.astype(np.float64)) if name == "isotonic" else logits
            wanted = np.stack([calibrated(method, of(fitted[:, j]), y_fitted[:, j], of(raw[:, j])) for j in range(raw.shape[1])], 1)
        gap = np.abs(given["probabilities"] - wanted).max()
        assert gap <= limit, (name, gap)
        print(f"passed: {name}: at most {gap:.2g} from CalibratedClassifierCV, on {len(x)} other rows (limit {limit:g})")


if __name__ == "__main__":
    main()
