"""Writes the fixtures of org.keraunos.images: images by Pillow and TensorFlow, and the pixels that Keras makes of them.

Run from the root of the repository: python src/test/python/image_fixtures.py
Made with tensorflow-cpu 2.18.1, keras 3.15.1, pillow 13.0.0, numpy 2.0.2.

golden.npz holds uint8 arrays (height, width, channels) called FILE@HEIGHTxWIDTHxCHANNELS: what keras.utils.image_dataset_from_directory
gives, rounded to whole gray levels. What Keras does not read (WebP, BMP of other depths) or does not turn (EXIF) is decoded or turned
by Pillow and resized by the same tf.image.resize.
"""

import os
import pathlib
import shutil
import tempfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import keras
import numpy as np
import tensorflow as tf
from PIL import Image, ImageOps

OUT = pathlib.Path("src/test/resources/org/keraunos/images")
SIZES = [(20, 28), (50, 31)]
ORIENTATION = 0x0112
COLOR_MODES = {1: "grayscale", 3: "rgb", 4: "rgba"}
goldens = {}


def picture(height, width, seed):
    """Smooth colours, an edge and some noise: what shows a shift of half a pixel, a swapped axis and a wrong order of channels."""
    rows, columns = np.mgrid[0:height, 0:width]
    red = 255 * columns / (width - 1)
    green = 255 * rows / (height - 1)
    blue = np.where((rows - height / 3) ** 2 + (columns - width / 4) ** 2 < (height / 5) ** 2, 230, 40)
    noise = np.random.default_rng(seed).normal(0, 12, (height, width, 3))
    return np.clip(np.stack([red, green, blue], -1) + noise, 0, 255).astype(np.uint8)


def rounded(image):
    return np.rint(np.clip(image, 0, 255)).astype(np.uint8)


def key(name, size, channels):
    return f"{name}@{size[0]}x{size[1]}x{channels}"


def keras_reads(name, *channels):
    for count in channels:
        for size in SIZES:
            with tempfile.TemporaryDirectory() as folder:
                label = pathlib.Path(folder) / "label"
                label.mkdir()
                shutil.copy(OUT / name, label)
                data = keras.utils.image_dataset_from_directory(
                    folder, color_mode=COLOR_MODES[count], image_size=size, batch_size=1, shuffle=False, verbose=False)
                (images, _), = list(data)
            goldens[key(name, size, count)] = rounded(images.numpy()[0])


def resized(name, pixels, *sizes):
    for size in sizes or SIZES:
        goldens[key(name, size, pixels.shape[2])] = rounded(tf.image.resize(pixels, size).numpy())


def pillow_reads(name, mode):
    pixels = np.asarray(Image.open(OUT / name).convert(mode))
    resized(name, pixels[..., None] if pixels.ndim == 2 else pixels)


def main():
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    pixels = picture(43, 61, 1)
    photo = Image.fromarray(pixels)
    alpha = Image.fromarray(np.tile(np.linspace(0, 255, 61).astype(np.uint8), (43, 1)))
    transparent = photo.copy()
    transparent.putalpha(alpha)

    photo.save(OUT / "photo.jpg", quality=90)
    photo.save(OUT / "progressive.jpg", quality=80, progressive=True, subsampling=0)
    photo.convert("L").save(OUT / "gray.jpg", quality=90)
    photo.convert("CMYK").save(OUT / "cmyk.jpg", quality=90)
    photo.save(OUT / "photo.png")
    transparent.save(OUT / "rgba.png")
    photo.convert("L").save(OUT / "gray.png")
    transparent.convert("LA").save(OUT / "gray_alpha.png")
    photo.quantize(32).save(OUT / "palette.png")
    Image.fromarray(pixels[..., 0].astype(np.uint16) * 257).save(OUT / "gray16.png")
    deep = np.random.default_rng(2).integers(0, 256, pixels.shape) + pixels.astype(np.uint16) * 256
    (OUT / "rgb16.png").write_bytes(tf.io.encode_png(deep.astype(np.uint16)).numpy())
    photo.save(OUT / "photo.bmp")
    photo.quantize(32).save(OUT / "palette.bmp")
    transparent.save(OUT / "rgba.bmp")
    frames = [Image.fromarray(picture(43, 61, seed)).quantize(32) for seed in (3, 4, 5)]
    frames[0].save(OUT / "animated.gif", save_all=True, append_images=frames[1:])
    photo.save(OUT / "lossy.webp", quality=95)
    transparent.save(OUT / "lossless.webp", lossless=True, exact=True)

    for name in ("photo.jpg", "progressive.jpg", "gray.jpg"):
        keras_reads(name, 1, 3)
    keras_reads("cmyk.jpg", 3)
    for name in ("photo.png", "rgba.png", "gray.png", "gray_alpha.png", "palette.png", "gray16.png", "rgb16.png"):
        keras_reads(name, 1, 3, 4)
    keras_reads("photo.bmp", 3)
    keras_reads("animated.gif", 3)
    pillow_reads("palette.bmp", "RGB")
    pillow_reads("rgba.bmp", "RGBA")
    pillow_reads("lossy.webp", "RGB")
    pillow_reads("lossless.webp", "RGBA")

    small = Image.fromarray(picture(18, 26, 6))
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[ORIENTATION] = orientation
        exif[0x010F] = "a camera"
        for suffix in ("jpg", "png") if orientation in (1, 6) else ("jpg",):
            name = f"exif{orientation}.{suffix}"
            small.save(OUT / name, exif=exif, **({"quality": 90} if suffix == "jpg" else {}))
            stored = Image.fromarray(tf.io.decode_image((OUT / name).read_bytes()).numpy())
            stored.getexif()[ORIENTATION] = orientation
            resized(name, np.asarray(ImageOps.exif_transpose(stored)), (20, 28))
    exif = Image.Exif()
    exif[ORIENTATION] = 8
    small.save(OUT / "exif8.webp", lossless=True, exif=exif)
    resized("exif8.webp", np.asarray(small.transpose(Image.Transpose.ROTATE_90)), (20, 28))

    np.savez_compressed(OUT / "golden.npz", **goldens)
    size = sum(file.stat().st_size for file in OUT.iterdir())
    print(f"{len(goldens)} goldens, {len(list(OUT.iterdir()))} files, {size} bytes")


if __name__ == "__main__":
    main()
