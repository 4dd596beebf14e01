"""Builds what the benchmark runs, makes its data, and describes the machine."""

import datetime
import hashlib
import os
import pathlib
import platform
import re
import subprocess
import sys

BENCH = pathlib.Path(__file__).resolve().parents[1]
ROOT = BENCH.parent
DATA = BENCH / ".data"
SHA_X_TRAIN = "6f07fa1c382c3c9ff6ebcb0550f8f4b6978789f6e0753064649d44ebc26de0de"
JAVA_FLAGS = ["--enable-native-access=ALL-UNNAMED", "-XX:+IgnoreUnrecognizedVMOptions", "--sun-misc-unsafe-memory-access=allow"]
# As the launcher starts the product: see there.
ARCHIVE = BENCH / "target" / "product.jsa"
PRODUCT_FLAGS = [
    "-XX:Tier4InvocationThreshold=30000", "-XX:Tier4MinInvocationThreshold=10000", "-XX:Tier4CompileThreshold=60000",
    "-XX:Tier4BackEdgeThreshold=400000", f"-XX:SharedArchiveFile={ARCHIVE}", "-Xlog:cds=off", "-Xlog:cds+dynamic=off",
]
PYTHON = {"keras": "keras_peer.py", "torch": "torch_peer.py"}
JAVA = {"product": (BENCH, "ProductPeer"), "djl": (BENCH / "djl", "DjlPeer"), "dl4j": (BENCH / "dl4j", "Dl4jPeer")}


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


def maven(*args):
    done = subprocess.run(["mvn", "-B", "-q", *args], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        sys.exit(f"{done.stdout}\nbench: mvn {' '.join(args)} failed, see above")


def build(peers):
    """Packages the Java peers that are asked for."""
    if "product" in peers:
        say("building the product and its peer")
        maven("-f", "bench/all.xml", "package", "-DskipTests", "-Djacoco.skip")
        data()
        ARCHIVE.unlink(missing_ok=True)
        with_archive = command("product", "first", "float32")
        made = [f"-XX:ArchiveClassesAtExit={ARCHIVE}" if part.startswith("-XX:SharedArchiveFile") else part for part in with_archive]
        subprocess.run(made, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT, check=False)
    for peer in ("djl", "dl4j"):
        if peer in peers:
            say(f"building the peer {peer}")
            maven("-f", f"bench/{peer}/pom.xml", "package")


def command(peer, figure, precision, *options):
    """The command line of a peer's program."""
    tail = [figure, "--data", str(DATA), "--precision", precision, *options]
    if peer in PYTHON:
        return [sys.executable, str(BENCH / "python" / PYTHON[peer]), *tail]
    folder, main = JAVA[peer]
    jars = sorted((folder / "target").glob("keraunos-bench*.jar"))
    if not jars:
        sys.exit(f"bench: {folder}/target holds no jar: run without --no-build")
    classpath = os.pathsep.join([str(jars[0]), (folder / "target" / "classpath.txt").read_text().strip()])
    flags = JAVA_FLAGS + (PRODUCT_FLAGS if peer == "product" else [])
    return ["java", *flags, "-Dai.djl.offline=true", "-cp", classpath, f"org.keraunos.bench.{main}", *tail]


def data():
    """The digit scenes as raw bytes, composed once by the product."""
    if (DATA / "x_train.u8").exists() and hashlib.sha256((DATA / "x_train.u8").read_bytes()).hexdigest() == SHA_X_TRAIN:
        return "digit scenes, seed 42: 10,000 for training, 2,000 for tests"
    import numpy as np

    DATA.mkdir(exist_ok=True)
    launcher, scenes = ROOT / "keraunos", DATA / "scenes.npz"
    if not launcher.exists():
        say("no launcher to compose the digit scenes: random bytes of the same shapes take their place")
        random = np.random.default_rng(42)
        for part, rows in (("train", 10_000), ("test", 2_000)):
            random.integers(0, 256, (rows, 32, 32, 3), np.uint8).tofile(DATA / f"x_{part}.u8")
            random.integers(0, 2, (rows, 10), np.uint8).tofile(DATA / f"y_{part}.u8")
        return "random bytes in the shapes of the digit scenes: speed can be compared, scores mean nothing"
    say("composing the digit scenes")
    subprocess.run(
        [str(launcher), "make-data", "--train", "10000", "--test", "2000", "--seed", "42", "--output", str(scenes)], check=True, stdout=sys.stderr
    )
    with np.load(scenes) as arrays:
        for part in ("x_train", "y_train", "x_test", "y_test"):
            arrays[part].astype(np.uint8).tofile(DATA / f"{part}.u8")
    return data()


def has_bfloat16():
    """Whether the processor computes in bfloat16; elsewhere it is several times slower than float32."""
    return bool(re.search(r"\b(avx512_bf16|amx_bf16)\b", pathlib.Path("/proc/cpuinfo").read_text()))


def machine():
    """What the figures were measured on, as (what, value) pairs."""
    cpu = pathlib.Path("/proc/cpuinfo").read_text()
    model = re.search(r"model name\s*:\s*(.*)", cpu)
    flags = set(re.search(r"flags\s*:\s*(.*)", cpu).group(1).split()) if "flags" in cpu else set()
    memory = re.search(r"MemTotal:\s*(\d+)", pathlib.Path("/proc/meminfo").read_text())
    wanted = ["avx2", "avx512f", "avx512_bf16", "amx_tile", "amx_bf16"]
    release = platform.freedesktop_os_release().get("PRETTY_NAME", "")
    java = subprocess.run(["java", "-version"], stderr=subprocess.PIPE, text=True).stderr.splitlines()
    commit = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, stdout=subprocess.PIPE, text=True).stdout.strip()
    return [
        ("CPU", f"{model.group(1).strip() if model else platform.machine()}, {os.cpu_count()} cores"),
        ("instructions", " ".join(flag if flag in flags else f"(no {flag})" for flag in wanted)),
        ("memory", f"{int(memory.group(1)) / 2**20:.0f} GiB"),
        ("system", f"{release}, Linux {platform.release()}, {' '.join(platform.libc_ver())}"),
        ("Java", java[1].strip() if len(java) > 1 else "?"),
        ("Python", platform.python_version()),
        ("load before the first round", f"{os.getloadavg()[0]:.2f}"),
        ("commit", commit or "?"),
        ("date", datetime.date.today().isoformat()),
    ]
