"""Writes the HDF5 files that Java must read, with h5py itself, and reads with h5py what Java wrote.

Run from the root of the repository: python src/test/python/hdf5_fixtures.py [--check]
`numbers.h5` has the numbers 0, 1, 2, ... in many forms; `refused.h5` what is refused by name; `absurd.h5` sizes that are not there; `newer.h5` and `latest.h5` newer formats of HDF5.
`written.h5` is Java's: Hdf5WriterTest holds its bytes, and --check reads it here. With --check the others are made again and compared.
"""

import pathlib
import sys
import tempfile

import h5py
import ml_dtypes
import numpy as np

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "resources" / "org" / "keraunos" / "saving" / "hdf5"
TYPES = ["float16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]


def counting(*shape, dtype="float32"):
    return np.arange(int(np.prod(shape))).reshape(shape).astype(dtype)


def numbers(file):
    for name in TYPES:
        for order, mark in [("little", "<"), ("big", ">")]:
            file[f"types/{name}_{order}"] = counting(2, 3, 4, dtype=np.dtype(name).newbyteorder(mark))
    extremes = np.array([6.1e-5, 5.96e-8, -65504, np.inf, -np.inf, np.nan, -0.0, 0.1], "float16")
    file["types/float16_extremes"] = extremes
    file["types/int64_extremes"] = np.array([-(2**63), 2**63 - 1, -1])
    file["scalars/float32"] = np.float32(2.5)
    file["scalars/int64"] = np.int64(2**40)
    brain = h5py.h5t.IEEE_F32LE.copy()  # HDF5's own way to say bfloat16
    brain.set_fields(15, 7, 8, 0, 7)
    brain.set_size(2)
    brain.set_ebias(127)
    made = h5py.h5d.create(file.id, b"bfloat16", brain, h5py.h5s.create_simple((3, 2)))
    made.write(h5py.h5s.ALL, h5py.h5s.ALL, counting(3, 2))
    file["empty"] = np.zeros((0, 4), "float32")
    chunks = file.create_group("chunks")
    values = counting(7, 5, 3)
    chunks.create_dataset("plain", data=values, chunks=(2, 2, 3))
    chunks.create_dataset("gzip", data=values, chunks=(3, 4, 2), compression="gzip")
    chunks.create_dataset("shuffle", data=values.astype(">f8"), chunks=(7, 5, 3), compression="gzip", shuffle=True)
    chunks.create_dataset("checksum", data=values, chunks=(4, 5, 1), fletcher32=True)
    chunks.create_dataset("line", data=counting(1000, dtype="int32"), chunks=(7,), compression="gzip")
    compact = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    compact.set_layout(h5py.h5d.COMPACT)
    space = h5py.h5s.create_simple((2, 3))
    made = h5py.h5d.create(file.id, b"compact", h5py.h5t.IEEE_F32LE, space, dcpl=compact)
    made.write(h5py.h5s.ALL, h5py.h5s.ALL, counting(2, 3))
    many = file.create_group("many")
    for i in range(300):
        many[f"dense_{i}"] = np.float32(i)
    texts = file.create_group("texts")
    texts.attrs["text"] = "Größe"
    texts.attrs["bytes"] = b'{"a": 1}'
    texts.attrs["fixed"] = np.bytes_("fixed")
    texts.attrs["list"] = [b"conv2d/kernel:0", b"conv2d/bias:0"]
    texts.attrs["objects"] = np.array(["a", "", "Größe"], object)
    texts.attrs["none"] = []
    texts.attrs["empty"] = ""
    texts.attrs["number"] = 3.5
    texts.attrs["long"] = "x" * 70_000


def refused(file):
    file["good"] = counting(2)
    file["strings"] = np.array(["a", "b"], object)
    file["pairs"] = np.zeros(2, [("a", "i4"), ("b", "f4")])
    file["bfloat16"] = counting(2).astype(ml_dtypes.bfloat16).view("V2")
    file["opaque"] = np.zeros(2, "V7")
    file["complex"] = np.zeros(2, "complex64")
    file["huge_whole"] = np.array([2**63], "uint64")
    file.create_dataset("unwritten", (3, 4), "float32")
    file.create_dataset("unwritten_chunks", (30, 4), "float32", chunks=(10, 4))[:10] = 1
    file.create_dataset("lzf", data=counting(100), compression="lzf")
    file["null"] = h5py.Empty("float32")
    file["soft"] = h5py.SoftLink("/good")
    file["outside/elsewhere"] = h5py.ExternalLink("other.h5", "/good")
    file["cycle/self"] = file.require_group("cycle")
    deep = file
    for _ in range(120):
        deep = deep.create_group("d")


def latest(file):
    file["plain"] = counting(2, 3)
    file.create_dataset("chunks", data=counting(20, 3), chunks=(5, 3), compression="gzip")
    for i in range(5):
        file[f"few/{i}"] = np.float32(i)
    for i in range(50):
        file[f"many/{i}"] = np.float32(i)


def absurd(file):
    file.create_dataset("contiguous", (50_000, 40_000), "float32")
    file.create_dataset("chunks", (50_000, 40_000), "float64", chunks=(1000, 1000), compression="gzip")
    file.create_dataset("large", (2**40,), "float32", chunks=(1000,))
    file.create_dataset("zeros", data=np.zeros(4_000_000, "float32"), chunks=(1_000_000,), compression="gzip")


FILES = {"absurd": (absurd, {}), "numbers": (numbers, {}), "refused": (refused, {}), "latest": (latest, {"libver": "latest"}), "newer": (latest, {"libver": ("v110", "v110")})}


def make(path, name):
    fill, options = FILES[name]
    with h5py.File(path, "w", **options) as file:
        fill(file)


def same(one, other):
    """Compares what two files hold, but for links, which are followed once."""
    names = []
    one.visititems(lambda name, node: names.append(name))
    there = []
    other.visititems(lambda name, node: there.append(name))
    assert names == there, set(names) ^ set(there)
    for name in names:
        a, b = one[name], other[name]
        assert sorted(a.attrs) == sorted(b.attrs), name
        for key in a.attrs:
            assert np.array_equal(a.attrs[key], b.attrs[key]), (name, key)
        if isinstance(a, h5py.Dataset):
            assert a.dtype == b.dtype and a.shape == b.shape, name
            if a.shape is not None:
                assert a.size > 10**8 or a[()].tobytes() == b[()].tobytes() or a.dtype.kind == "O" and (a[()] == b[()]).all(), name


def check_written():
    with h5py.File(FOLDER / "written.h5") as file:
        file.visititems(lambda name, node: None)
        assert file["floats"].dtype == "<f4" and np.array_equal(file["floats"][()], counting(2, 3, 4)), "floats"
        assert file["doubles"].dtype == "<f8" and np.array_equal(file["doubles"][()], counting(5) / 8), "doubles"
        assert file["optimizer/vars/0"].dtype == "<i8" and file["optimizer/vars/0"][()] == 2**40, "scalar of int64"
        assert file["optimizer/vars/1"].shape == () and file["optimizer/vars/1"][()] == np.float32(0.001), "scalar"
        assert file["none"].shape == (0, 4) and file["none"].dtype == "<f4", "size 0"
        assert list(file["layers/empty/vars"]) == [], "an empty group"
        assert file["layers/dense"].attrs["name"].decode() == "Größe", "an attribute"
        assert file.attrs["long"].decode() == "x" * 59_000, "a long attribute"
        assert len(file["many"]) == 300 and file["many/dense_299/vars/0"][()] == 299, "many groups"
    print("written.h5: as Java means it")


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        path = FOLDER / f"{name}.h5"
        if "--check" in sys.argv[1:]:
            with tempfile.TemporaryDirectory() as folder:
                make(f"{folder}/again.h5", name)
                with h5py.File(f"{folder}/again.h5") as again, h5py.File(path) as there:
                    same(again, there)
            print(f"{name}.h5: as committed")
        else:
            make(path, name)
    if "--check" in sys.argv[1:]:
        check_written()


if __name__ == "__main__":
    main()
