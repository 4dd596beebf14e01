"""Losses that Keras lacks, as their papers state them: plain float64 formulas of one row, whose gradients TensorFlow's autodiff
takes. They share nothing with the Java code: no logits kept apart, no factorised sums, loops over pairs.

    AsymmetricLoss            Ridnik et al., ICCV 2021, equations 4 to 7, and the authors' published losses.py
    DistributionBalancedLoss  Wu et al., ECCV 2020, equations 3 to 8, and the authors' published resample_loss.py
    LogSumExpPairwise         Li, Song and Luo, CVPR 2017, equation 5
    ZeroBoundedRanking        Su et al., 2022, equation 5
    WeightedSum               a sum
    class_balanced.json       weights by Cui et al., CVPR 2019, equation 2, and the normalization of the authors' published code

A row's loss of the first two is the mean over its labels. A label whose target is NaN is unknown: the formula is that of the row's other
labels, and the batch's loss is over the number of rows that have any. keras_losses.py makes the golden files.
"""

import keras
import numpy as np
import tensorflow as tf


class Rows(keras.losses.Loss):
    """A loss of the formula of one row, under the name of a class of Keraunos."""

    def __init__(self, config, formula):
        super().__init__(name=config["name"])
        self.config, self.formula = {"name": config["name"], "reduction": "sum_over_batch_size"} | config, formula

    def __call__(self, y, z, sample_weight=None):
        values = []
        for row in range(len(y)):
            known = np.flatnonzero(~np.isnan(y[row]))
            if len(known):
                value = self.formula(tf.constant(y[row][known], tf.float64), tf.cast(tf.gather(z[row], known), tf.float64), known)
                values.append(value if sample_weight is None else value * float(sample_weight[row]))
        return tf.cast(tf.add_n(values) / len(values), z.dtype)

    def get_config(self):
        return self.config


def named(class_name, config, formula):
    return type(class_name, (Rows,), {})(config, formula)


def cells(config):
    return {"from_logits": True, "label_smoothing": 0.0, "axis": -1} | config


def asymmetric(gamma_neg=4.0, gamma_pos=1.0, clip=0.05, focal_gradient=True, from_logits=True, smoothing=0.0):
    def row(y, z, labels):
        y = y * (1 - smoothing) + smoothing / 2
        p = tf.sigmoid(z) if from_logits else z
        shifted = tf.maximum(p - clip, 0.0)
        wrong_present, wrong_absent = (1 - p) ** gamma_pos, shifted**gamma_neg
        if not focal_gradient:
            wrong_present, wrong_absent = tf.stop_gradient(wrong_present), tf.stop_gradient(wrong_absent)
        return tf.reduce_mean(-y * wrong_present * tf.math.log(p) - (1 - y) * wrong_absent * tf.math.log(1 - shifted))

    config = {"name": "asymmetric_loss", "from_logits": from_logits, "gamma_neg": gamma_neg, "gamma_pos": gamma_pos, "clip": clip}
    return named("AsymmetricLoss", cells(config | {"focal_gradient": focal_gradient, "label_smoothing": smoothing}), row)


def distribution_balanced(alpha=0.1, beta=10.0, mu=0.2, scale=2.0, bias=0.05, gamma=2.0, balance=2.0, from_logits=True, smoothing=0.0, rows=200.0, counts=(100.0, 12.0, 3.0, 40.0)):
    def row(y, z, labels):
        y = y * (1 - smoothing) + smoothing / 2
        if not from_logits:
            z = tf.math.log(z / (1 - z))
        n = tf.constant(np.array(counts)[labels], tf.float64)
        of_row = tf.reduce_sum(y / n)
        share = (1 / n) / of_row
        weight = alpha + 1 / (1 + tf.exp(-beta * (share - mu)))
        z = z - tf.math.log(rows / n - 1) * bias / scale
        present, absent = tf.math.log(1 + tf.exp(-z)), tf.math.log(1 + tf.exp(scale * z))
        present = (1 - tf.exp(-present)) ** gamma * weight * present
        absent = (1 - tf.exp(-absent)) ** gamma * weight / scale * absent
        return tf.reduce_mean(balance * (y * present + (1 - y) * absent))

    config = {"name": "distribution_balanced_loss", "from_logits": from_logits, "rows": rows, "label_counts": list(counts), "label_smoothing": smoothing}
    config |= {"map_alpha": alpha, "map_beta": beta, "map_gamma": mu, "neg_scale": scale, "neg_bias": bias, "gamma": gamma, "balance": balance}
    return named("DistributionBalancedLoss", cells(config), row)


def pairwise():
    def row(y, z, labels):
        pairs = [tf.exp(z[v] - z[u]) for u in range(len(y)) if y[u] == 1 for v in range(len(y)) if y[v] == 0]
        return tf.math.log(1 + tf.add_n(pairs)) if pairs else 0.0 * z[0]

    return named("LogSumExpPairwise", {"name": "log_sum_exp_pairwise"}, row)


def zero_bounded():
    def row(y, z, labels):
        present = [tf.exp(-z[i]) for i in range(len(y)) if y[i] == 1]
        absent = [tf.exp(z[i]) for i in range(len(y)) if y[i] == 0]
        return tf.math.log(1 + tf.add_n([0.0 * z[0], *present])) + tf.math.log(1 + tf.add_n([0.0 * z[0], *absent]))

    return named("ZeroBoundedRanking", {"name": "zero_bounded_ranking"}, row)


def weighted_sum(a=0.25, b=-2.0, name="other"):
    parts = [keras.losses.MeanSquaredError(), keras.losses.MeanAbsoluteError(name=name)]

    def row(y, z, labels):
        return a * tf.reduce_mean((z - y) ** 2) + b * tf.reduce_mean(abs(z - y))

    objects = [
        {"module": "keras.losses", "class_name": type(part).__name__, "config": part.get_config(), "registered_name": None} for part in parts
    ]
    return named("WeightedSum", {"name": "weighted_sum", "losses": objects, "factors": [a, b]}, row)


def class_balanced():
    index = []
    for beta, counts in ((0.9, [1, 2, 30, 500]), (0.999, [5000, 12, 340]), (0.9999, [10, 100000, 7, 7]), (0.0, [3, 9])):
        weights = (1.0 - beta) / (1.0 - np.power(beta, counts))
        index.append({"beta": beta, "counts": counts, "weights": (weights / np.sum(weights) * len(counts)).tolist()})
    return index


def cases():
    for weight in (None, "weights"):
        tail = "" if weight is None else "_weighted"
        yield f"asymmetric{tail}", asymmetric(), "bits", "logits", weight
        yield f"distribution_balanced{tail}", distribution_balanced(), "bits", "logits", weight
        yield f"pairwise{tail}", pairwise(), "one_present", "scores", weight
        yield f"zero_bounded{tail}", zero_bounded(), "one_present", "scores", weight
        yield f"weighted_sum{tail}", weighted_sum(), "soft", "logits", weight
        for name, loss in (
            ("asymmetric", asymmetric()),
            ("asymmetric_all", asymmetric(gamma_neg=2.5, gamma_pos=0.5, clip=0.2, smoothing=0.2)),
            ("distribution_balanced", distribution_balanced()),
            ("pairwise", pairwise()),
            ("zero_bounded", zero_bounded()),
            ("weighted_sum", weighted_sum()),
        ):
            yield f"{name}_unknown{tail}", loss, "some_unknown", "scores", weight
    for name, loss in (
        ("asymmetric_no_focal_gradient", asymmetric(focal_gradient=False)),
        ("asymmetric_gammas", asymmetric(gamma_neg=2.5, gamma_pos=0.0, clip=0.2)),
        ("asymmetric_smoothing", asymmetric(smoothing=0.2)),
        ("distribution_balanced_smoothing", distribution_balanced(smoothing=0.2)),
        ("distribution_balanced_counts", distribution_balanced(rows=60.0, counts=(3.0, 59.0, 17.0, 1.0))),
        ("weighted_sum_named", weighted_sum(1.0, 0.5, "mean_absolute_error")),
        ("asymmetric_no_clip", asymmetric(gamma_neg=1.0, gamma_pos=0.5, clip=0.0)),
        ("distribution_balanced_map", distribution_balanced(alpha=0.3, beta=5.0, mu=0.4)),
        ("distribution_balanced_regularization", distribution_balanced(scale=5.0, bias=0.1)),
        ("distribution_balanced_focal", distribution_balanced(gamma=0.0, balance=1.0)),
    ):
        yield name, loss, "one_present", "scores", None
    yield "asymmetric_probabilities", asymmetric(from_logits=False), "bits", "probabilities", None
    yield "distribution_balanced_probabilities", distribution_balanced(from_logits=False), "one_present", "probabilities", None
