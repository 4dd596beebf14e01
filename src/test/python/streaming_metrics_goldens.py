"""Makes the golden figures of the streaming metrics with Keras.

    pip install -r src/test/python/requirements.txt
    python src/test/python/streaming_metrics_goldens.py

Writes src/test/resources/org/keraunos/metrics/streaming.json: batches of truth, scores and row weights, and what Keras's
metrics say after all of them; and numbers.json, the same of numbers, and of numbers of classes.
"""

import json
import os
import pathlib

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np

NUMBERS = pathlib.Path(__file__).resolve().parents[1] / "resources/org/keraunos/metrics/numbers.json"
OUT = pathlib.Path(__file__).resolve().parents[1] / "resources/org/keraunos/metrics/streaming.json"


def main():
    assert keras.__version__ == "3.15.1", keras.__version__
    rng = np.random.default_rng(11)
    cases = []
    for labels, weighted, single in [(5, False, False), (7, True, False), (4, False, True), (6, True, True)]:
        if single:
            truth = np.eye(labels, dtype=np.float32)[rng.integers(0, labels, 48)]
        else:
            truth = (rng.random((48, labels)) < 0.4).astype(np.float32)
        scores = np.clip(0.4 * truth + rng.random(truth.shape) * 0.6, 0, 1).astype(np.float32)
        scores[:6] = np.round(scores[:6] * 10) / 10
        weights = rng.integers(0, 4, 48).astype(np.float32) if weighted else None
        metrics = {
            "auc_multi_label": keras.metrics.AUC(200, multi_label=True, num_labels=labels),
            "auc": keras.metrics.AUC(200),
            "auc_7": keras.metrics.AUC(7, multi_label=True, num_labels=labels),
            "binary_accuracy": keras.metrics.BinaryAccuracy(),
            "precision": keras.metrics.Precision(),
            "recall": keras.metrics.Recall(),
        }
        if single:
            metrics["categorical_accuracy"] = keras.metrics.CategoricalAccuracy()
            metrics["top_k_categorical_accuracy"] = keras.metrics.TopKCategoricalAccuracy(2)
        for name, metric in metrics.items():
            for start in range(0, 48, 20):
                rows = slice(start, start + 20)
                weight = None if weights is None else weights[rows]
                if weight is not None and name.startswith(("auc", "precision", "recall")):
                    weight = np.repeat(weight[:, None], labels, axis=1)
                metric.update_state(truth[rows], scores[rows], weight)
        cases.append({
            "labels": labels, "truth": truth.ravel().tolist(), "scores": scores.ravel().astype(float).tolist(),
            "weights": None if weights is None else weights.tolist(),
            "metrics": {name: float(metric.result()) for name, metric in metrics.items()},
        })
    OUT.write_text(json.dumps(cases, separators=(",", ":")) + "\n")


def numbers():
    rng = np.random.default_rng(12)
    cases = []
    for columns, weighted, classes in [(1, False, False), (3, True, False), (4, False, True), (4, True, True)]:
        scores = np.round(rng.normal(size=(30, columns)), 3).astype(np.float32)
        truth = (scores + np.round(rng.normal(size=scores.shape), 2)).astype(np.float32)
        if classes:
            truth = np.where(rng.random(30) < 0.6, scores.argmax(axis=1), rng.integers(0, columns, 30))[:, None].astype(np.float32)
            metrics = {"sparse_categorical_accuracy": keras.metrics.SparseCategoricalAccuracy()}
        else:
            metrics = {
                "mean_squared_error": keras.metrics.MeanSquaredError(),
                "mean_absolute_error": keras.metrics.MeanAbsoluteError(),
                "root_mean_squared_error": keras.metrics.RootMeanSquaredError(),
                "r2_score": keras.metrics.R2Score(),
                "r2_score_by_variance": keras.metrics.R2Score(class_aggregation="variance_weighted_average"),
            }
        weights = rng.integers(0, 4, 30).astype(np.float32) if weighted else None
        for metric in metrics.values():
            for rows in (slice(0, 13), slice(13, 26), slice(26, 30)):
                metric.update_state(truth[rows], scores[rows], None if weights is None else weights[rows])
        cases.append({
            "columns": columns, "truth": truth.ravel().astype(float).tolist(), "scores": scores.ravel().astype(float).tolist(),
            "weights": None if weights is None else weights.tolist(),
            "metrics": {name: float(metric.result()) for name, metric in metrics.items()},
        })
    NUMBERS.write_text(json.dumps(cases, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
    numbers()
