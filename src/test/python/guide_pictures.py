#!/usr/bin/env python3
"""The pictures of docs/guide/from-data-to-decisions.md: a network is trained on digit scenes, and its report, curves and maps are kept below docs/images.

    python=$(src/test/python/environment) && "$python" src/test/python/guide_pictures.py     # a minute and a half, with Chromium

The report is seen as on a desk, on a telephone and on paper. Numbers differ a little from one kind of processor to another.
"""

import io
import pathlib
import shutil
import subprocess
import sys
import tempfile

import PIL.Image
from playwright.sync_api import sync_playwright

import check_report

ROOT = pathlib.Path(__file__).resolve().parents[3]
IMAGES = ROOT / "docs" / "images"
TRAIN = "train --network cnn --epochs 5 --train-size 5000 --test-size 1000 --learning-rate 0.003 --validation-split 0.2 --calibrate isotonic --thresholds f1"
PARTS = ("labels", "calibration", "together", "errors")
MOST_BYTES = 100_000


def keep(picture, name, width=None, height=None):
    """Not wider and not higher, with as many colours as fit into the file's size."""
    image = PIL.Image.open(io.BytesIO(picture)).convert("RGB")
    if height:
        image = image.crop((0, 0, image.width, min(image.height, height)))
    if width and image.width > width:
        image = image.resize((width, round(image.height * width / image.width)), PIL.Image.LANCZOS)
    for colours in (256, 128, 64, 32):
        file = io.BytesIO()
        image.quantize(colours, dither=PIL.Image.Dither.NONE).save(file, "PNG", optimize=True)
        if file.tell() <= MOST_BYTES:
            break
    else:
        sys.exit(f"{name}: {file.tell()} bytes")
    (IMAGES / f"{name}.png").write_bytes(file.getvalue())
    print(f"{name}.png: {image.width} x {image.height}, {file.tell()} bytes", flush=True)


def shots(page, chromium):
    window = check_report.Page(chromium, page, 1100)
    keep(window.page.screenshot(), "report-desk")
    for name in PARTS:
        keep(window.page.locator(f"section[aria-labelledby={name}]").screenshot(), f"report-{name}", height=640)
    window.close()
    window = check_report.Page(chromium, page, 375)
    keep(window.page.screenshot(), "report-phone")
    window.close()
    window = check_report.Page(chromium, page, 794)
    window.page.emulate_media(media="print")
    keep(window.page.screenshot(), "report-print", 600)
    window.close()


def main():
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)

        def keraunos(*arguments):
            subprocess.run([str(ROOT / "keraunos"), *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL)

        keraunos(*TRAIN.split(), "--model", "scenes", "--curves", "curves")
        # A scene with 2, 3, 5 and 8, of other digits than those of the training.
        keraunos("make-data", "--train", "1", "--test", "4", "--seed", "7", "--output", "photos")
        keraunos("explain", "scenes", "photos/test/00003.png", "--label", "2", "--label", "5", "--output", "maps")
        for name in ("precision-recall", "reliability"):
            shutil.copyfile(folder / "curves" / f"{name}.svg", IMAGES / f"curve-{name}.svg")
        for label in ("2", "5"):
            keep((folder / "maps" / f"00003.{label}.gradcam.png").read_bytes(), f"explain-{label}")
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=check_report.browser(), args=["--no-sandbox", "--disable-gpu"])
            shots(folder / "scenes.report.html", chromium)
            chromium.close()


if __name__ == "__main__":
    main()
