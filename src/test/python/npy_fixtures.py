"""Writes the .npy and .npz fixtures of org.keraunos.data.npy with NumPy itself.

Run from the root of the repository: python src/test/python/npy_fixtures.py
Made with numpy 2.0.2. Every array holds the numbers 0, 1, 2, ... in C order unless said otherwise.
"""

import pathlib

import numpy as np

OUT = pathlib.Path("src/test/resources/org/keraunos/data/npy")
TYPES = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "float32", "float64"]


def save(name, array, version=(1, 0), pickle=False):
    with open(OUT / f"{name}.npy", "wb") as file:
        np.lib.format.write_array(file, np.asanyarray(array), version=version, allow_pickle=pickle)


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    for name in TYPES:
        counting = np.arange(24).reshape(2, 3, 4).astype(name)
        for order, mark in [("little", "<"), ("big", ">")]:
            save(f"{name}_{order}", counting.astype(np.dtype(name).newbyteorder(mark)))
    save("fortran", np.asfortranarray(np.arange(24, dtype="float32").reshape(2, 3, 4)))
    save("fortran_big", np.asfortranarray(np.arange(24, dtype=">i2").reshape(2, 3, 4)))
    save("bool", np.arange(24).reshape(2, 3, 4) % 3 == 0)
    save("format2", np.arange(24, dtype="int32").reshape(2, 3, 4), version=(2, 0))
    save("format3", np.arange(24, dtype="int32").reshape(2, 3, 4), version=(3, 0))
    save("scalar", np.float64(2.5))
    save("one_axis", np.arange(5, dtype="uint8"))
    save("empty", np.zeros((0, 4), "float32"))
    save("extremes_int64", np.array([-(2**63), 2**63 - 1, -1]))
    save("extremes_uint64", np.array([2**64 - 1, 2**63, 2**63 - 1], "uint64"))
    save("extremes_uint32", np.array([2**32 - 1, 2**31], "uint32"))
    save("extremes_uint16", np.array([65535, 32768], "uint16"))
    save("extremes_float16", np.array([6.1e-5, 5.96e-8, -65504, np.inf, -np.inf, np.nan, -0.0, 0.1], "float16"))
    save("refused_objects", np.array([{"a": 1}, None], object), pickle=True)
    save("refused_complex", np.zeros(2, "complex64"))
    save("refused_strings", np.array(["a", "bc"]))
    save("refused_bytes", np.array([b"a", b"bc"]))
    save("refused_dates", np.zeros(2, "datetime64[s]"))
    save("refused_structured", np.zeros(2, [("a", "i4"), ("b", "f4")]))
    save("refused_longdouble", np.zeros(2, np.longdouble))
    arrays = {
        "x_train": np.arange(48, dtype="uint8").reshape(4, 2, 2, 3),
        "y_train": np.eye(4, 3, dtype=bool),
        "x_test": np.arange(12, dtype="float32").reshape(1, 2, 2, 3),
        "y_test": np.ones((1, 3), "int64"),
    }
    np.savez(OUT / "stored.npz", **arrays)
    np.savez_compressed(OUT / "deflated.npz", **arrays)
    np.savez(OUT / "pickled.npz", x=np.array([{"a": 1}], object))


if __name__ == "__main__":
    main()
