#!/usr/bin/env python3
"""What the preprocessing layers of the real Keras make of images where nothing is left to chance: augmentation.npz and .json.

    python=$(src/test/python/environment) && "$python" src/test/python/augmentation_goldens.py [--check]

IMAGES: 3 of 7 x 10 x 3 bytes of SplitMix64(1) (goldens.py), divided by 255 in float32. LABELS: 3 x 4 bits of SplitMix64(2) in float32.

The index names each case with its layer and parameters. A factor of (f, f) leaves one value to draw; where a layer has no such factor, its
transform_images is handed the transformation.

    <name>          what comes out, float32 (3, 7, 10, 3)
    <name>/map      of layers that move pixels: the numbers of keras.ops.image.affine_transform, float32 (8)
    mix_up/labels   float32 (3, 4)
"""

import goldens  # first: it sets what TensorFlow reads when it is loaded
import keras
import numpy as np
from keras import layers

HEIGHT, WIDTH = 7, 10
IMAGES = goldens.SplitMix64(1).bytes((3, HEIGHT, WIDTH, 3)).astype(np.float32) / np.float32(255)
LABELS = goldens.SplitMix64(2).bits((3, 4)).astype(np.float32)
FILLS = ["reflect", "constant", "wrap", "nearest"]


def layer_of(kind, config):
    return getattr(layers, kind)(seed=1, **config)


def map_of(layer, kind, config):
    """The layer's own matrix for its one value."""
    one = {name: value[0] for name, value in config.items() if isinstance(value, tuple)}
    if kind == "RandomTranslation":
        moved = np.array([[one["width_factor"] * WIDTH, one["height_factor"] * HEIGHT]], np.float32)
        return layer._get_translation_matrix(moved)
    if kind == "RandomZoom":
        high = 1 + one["height_factor"]
        wide = 1 + one.get("width_factor", one["height_factor"])
        return layer._get_zoom_matrix(np.array([[wide, high]], np.float32), HEIGHT, WIDTH)
    zero, unit = np.zeros(1, np.float32), np.ones(1, np.float32)
    return layer._compute_affine_matrix(
        center_x=0.5, center_y=0.5, angle=np.array([one["factor"] * 360], np.float32), translate_x=zero, translate_y=zero, scale=unit,
        shear_x=zero, shear_y=zero, height=HEIGHT, width=WIDTH)  # fmt: skip


def whole(numbers):
    return np.append(np.asarray(numbers, np.float64).ravel(), 1).reshape(3, 3)


def main():
    index, arrays = [], {}

    def add(name, kind, output, **config):
        index.append({"name": name, "layer": kind, **config})
        arrays[name] = np.asarray(output, np.float32)

    moves = {
        "RandomTranslation": [{"height_factor": (0.3, 0.3), "width_factor": (-0.25, -0.25)}, {"height_factor": (-1.0, -1.0), "width_factor": (0.4, 0.4)}],
        "RandomZoom": [{"height_factor": (0.4, 0.4)}, {"height_factor": (-0.33, -0.33), "width_factor": (0.23, 0.23)}],  # no place is half way between pixels
        "RandomRotation": [{"factor": (0.07, 0.07)}, {"factor": (-0.3, -0.3)}],
    }
    for kind, configs in moves.items():
        for number, config in enumerate(configs):
            fills = FILLS if number == 0 else ["reflect"]
            for fill in fills:
                for interpolation in ["bilinear", "nearest"]:
                    extra = {"fill_mode": fill, "interpolation": interpolation, "fill_value": 0.25 if fill == "constant" else 0.0}
                    layer = layer_of(kind, config | extra)
                    name = f"{kind}_{number}_{fill}_{interpolation}"
                    add(name, kind, layer(IMAGES, training=True), **config, **extra)
                    arrays[name + "/map"] = np.asarray(map_of(layer, kind, config), np.float32).ravel()

    # Three layers in one pass: the maps multiplied, the pixels read once.
    product = np.eye(3)
    for kind in moves:
        layer = layer_of(kind, moves[kind][0])
        product = product @ whole(map_of(layer, kind, moves[kind][0]))
    numbers = product.ravel()[:8].astype(np.float32)
    fused = keras.ops.image.affine_transform(IMAGES, np.tile(numbers, (3, 1)), interpolation="bilinear", fill_mode="reflect", data_format="channels_last")
    add("fused", "all of the first ones", fused)
    arrays["fused/map"] = numbers

    for mode in ["horizontal", "vertical"]:
        layer = layers.RandomFlip(mode, seed=1)
        flips = {"flips": np.array([True, False, True]).reshape(3, 1, 1, 1), "input_shape": IMAGES.shape}
        add(f"RandomFlip_{mode}", "RandomFlip", layer.transform_images(IMAGES, flips), mode=mode, flips=[1, 0, 1])

    for factor in [0.3, -0.45]:
        for low, high in [(0, 1), (-0.5, 1.5)]:
            layer = layers.RandomBrightness((factor, factor), value_range=(low, high), seed=1)
            name = f"RandomBrightness_{factor}_{low}"
            add(name, "RandomBrightness", layer(IMAGES, training=True), factor=factor, low=low, high=high)

    for contrast in [0.4, 1.7]:
        for low, high in [(0, 1), (-0.5, 1.5)]:
            layer = layers.RandomContrast(0.7, value_range=(low, high), seed=1)
            output = layer.transform_images(IMAGES, {"contrast_factor": np.full((3, 1, 1, 1), contrast, np.float32)})
            add(f"RandomContrast_{contrast}_{low}", "RandomContrast", output, contrast=contrast, low=low, high=high)

    for fill in [0.0, 0.75]:
        layer = layers.RandomErasing(fill_value=fill, value_range=(0, 1), seed=1)
        box = [np.array(edge, np.float32) for edge in ([1.5, 0, 8.25], [4.2, 10, 9.5], [0, 3.1, 5.9], [6.9, 3.9, 6.1])]
        erased = {
            "apply_erasing": np.array([True, False, True]),
            "batch_masks": layer._generate_batch_mask(IMAGES.shape, box),
            "fill_value": layer._get_fill_value(IMAGES, IMAGES.shape, 1),
        }
        add(f"RandomErasing_{fill}", "RandomErasing", layer.transform_images(IMAGES, erased), fill=fill,
            boxes=[edge.tolist() for edge in box], applies=[1, 0, 1])  # fmt: skip

    mixing = {"mix_weight": np.array([0.8, 1, 0.55], np.float32), "permutation_order": np.array([1, 2, 0])}
    layer = layers.MixUp(seed=1)
    add("mix_up", "MixUp", layer.transform_images(IMAGES, mixing), shares=[0.8, 1, 0.55], others=[1, 2, 0])
    arrays["mix_up/labels"] = np.asarray(layer.transform_labels(LABELS, mixing), np.float32)

    goldens.write("augmentation", arrays, index)


if __name__ == "__main__":
    main()
