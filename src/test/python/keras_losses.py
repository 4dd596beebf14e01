#!/usr/bin/env python3
"""Losses of the real Keras: a golden file a kind.

    python=$(src/test/python/environment) && "$python" src/test/python/keras_losses.py [--check] [KIND ..]

parity/losses/KIND.json is a list of cases of that loss: name, class_name, config (Keras's get_config(); reduction is always
sum_over_batch_size), targets, predictions, sample_weight (names of arrays in the .npz beside it; sample_weight null or a vector, one
for each row) and rows, labels. The result of case c in the type T (float32, float64; the float32 inputs are widened) is
    c/value/T      the loss, a scalar:   sum over rows of (weight of the row * the row's loss) / number of rows  (not / sum of weights)
    c/gradient/T   its gradient by the predictions
The row's loss: the mean over the labels, for categorical cross-entropy the sum. WeightedBinaryCrossentropy is TensorFlow's
weighted_cross_entropy_with_logits.
    from logits         y softplus(-z) + (1 - y) softplus(z);   log-softmax
    from probabilities  binary: p is clipped to [1e-7, 1 - 1e-7] first (the gradient is 0 outside);
                        categorical: p is divided by its row's sum first, then clipped so
    label_smoothing s   binary: y (1 - s) + s / 2;   categorical: y (1 - s) + s / labels
Losses that Keras lacks are those of losses_beyond_keras.py. The extreme cases hold logits to +-80: binary_logits_extreme is exact, binary_probabilities_extreme is what clipping makes of them.

"""

import goldens
import keras
import losses_beyond_keras
import numpy as np
import tensorflow as tf

ROWS, LABELS = 6, 4
NAN = np.nan


def loss_inputs():
    random = goldens.SplitMix64(4)
    logits = random.uniform((ROWS, LABELS), 0.0, 8.0)
    bits = random.bits((ROWS, LABELS)).astype(np.float32)
    soft = random.uniform((ROWS, LABELS), 0.5, 1.0)
    weights = random.uniform((ROWS,), 1.0, 2.0)
    weights[2] = 0.0
    extreme = np.array([[0, 0, 5, -5], [8, -8, 12, -12], [17, -17, 30, -30], [80, -80, 0, 0]], np.float32)
    extreme_bits = np.array([[0, 1, 1, 1], [1, 1, 1, 0], [0, 1, 1, 1], [1, 0, 1, 0]], np.float32)
    one_hot = np.eye(LABELS, dtype=np.float32)[[0, 3, 1, 1, 2, 0]]
    return {
        "logits": logits,
        "probabilities": tf.sigmoid(logits).numpy(),
        "distribution": tf.nn.softmax(logits).numpy(),
        "positive": random.uniform((ROWS, LABELS), 1.0, 1.0),
        "bits": bits,
        "soft": soft,
        "one_hot": one_hot,
        "soft_distribution": soft / soft.sum(axis=1, keepdims=True),
        "weights": weights,
        "small_logits": logits / 2,
        "numbers": random.uniform((ROWS, LABELS), 3.0, 16.0),
        "extreme_logits": extreme,
        "extreme_probabilities": tf.sigmoid(extreme).numpy(),
        "extreme_bits": extreme_bits,
        "classes": np.argmax(one_hot, axis=1)[:, None].astype(np.float32),
        "classes_7": np.array([[0], [7], [1], [7], [2], [0]], np.float32),
        "signs": 2.0 * bits - 1.0,
        "counts": np.round(random.uniform((ROWS, LABELS), 3.0, 6.0)),
        "rates": random.uniform((ROWS, LABELS), 2.0, 3.0),
        "one_present": np.float32([[1, 0, 0, 0], [0, 1, 1, 0], [1, 1, 1, 1], [0, 0, 0, 0], [0, 0, 1, 1], [1, 0, 1, 0]]),
        "some_unknown": np.float32([[1, NAN, 0, 0], [NAN, 1, NAN, 0], [NAN] * 4, [0, NAN, 1, 1], [NAN, NAN, NAN, 1], [1, 0, NAN, NAN]]),
        "extreme_probabilities_6": np.clip(random.uniform((ROWS, LABELS), 0.5, 2.0), 0.0, 1.0),
        "scores": random.uniform((ROWS, LABELS), 0.0, 6.0),
    }


def weighted(pos_weight, from_logits=False, label_smoothing=0.0):
    """Keras has no such loss: TensorFlow's function under a name that Keraunos knows, the mean over the labels as Keras takes it."""

    class WeightedBinaryCrossentropy(keras.losses.Loss):
        def call(self, y, z):
            y = y * (1 - label_smoothing) + label_smoothing / 2
            if not from_logits:
                z = tf.math.log(z) - tf.math.log1p(-z)
            return tf.reduce_mean(tf.nn.weighted_cross_entropy_with_logits(y, z, tf.constant(pos_weight, z.dtype)), axis=-1)

        def get_config(self):
            return {"name": "weighted_binary_crossentropy", "reduction": "sum_over_batch_size", "from_logits": from_logits,
                    "label_smoothing": label_smoothing, "axis": -1, "pos_weight": pos_weight}

    return WeightedBinaryCrossentropy()


def with_delta(huber, delta):
    """Keras leaves delta out of what it writes."""
    config = huber.get_config() | {"delta": delta}
    huber.get_config = lambda: config
    return huber


def loss_cases():
    """Name, the loss, targets, predictions, weights of rows."""
    L = keras.losses
    logits = {"from_logits": True}
    for weight in (None, "weights"):
        tail = "" if weight is None else "_weighted"
        yield f"binary_logits{tail}", L.BinaryCrossentropy(**logits), "bits", "logits", weight
        yield f"binary_probabilities{tail}", L.BinaryCrossentropy(), "bits", "probabilities", weight
        yield f"categorical_logits{tail}", L.CategoricalCrossentropy(**logits), "one_hot", "logits", weight
        yield f"categorical_probabilities{tail}", L.CategoricalCrossentropy(), "one_hot", "distribution", weight
        yield f"mse{tail}", L.MeanSquaredError(), "soft", "logits", weight
        yield f"focal_logits{tail}", L.BinaryFocalCrossentropy(**logits), "bits", "small_logits", weight
        yield f"focal_probabilities{tail}", L.BinaryFocalCrossentropy(), "bits", "probabilities", weight
        yield f"pos_weight_logits{tail}", weighted([0.5, 2.0, 1.0, 7.0], True), "bits", "logits", weight
    yield "binary_logits_soft", L.BinaryCrossentropy(**logits), "soft", "logits", None
    yield "binary_probabilities_soft", L.BinaryCrossentropy(name="other"), "soft", "probabilities", None
    yield "binary_logits_smoothing", L.BinaryCrossentropy(label_smoothing=0.25, **logits), "bits", "logits", None
    yield "binary_probabilities_smoothing", L.BinaryCrossentropy(label_smoothing=0.25), "bits", "probabilities", None
    yield "binary_logits_extreme", L.BinaryCrossentropy(**logits), "extreme_bits", "extreme_logits", None
    yield "binary_probabilities_extreme", L.BinaryCrossentropy(), "extreme_bits", "extreme_probabilities", None
    yield "categorical_logits_soft", L.CategoricalCrossentropy(**logits), "soft_distribution", "logits", None
    yield "categorical_logits_smoothing", L.CategoricalCrossentropy(label_smoothing=0.25, **logits), "one_hot", "logits", None
    yield "categorical_probabilities_smoothing", L.CategoricalCrossentropy(label_smoothing=0.25), "one_hot", "distribution", None
    yield "categorical_probabilities_unnormalised", L.CategoricalCrossentropy(name="other"), "one_hot", "positive", None
    yield "mse_numbers", L.MeanSquaredError(name="other"), "numbers", "logits", None
    yield "focal_gamma", L.BinaryFocalCrossentropy(gamma=1.5, **logits), "soft", "small_logits", None
    yield "focal_gamma_0", L.BinaryFocalCrossentropy(gamma=0.0, **logits), "soft", "small_logits", None
    yield "focal_balanced", L.BinaryFocalCrossentropy(apply_class_balancing=True, **logits), "bits", "small_logits", None
    yield "focal_alpha", L.BinaryFocalCrossentropy(apply_class_balancing=True, alpha=0.6, name="other"), "soft", "probabilities", None
    yield "focal_smoothing", L.BinaryFocalCrossentropy(label_smoothing=0.25, **logits), "bits", "small_logits", None
    for weight in (None, "weights"):
        tail = "" if weight is None else "_weighted"
        yield f"mae{tail}", L.MeanAbsoluteError(), "numbers", "logits", weight
        yield f"mape{tail}", L.MeanAbsolutePercentageError(), "numbers", "logits", weight
        yield f"msle{tail}", L.MeanSquaredLogarithmicError(), "counts", "rates", weight
        yield f"huber{tail}", L.Huber(), "numbers", "logits", weight
        yield f"log_cosh{tail}", L.LogCosh(), "numbers", "logits", weight
        yield f"poisson{tail}", L.Poisson(), "counts", "rates", weight
        yield f"hinge{tail}", L.Hinge(), "bits", "scores", weight
        yield f"squared_hinge{tail}", L.SquaredHinge(), "bits", "scores", weight
        yield f"kl{tail}", L.KLDivergence(), "soft_distribution", "distribution", weight
        yield f"cosine{tail}", L.CosineSimilarity(), "numbers", "logits", weight
        yield f"dice{tail}", L.Dice(), "bits", "probabilities", weight
        yield f"dice_rows{tail}", L.Dice(axis=-1), "bits", "probabilities", weight
        yield f"tversky{tail}", L.Tversky(), "soft", "probabilities", weight
        yield f"tversky_rows{tail}", L.Tversky(axis=-1, alpha=0.7, beta=0.2, name="other"), "bits", "probabilities", weight
        yield f"sparse_logits{tail}", L.SparseCategoricalCrossentropy(**logits), "classes", "logits", weight
        yield f"sparse_probabilities{tail}", L.SparseCategoricalCrossentropy(), "classes", "distribution", weight
        yield f"categorical_focal_logits{tail}", L.CategoricalFocalCrossentropy(**logits), "one_hot", "small_logits", weight
        yield f"categorical_focal_probabilities{tail}", L.CategoricalFocalCrossentropy(), "one_hot", "distribution", weight
    for name, loss, targets, predictions in (
        ("mae_named", L.MeanAbsoluteError(name="other"), "soft", "logits"),
        ("mape_named", L.MeanAbsolutePercentageError(name="other"), "soft", "logits"),
        ("msle_named", L.MeanSquaredLogarithmicError(name="other"), "soft", "logits"),
        ("huber_delta", with_delta(L.Huber(delta=2.5, name="other"), 2.5), "numbers", "logits"),
        ("log_cosh_named", L.LogCosh(name="other"), "soft", "logits"),
        ("poisson_named", L.Poisson(name="other"), "soft", "probabilities"),
        ("hinge_signs", L.Hinge(name="other"), "signs", "scores"),
        ("squared_hinge_signs", L.SquaredHinge(name="other"), "signs", "scores"),
        ("kl_bits", L.KLDivergence(name="other"), "bits", "extreme_probabilities_6"),
        ("cosine_named", L.CosineSimilarity(name="other"), "bits", "scores"),
        ("dice_named", L.Dice(name="other"), "soft", "distribution"),
        ("sparse_ignored", L.SparseCategoricalCrossentropy(ignore_class=7, name="other", **logits), "classes_7", "logits"),
        ("sparse_ignored_probabilities", L.SparseCategoricalCrossentropy(ignore_class=7), "classes_7", "positive"),
        ("categorical_focal_all", L.CategoricalFocalCrossentropy(alpha=0.6, gamma=1.5, label_smoothing=0.2, name="other", **logits), "soft_distribution", "small_logits"),
        ("categorical_focal_gamma_0", L.CategoricalFocalCrossentropy(gamma=0.0, alpha=1.0), "one_hot", "positive"),
    ):
        yield name, loss, targets, predictions, None
    yield from losses_beyond_keras.cases()
    yield "pos_weight_one", weighted(3.0, True), "soft", "logits", None
    yield "pos_weight_probabilities", weighted([0.5, 2.0, 1.0, 7.0]), "bits", "probabilities", None
    yield "pos_weight_smoothing", weighted(3.0, True, 0.25), "bits", "logits", None


def losses():
    inputs = loss_inputs()
    files = {}
    for floatx in ("float32", "float64"):
        goldens.compute_type(floatx)
        for name, loss, targets, predictions, weight in loss_cases():
            kind = type(loss).__name__
            if not goldens.wanted(kind):
                continue
            arrays, index = files.setdefault(kind, ({}, []))
            z = tf.Variable(inputs[predictions].astype(floatx))
            w = None if weight is None else inputs[weight].astype(floatx)
            with tf.GradientTape() as tape:
                value = loss(inputs[targets].astype(floatx), z, sample_weight=w)
            gradient = tape.gradient(value, z)
            assert value.dtype == gradient.dtype == floatx
            arrays |= {each: inputs[each] for each in (targets, predictions, weight) if each}
            arrays[f"{name}/value/{floatx}"], arrays[f"{name}/gradient/{floatx}"] = value.numpy(), gradient.numpy()
            if floatx == "float64":
                index.append({
                    "name": name,
                    "class_name": kind,
                    "config": loss.get_config(),
                    "targets": targets,
                    "predictions": predictions,
                    "sample_weight": weight,
                    "rows": inputs[targets].shape[0],
                    "labels": inputs[predictions].shape[1],
                })
    for kind, (arrays, index) in files.items():
        goldens.write(f"losses/{kind}", arrays, index)


if __name__ == "__main__":
    losses()
    if goldens.wanted("class_balanced"):
        goldens.write("class_balanced", {}, losses_beyond_keras.class_balanced())
