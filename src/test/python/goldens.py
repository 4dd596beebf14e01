"""What the golden-file scripts share: the random numbers that Java draws as well, and writing or checking a golden file.

RANDOM NUMBERS. SplitMix64 as in java.util.SplittableRandom(seed) and nothing of it but nextLong(); one generator for one purpose,
and draws in exactly the documented order, arrays in C order (last axis fastest).

    uniform(offset, scale) : (float) (offset + ((nextLong() >>> 40) * 0x1p-24 - 0.5) * scale)
                             computed in double, rounded once to float; all scales are powers of two, so with offset 0 it is exact.
                             The values lie in [offset - scale/2, offset + scale/2).
    byte                   : nextLong() >>> 56            (0 .. 255; images)
    bit                    : nextLong() >>> 63            (0 or 1; labels)

A float64 run starts from the same values: the float, widened.

FILES. `write` makes one deflated .npz (entries are C-order .npy, little-endian) and, where an index is given, a .json beside it
(a list, one entry a line).
With --check on the command line nothing is written: each array is made again and compared with the committed one,
|a - b| <= tolerance * (|b| + max|b|), 1e-9 for float64 and 1e-4 for float32 (another CPU, other kernels), and the exit code says so.
"""

import json
import os
import pathlib
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import keras
import numpy as np

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "resources" / "org" / "keraunos" / "parity"
CHECK = "--check" in sys.argv[1:]
WANTED = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
TOLERANCE = {"float64": 1e-9, "float32": 1e-4}
_GAMMA = np.uint64(0x9E3779B97F4A7C15)


def compute_type(name):
    """Lets Keras compute in float32 or float64: set_floatx alone leaves a policy that is in use as it is."""
    keras.config.set_floatx(name)
    keras.config.set_dtype_policy(name)


def wanted(kind):
    """Whether the command line names this kind, or none."""
    return not WANTED or kind in WANTED


class SplitMix64:
    """java.util.SplittableRandom, vectorised: draw i of a seed is the mix of seed + i * gamma."""

    def __init__(self, seed):
        self.state = np.uint64(seed)

    def longs(self, count):
        with np.errstate(over="ignore"):
            z = self.state + np.arange(1, count + 1, dtype=np.uint64) * _GAMMA
            self.state += np.uint64(count) * _GAMMA
            z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            return z ^ (z >> np.uint64(31))

    def uniform(self, shape, offset=0.0, scale=1.0):
        draws = (self.longs(int(np.prod(shape))) >> np.uint64(40)).astype(np.float64)
        return (offset + (draws * 2.0**-24 - 0.5) * scale).astype(np.float32).reshape(shape)

    def bytes(self, shape):
        return (self.longs(int(np.prod(shape))) >> np.uint64(56)).astype(np.uint8).reshape(shape)

    def bits(self, shape):
        return (self.longs(int(np.prod(shape))) >> np.uint64(63)).astype(np.uint8).reshape(shape)


def write(name, arrays, index=None):
    """Writes name.npz (and name.json), or compares with them when --check is given."""
    arrays = {key: np.ascontiguousarray(value) if np.ndim(value) else np.asarray(value) for key, value in arrays.items()}
    if CHECK:
        return _check(name, arrays, index)
    (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
    if arrays:
        np.savez_compressed(FOLDER / f"{name}.npz", **arrays)
    if index is not None:
        lines = ",\n".join(json.dumps(entry) for entry in index)
        (FOLDER / f"{name}.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    print(f"wrote {name}: {len(arrays)} arrays")


def _check(name, arrays, index):
    wrong = []
    if arrays:
        with np.load(FOLDER / f"{name}.npz") as committed:
            if sorted(committed.files) != sorted(arrays):
                wrong.append("other array names")
            for key in sorted(set(committed.files) & set(arrays)):
                made, there = arrays[key], committed[key]
                if made.dtype != there.dtype or made.shape != there.shape:
                    wrong.append(f"{key}: {made.dtype}{made.shape} made, {there.dtype}{there.shape} committed")
                elif not np.array_equal(np.isnan(made), np.isnan(there)):
                    wrong.append(f"{key}: NaN at other places")
                elif made.size:
                    limit = TOLERANCE.get(str(made.dtype), 0.0)
                    made, there = np.nan_to_num(made), np.nan_to_num(there)
                    gap = np.abs(made.astype(np.float64) - there) - limit * (np.abs(there) + np.max(np.abs(there)))
                    if not np.max(gap) <= 0:
                        wrong.append(f"{key}: apart by {np.max(np.abs(made.astype(np.float64) - there)):.3g}")
    if index is not None and json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")) != json.loads(json.dumps(index)):
        wrong.append("another index")
    for line in wrong:
        print(f"{name}: {line}")
    print(f"{name}: {'as committed' if not wrong else f'{len(wrong)} differences'}")
    if wrong:
        sys.exit(1)
