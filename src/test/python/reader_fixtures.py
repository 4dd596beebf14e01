"""Writes the fixtures of org.keraunos.data.readers with the real writers: TensorFlow (images, TFRecord), json, csv,
ElementTree; ARFF in the conventions of MULAN and MEKA, the dense one read back with scipy.

Run from the root of the repository: python src/test/python/reader_fixtures.py
Made with tensorflow-cpu 2.18.1, scipy 1.17.1, numpy 2.0.2.
"""

import csv
import json
import pathlib
import shutil
import xml.etree.ElementTree as ET

import numpy as np
import tensorflow as tf
from scipy.io import arff

OUT = pathlib.Path("src/test/resources/org/keraunos/data/readers")


def image(path, shade):
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = np.full((4, 6, 3), shade, np.uint8)
    encode = tf.io.encode_jpeg if path.suffix == ".jpg" else tf.io.encode_png
    path.write_bytes(encode(pixels).numpy())


def table(path, rows, delimiter=","):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=delimiter, lineterminator="\n").writerows(rows)


def image_csv():
    folder = OUT / "tags"
    for name in ["train/a.jpg", "train/b.png", "val/c.png", "test/d.png"]:
        image(folder / name, 80)
    (folder / "train/empty.png").write_bytes(b"")
    table(folder / "labels.csv", [
        ["file", "labels"], ["train/a.jpg", "cat|water"], ["train/b.png", ""], ["val/c.png", "dog, big|cat"],
        ["test/d.png", "?"], ["train/missing.png", "cat"], ["train/a.jpg", "dog"], ["train/empty.png", "cat"]])
    folder = OUT / "columns"
    for name in ["a", "b", "c", "d"]:
        image(folder / f"images/{name}.png", 120)
    rows = [["photographer", "image_name", "sun", "sea", "tree"], ["Ann", "images/a.png", 1, 0, -1],
            ["Bob", "images/b", 0, "", "?"], ["Cy", "images/c.png", 1, 1, 0], ["Di", "images/d.png", 0, "maybe", 1]]
    rows += [["Ed", f"images/none{i}.png", 0, 0, 1] for i in range(8)]
    table(folder / "list.csv", rows)


def folders():
    for name in ["cat/1.jpg", "cat/2.png", "dog/deeper/3.png", "ant/4.png"]:
        image(OUT / "folders" / name, 10)
    (OUT / "folders/dog/notes.txt").write_text("not an image\n")
    for name in ["train/cat/1.png", "train/dog/2.png", "test/cat/3.png"]:
        image(OUT / "parts" / name, 10)


def json_lines():
    folder = OUT / "jsonl"
    for name in ["a", "b", "c", "d"]:
        image(folder / f"train/{name}.png", 30)
    lines = [{"file_name": "train/a.png", "labels": ["cat", "dog"]}, {"file_name": "train/b.png", "labels": []},
             {"file_name": "train/c.png", "labels": {"cat": 1, "dog": None, "emu": False}},
             {"file_name": "train/d.png", "labels": None}]
    text = "\n".join(json.dumps(line) for line in lines)
    (folder / "metadata.jsonl").write_text(text + '\n{"file_name": "train/a.png", \n{"labels": ["cat"]}\n')
    rows = [{"features": [1, 2.5], "labels": "x|y"}, {"features": [3, 4], "labels": "y"}, {"features": [3], "labels": "y"}]
    (OUT / "features.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))


def coco():
    folder = OUT / "coco"
    for name in ["train2017/1.jpg", "train2017/2.jpg", "val2017/3.jpg"]:
        image(folder / name, 50)
    categories = [{"id": 7, "name": "dog", "supercategory": "animal"}, {"id": 3, "name": "cat"}, {"id": 9, "name": "emu"}]
    box = {"segmentation": [[1.0, 2.0, 3.5, 4.0]], "area": 2.5, "iscrowd": 0, "bbox": [1, 2, 3, 4]}
    parts = {
        "train2017": ([(1, "1.jpg"), (2, "2.jpg")], [(1, 7), (1, 7), (1, 3), (5, 3)]),
        "val2017": ([(3, "3.jpg"), (4, "gone.jpg")], [(3, 9), (3, 8)]),
    }
    (folder / "annotations").mkdir(parents=True, exist_ok=True)
    for part, (images, annotations) in parts.items():
        document = {
            "info": {"year": 2017, "contributors": ["x"]},
            "annotations": [{"id": i, "image_id": im, "category_id": c, **box} for i, (im, c) in enumerate(annotations)],
            "images": [{"id": i, "file_name": n, "width": 6, "height": 4} for i, n in images],
            "categories": categories,
        }
        (folder / f"annotations/instances_{part}.json").write_text(json.dumps(document, indent=1))
    (folder / "annotations/captions_val2017.json").write_text(json.dumps({"images": [], "annotations": []}))


def voc():
    folder = OUT / "voc"
    (folder / "Annotations").mkdir(parents=True, exist_ok=True)
    for stem, names in {"000001": ["dog", "person", "dog"], "000002": ["car"], "000003": []}.items():
        root = ET.Element("annotation")
        ET.SubElement(root, "filename").text = f"{stem}.jpg"
        for name in names:
            thing = ET.SubElement(root, "object")
            ET.SubElement(thing, "name").text = name
            part = ET.SubElement(thing, "part")
            ET.SubElement(part, "name").text = "head"
        ET.ElementTree(root).write(folder / f"Annotations/{stem}.xml")
        image(folder / f"JPEGImages/{stem}.jpg", 90)
    (folder / "Annotations/broken.xml").write_text("<annotation><filename>x.jpg</filename>")
    (folder / "Annotations/entity.xml").write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]>\n'
        "<annotation><filename>&e;</filename></annotation>\n")
    (folder / "ImageSets/Main").mkdir(parents=True, exist_ok=True)
    (folder / "ImageSets/Main/train.txt").write_text("000001\n000002\n")
    (folder / "ImageSets/Main/val.txt").write_text("000003\n")


def cifar():
    """Records as the binary versions have them: labels, then red, green and blue planes of 32 x 32."""
    planes = (np.arange(3072) % 251).astype(np.uint8)
    for name, labels, names in [("cifar10", [[3], [9]], {"batches.meta.txt": [f"class{i}" for i in range(10)]}),
                                ("cifar100", [[4, 99], [19, 0]], {})]:
        folder = OUT / name
        folder.mkdir(parents=True, exist_ok=True)
        data = b"".join(bytes(label) + planes.tobytes() for label in labels)
        (folder / ("data_batch_1.bin" if name == "cifar10" else "train.bin")).write_bytes(data)
        (folder / ("test_batch.bin" if name == "cifar10" else "test.bin")).write_bytes(data[: len(data) // 2])
        for file, lines in names.items():
            (folder / file).write_text("\n".join(lines) + "\n\n")


def tables():
    rows = [["id", "height", "weight", "label_a", "label_b"], ["r1", 1.5, "2e1", 1, 0], ["r2", -3, 4, "?", 1],
            ["r3", "", 4, 0, 1], ["r4", 5, 6, 0, 7], ["r5", 7, 8, 0, ""], ["r6", 1, 2, 3]]
    table(OUT / "features.csv", rows)
    table(OUT / "features.tsv", rows, delimiter="\t")
    for part in ["train", "test"]:
        table(OUT / f"table_parts/birds-{part}.csv", rows[:3])


def arff_files():
    folder = OUT / "arff"
    folder.mkdir(parents=True, exist_ok=True)
    attributes = ["@attribute 'the size' numeric", "@attribute kind {round,square}", "@attribute flag {0,1}"]
    labels = ["@attribute happy {0,1}", "@attribute 'not sad' {0,1}"]
    dense = ["1.5,round,0,1,0", "-2,square,1,0,1", "% a comment", "3,square,0,1,1"]
    text = "\n".join(["@relation birds", "", *attributes, *labels, "", "@data", *dense]) + "\n"
    (folder / "birds-train.arff").write_text(text)
    data, _ = arff.loadarff(folder / "birds-train.arff")
    assert len(data) == 3 and data[1]["the size"] == -2
    sparse = ["{0 2.5, 1 square, 4 1}", "{}", "{2 1, 3 1}", "{9 1}"]
    (folder / "birds-test.arff").write_text("\n".join(["@relation birds", *attributes, *labels, "@data", *sparse]) + "\n")
    (folder / "birds.arff").write_text(text)
    root = ET.Element("labels", xmlns="http://mulan.sourceforge.net/labels")
    for name in ["happy", "not sad"]:
        ET.SubElement(root, "label", name=name)
    ET.ElementTree(root).write(folder / "birds.xml", xml_declaration=True, encoding="utf-8")
    meka = ["@relation 'Music: -C 2 -V'", *labels, *attributes, "@attribute note string", "@data",
            "1,?,0.5,'square',1,\"a, quoted\"", "0,1,oops,round,0,b", "0,1,2,round,0,c", "1,1,2"]
    (OUT / "meka.arff").write_text("\n".join(meka) + "\n")
    (OUT / "meka_last.arff").write_text(
        "\n".join(["@relation 'Music: -C -2'", *attributes, *labels, "@data", "1,round,0,1,0"]) + "\n")


def example(**features):
    kinds = {bytes: lambda v: tf.train.Feature(bytes_list=tf.train.BytesList(value=v)),
             int: lambda v: tf.train.Feature(int64_list=tf.train.Int64List(value=v)),
             float: lambda v: tf.train.Feature(float_list=tf.train.FloatList(value=v))}
    made = {key.replace("__", "/"): kinds[type(value[0]) if value else bytes](value) for key, value in features.items()}
    return tf.train.Example(features=tf.train.Features(feature=made)).SerializeToString()


def records(name, examples, options=None):
    path = OUT / "tfrecord" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with tf.io.TFRecordWriter(str(path), options) as writer:
        for each in examples:
            writer.write(each)


def tfrecords():
    png = [tf.io.encode_png(np.full((2, 3, 3), shade, np.uint8)).numpy() for shade in (10, 20)]
    shards = OUT / "tfrecord/shards"
    records("shards/train.tfrecord-00000-of-00002", [
        example(image__encoded=[png[0]], image__class__text=[b"cat", b"dog"]), example(image__encoded=[png[1]], image__class__text=[])])
    records("shards/train.tfrecord-00001-of-00002", [example(image__encoded=[png[1]], image__class__text=[b"emu"])])
    assert len(list(shards.iterdir())) == 2
    records("vectors.tfrecord", [example(features=[1.0, 2.0], labels=[1, 0, -1]), example(features=[3.0, 4.0], labels=[0, 0, 1])])
    records("classes.tfrecord", [example(features=[1.0], label=[7]), example(features=[2.0], label=[2, 7]), example(other=[1])])
    records("gzip.tfrecord", [example(features=[1.0], label=[7])], "GZIP")


def main():
    shutil.rmtree(OUT, ignore_errors=True)
    for make in (image_csv, folders, json_lines, coco, voc, cifar, tables, arff_files, tfrecords):
        make()


if __name__ == "__main__":
    main()
