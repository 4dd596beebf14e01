#!/usr/bin/env python3
"""Runs all notebooks in the Java kernel and looks at what they show; then stops, breaks and repeats cells.

    python=$(src/test/python/environment)
    "$python" src/test/python/check_notebooks.py [--java JAVA_HOME] [--rendered FOLDER] [--html FOLDER] [NOTEBOOK...]

A notebook passes when it is committed without outputs, every cell runs, and what is shown is pictures (PNG that decode, with a text for
those who cannot see them) and HTML tables, not the text that stands in for them elsewhere. --java chooses the JDK (default: the launcher's).
--rendered writes the executed notebooks, without what changes from run to run, for docs/notebooks; --html writes pages to look at.
Each check is a line; exit code 0 when all passed, 1 when one failed.
"""

import argparse
import base64
import html.parser
import io
import os
import pathlib
import queue
import re
import struct
import subprocess
import sys
import tempfile
import time
import zlib

import nbformat
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

ROOT = pathlib.Path(__file__).resolve().parents[3]
CELL_SECONDS = 240
# What the library's own types print where nobody draws them.
FALLBACK = re.compile(r"^(History of|Dataset of|Predictions of|\S+@[0-9a-f]+$)")
LARGEST_RENDERED = 1_000_000

counts = {True: 0, False: 0}


def check(passed, what):
    passed = bool(passed)
    counts[passed] += 1
    print(f"{'passed' if passed else 'FAILED'}: {what}", flush=True)
    return passed


class Pieces(html.parser.HTMLParser):
    """Pictures, texts for them, tables and what must not be there."""

    def __init__(self, text):
        super().__init__()
        self.pictures, self.tables, self.problems = [], 0, []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "table" and attributes.get("role") != "presentation":
            self.tables += 1
        elif tag == "script":
            self.problems.append("a script")
        elif tag == "img":
            source = attributes.get("src", "")
            if "alt" not in attributes:
                self.problems.append("a picture without alt")
            if not source.startswith("data:image/png;base64,"):
                self.problems.append(f"a picture from {source[:30]}")
                return
            size = png_size(base64.b64decode(source.split(",", 1)[1]))
            if size is None:
                self.problems.append("a broken PNG")
            elif attributes.get("alt"):
                self.pictures.append(size)
            elif size[1] > 10:  # bars stand beside their figures and have none
                self.problems.append(f"a picture of {size} with an empty alt")


def png_size(data):
    """The size of a PNG whose pixels decompress; else None."""
    if data[:8] != b"\x89PNG\r\n\x1a\n":
        return None
    stream, at, pixels = io.BytesIO(data), 8, b""
    width = height = 0
    while at < len(data):
        stream.seek(at)
        length, kind = struct.unpack(">I4s", stream.read(8))
        body = stream.read(length)
        if kind == b"IHDR":
            width, height = struct.unpack(">II", body[:8])
        elif kind == b"IDAT":
            pixels += body
        at += 12 + length
    try:
        return (width, height) if zlib.decompress(pixels) else None
    except zlib.error:
        return None


def shown(outputs):
    """Pieces of all HTML in outputs, and texts that are nothing but a fallback."""
    pieces, fallbacks = Pieces(""), []
    for output in outputs:
        data = output.get("data", {})
        if "text/html" in data:
            more = Pieces(data["text/html"])
            pieces.pictures += more.pictures
            pieces.tables += more.tables
            pieces.problems += more.problems
        elif FALLBACK.match(data.get("text/plain", "")):
            fallbacks.append(data["text/plain"][:60])
    return pieces, fallbacks


def check_notebook(path, arguments):
    name = path.stem
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    check(all(not cell.outputs and cell.execution_count is None for cell in code), f"{name}: is committed without outputs")
    began = time.monotonic()
    try:
        with tempfile.TemporaryFile() as log:  # what the kernel's process writes, shown if it fails
            client = NotebookClient(notebook, timeout=CELL_SECONDS, kernel_name="java", resources={"metadata": {"path": str(path.parent)}})
            try:
                client.execute(stdout=log, stderr=log)
            except Exception:
                log.seek(0)
                sys.stderr.write(log.read().decode(errors="replace"))
                raise
    except (CellExecutionError, DeadKernelError, CellTimeoutError) as error:
        check(False, f"{name}: every cell runs: {error}")
        return
    check(True, f"{name}: every cell runs, {time.monotonic() - began:.0f} s")
    everything, fallbacks = shown([output for cell in code for output in cell.outputs])
    check(len(everything.pictures) >= 5, f"{name}: {len(everything.pictures)} pictures")
    check(everything.tables >= 3, f"{name}: {everything.tables} tables")
    check(not everything.problems, f"{name}: pictures are whole and described {everything.problems[:3]}")
    check(not fallbacks, f"{name}: nothing is shown as mere text {fallbacks}")
    errors = [output.text for cell in code for output in cell.outputs if output.output_type == "stream" and output.name == "stderr"]
    check(not errors, f"{name}: nothing on standard error {errors[:1]}")
    for cell in code:
        if re.search(r"\.fit\(", cell.source):
            displays = [output for output in cell.outputs if output.output_type == "display_data"]
            done = len(displays) == 1 and "<table>" in displays[0].data.get("text/html", "") and "epochs" in displays[0].data["text/plain"]
            check(done, f"{name}: fit leaves one display with all epochs, {len(displays)} found")
    if arguments.html:
        from nbconvert import HTMLExporter

        page, _ = HTMLExporter().from_notebook_node(notebook)
        arguments.html.mkdir(parents=True, exist_ok=True)
        (arguments.html / f"{name}.html").write_text(page, encoding="utf-8")
    if arguments.rendered:
        for cell in code:
            cell.metadata.pop("execution", None)
        arguments.rendered.mkdir(parents=True, exist_ok=True)
        target = arguments.rendered / path.name
        nbformat.write(notebook, target)
        text = target.read_text(encoding="utf-8")
        check(not any(place in text for place in (str(ROOT), str(pathlib.Path.home()) + "/", tempfile.gettempdir() + "/")), f"{name}: the rendered copy names no place of this machine")
        check(target.stat().st_size < LARGEST_RENDERED, f"{name}: the rendered copy has {target.stat().st_size:,} bytes")


class Kernel:
    """A Java kernel that is talked to cell by cell."""

    def __enter__(self):
        self.manager = KernelManager(kernel_name="java")
        self.manager.start_kernel(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)
        return self

    def __exit__(self, *_):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def run(self, code, interrupt_when=None):
        """What a cell gives: its outputs, and the error or None. Interrupts when a display's text matches."""
        identity = self.client.execute(code)
        outputs, error, interrupted = [], None, False
        until = time.monotonic() + CELL_SECONDS
        while True:
            try:
                message = self.client.get_iopub_msg(timeout=max(0.1, until - time.monotonic()))
            except queue.Empty:
                raise TimeoutError(f"no end of: {code}") from None
            if message["parent_header"].get("msg_id") != identity:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "status" and content["execution_state"] == "idle":
                return outputs, error
            if kind == "error":
                error = content
            elif kind in ("display_data", "update_display_data", "execute_result", "stream"):
                outputs.append({"kind": kind, **content})
                text = content.get("data", {}).get("text/plain", "")
                if interrupt_when and not interrupted and re.search(interrupt_when, text):
                    interrupted = True
                    request = self.client.session.msg("interrupt_request", {})
                    self.client.control_channel.send(request)

    def value(self, code):
        outputs, error = self.run(code)
        if error:
            raise AssertionError(f"{code}: {error['ename']}: {error['evalue']}")
        results = [output["data"]["text/plain"] for output in outputs if output["kind"] == "execute_result"]
        return results[-1] if results else ""


PRELUDE = """
import org.keraunos.*;
import org.keraunos.data.DigitSceneData;
import org.keraunos.layers.Input;
import static org.keraunos.activations.Activations.*;
import static org.keraunos.layers.Layers.*;
import static org.keraunos.losses.Losses.*;
import static org.keraunos.optimizers.Optimizers.*;
import java.lang.ref.WeakReference;
var train = DigitSceneData.train(256, 1);
static WeakReference<Object> watched;
Model make() {
  return make(10);
}
Model make(int labels) {
  var inputs = Input.of(32, 32, 3);
  var made = Model.of(inputs, dense(labels).activation(SIGMOID).apply(flatten().apply(maxPooling2d(3).apply(conv2d(8, 3).apply(inputs)))));
  made.compile(adam(), binaryCrossentropy());
  return made;
}
String collected() throws Exception {
  for (int i = 0; i < 50 && watched.get() != null; i++) {
    System.gc();
    Thread.sleep(20);
  }
  return watched.get() == null ? "collected" : "still held";
}
"""


def check_kernel():
    with Kernel() as kernel:
        kernel.value(PRELUDE)

        kernel.value("var model = make();\nvar before = model.getWeights();")
        outputs, error = kernel.run("var history = model.fit(train, fit -> fit.batchSize(8).epochs(100000));", r"Epoch [3-9]|Epoch \d\d")
        check(error and "nterrupt" in error["ename"] + error["evalue"], f"stop: the cell says that it was interrupted: {error and error['ename']}")
        updates = [output for output in outputs if output["kind"] == "update_display_data"]
        first = [output for output in outputs if output["kind"] == "display_data"]
        check(len(first) == 1 and updates, f"stop: the progress was one display, updated in place {len(updates)} times")
        same = {output["transient"]["display_id"] for output in first + updates}
        check(len(same) == 1, f"stop: all updates have one display id, {len(same)} found")
        moved = kernel.value(
            "!java.util.Arrays.equals((float[]) before.get(0).values(), (float[]) model.getWeights().get(0).values()) && model.predict(train).rows() == 256"
        )
        check(moved == "true", "stop: the model has what it learned so far, and predicts")
        again = kernel.value("model.fit(train, fit -> fit.batchSize(64).epochs(1)).interrupted()")
        check(again == "false", "stop: the next fit runs to its end")

        kernel.value("watched = new WeakReference<>(model);")
        kernel.value("var model = make();")
        check(kernel.value("collected()") == "collected", "repeat: the model of a cell that ran again is collected, though nobody closed it")
        check(kernel.value("model.predict(train).rows()") == "256", "repeat: the new model predicts")
        kernel.value("int[] big = new int[1000];\nwatched = new WeakReference<>(big);")
        kernel.value('var big = "another type";')
        check(kernel.value("collected()") == "collected", "repeat: so is any other value, also where the type changes")
        twice = 'var base = new StringBuilder("a");\nvar next = base.append("b");\nnext = next.append("c");'
        kernel.value(twice)
        kernel.value(twice)
        check(kernel.value("next.toString() + base") == "abcabc", "repeat: the very same cell again has its own values")
        memory = 'Long.parseLong(java.nio.file.Files.readString(java.nio.file.Path.of("/proc/self/statm")).split(" ")[1]) / 256'
        if os.path.exists("/proc/self/statm"):
            cell = "var model = make(4000);\nmodel.fit(wide, fit -> fit.verbose(false).batchSize(64));"
            kernel.value("var wide = org.keraunos.data.Dataset.of(new float[128 * 3072], 32, 32, 3).withLabels(new float[128][4000]);")
            for _ in range(5):
                kernel.value(cell)
            began = int(kernel.value(memory))
            for _ in range(25):
                kernel.value(cell)
            grown = int(kernel.value(memory)) - began
            check(grown < 400, f"repeat: 25 runs of a cell that makes and trains a model of 38 MB, {grown} MB more")

        _, error = kernel.run("model.fit(train, fit -> fit.batchSize(0))")
        text = "\n".join(error["traceback"]) if error else ""
        check(error and "batchSize: expected >= 1, received 0" in error["evalue"], f"error: it says what is wrong: {error and error['evalue']}")
        check(0 < len(text.splitlines()) <= 12, f"error: it is short, {len(text.splitlines())} lines")
        _, error = kernel.run("model.close(); model.predict(train)")
        check(error and "the model is closed" in error["evalue"], f"error: a closed model says so: {error and error['evalue']}")
        names = kernel.value('train.withLabelNames("<b>0", "1", "2", "3", "4", "5", "6", "7", "8", "9&")')
        check("256 rows" in names, "a data set is described in plain text too")


def main():
    parser = argparse.ArgumentParser(description="Runs all notebooks and looks at what they show.")
    parser.add_argument("notebooks", nargs="*", type=pathlib.Path, help="default: all in notebooks/, and the kernel's own checks")
    parser.add_argument("--java", help="JAVA_HOME of the JDK that runs the kernel")
    parser.add_argument("--rendered", type=pathlib.Path, help="folder for executed copies")
    parser.add_argument("--html", type=pathlib.Path, help="folder for pages")
    arguments = parser.parse_args()
    environment = dict(os.environ, **({"JAVA_HOME": arguments.java} if arguments.java else {}))
    said = subprocess.run([ROOT / "keraunos", "notebook", "--environment"], env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout
    os.environ.update(environment, JUPYTER_PREFER_ENV_PATH="1", **dict(line.split("=", 1) for line in said.splitlines()))
    version = subprocess.run(["java", "-version"], stderr=subprocess.PIPE, text=True, check=True).stderr.splitlines()[0]
    print(f"kernel: {version}")
    notebooks = arguments.notebooks or sorted((ROOT / "notebooks").glob("*.ipynb"))
    for path in notebooks:
        check_notebook(path.resolve(), arguments)
    if not arguments.notebooks:
        check_kernel()
    print(f"{counts[True]} passed, {counts[False]} failed")
    sys.exit(1 if counts[False] else 0)


if __name__ == "__main__":
    main()
