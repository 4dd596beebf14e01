"""bench/run: product and peers, interleaved for several rounds; medians and spread into bench/RESULTS.md.

In each round every figure is measured by every peer, one process after the other in an order that changes with the round, so that a machine that gets
slower or faster meets all of them. The raw lines stay in bench/.results; --table writes the table again from such a file.
"""

import argparse
import datetime
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import threading
import time

import prepare
import table

PEERS = ["product", "keras", "torch", "djl", "dl4j"]
FIGURES = ["step", "epoch", "first", "latency", "bulk", "memory", "command", "limit", "growth", "trace"]
# What only the product has, measured in the first round alone.
OWN = ("growth", "trace")
BOTH, FLOAT32 = ("float32", "bfloat16"), ("float32",)
# DL4J is some twenty times slower: it shows so on a part of the rows, and an epoch would take minutes.
FEWER_ROWS = {("dl4j", "bulk"): 512, ("dl4j", "memory"): 1280}


def jobs(figure, peers, options, number):
    """(peer, precision, command) for one round of a figure; the whole command takes the round for its seed."""
    if figure == "limit":
        yield "limit", "", [sys.executable, str(prepare.BENCH / "python" / "limit.py")]
        return
    if figure in OWN:
        if number == 0 and "product" in peers:
            for precision in BOTH if figure == "trace" and not options.float32 else FLOAT32:
                extra = ["--trace", str(prepare.BENCH / ".results" / f"trace-{precision}.json")] if figure == "trace" else []
                yield "product", precision, prepare.command("product", figure, precision, *extra)
        return
    seed = str(number + 1)
    for peer in peers:
        if figure == "command" and peer not in ("product", "keras") or (peer, figure) == ("dl4j", "epoch"):
            continue
        two = peer in ("product", "keras", "torch") and figure in ("step", "epoch", "bulk", "command")
        for precision in BOTH if two and not options.float32 else FLOAT32:
            if figure != "command":
                rows = FEWER_ROWS.get((peer, figure))
                yield peer, precision, prepare.command(peer, figure, precision, *(["--rows", str(rows)] if rows else []))
            elif peer == "keras":
                script = str(prepare.BENCH / "python" / "keras_train.py")
                yield peer, precision, [sys.executable, script, "--data", str(prepare.DATA), "--precision", precision, "--epochs", str(options.epochs), "--seed", seed]
            else:
                extra = [] if precision == "float32" else ["--precision", precision]
                yield peer, precision, [str(prepare.ROOT / "keraunos"), "train", "--epochs", str(options.epochs), "--seed", seed, "--model", "MODEL", *extra]


def run(figure, peer, precision, command, timeout):
    """Runs one process; its result lines, or one that says why there are none."""
    base = {"peer": peer, "figure": figure, "precision": precision, "variant": ""}
    environment = os.environ | {"TF_CPP_MIN_LOG_LEVEL": "2", "CUDA_VISIBLE_DEVICES": "-1", "OPT_OUT_TRACKING": "true"}
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile("w+") as errors:
        command = [f"{folder}/model" if part == "MODEL" else part for part in command]
        start = time.perf_counter()
        try:
            process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment, cwd=prepare.ROOT)
        except OSError as e:
            return [base | {"error": str(e)}]
        lines, first = [], None
        alarm = threading.Timer(timeout, process.kill)
        alarm.start()
        try:
            for line in process.stdout:
                if first is None and '"figure": "first"' in line:
                    first = time.perf_counter() - start
                lines.append(line)
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            process.kill()
            raise
        finally:
            alarm.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        took = time.perf_counter() - start
        errors.seek(0)
        last_error = (errors.read().strip().splitlines() or [""])[-1]
    if process.returncode:
        stopped = f" (stopped after {timeout} s)" if took >= timeout else ""
        return [base | {"error": f"exit code {process.returncode}{stopped}: {last_error}"[:300]}]
    if figure == "first":
        return [base | {"value": first, "unit": "s"}] if first else [base | {"error": "no first step"}]
    if figure == "command":
        scores = [line.strip() for line in lines if line.startswith("F1 score")]
        return [base | {"value": took, "unit": "s", "rss_mb": usage.ru_maxrss / 1024, "score": scores[-1] if scores else ""}]
    return [base | json.loads(line) for line in lines if line.startswith("{")]


def main():
    parser = argparse.ArgumentParser(prog="bench/run", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default=",".join(FIGURES), help="figures, with commas: %(default)s")
    parser.add_argument("--peers", default=",".join(PEERS), help="peers, with commas: %(default)s")
    parser.add_argument("--epochs", type=int, default=10, help="of the whole command (default: %(default)s)")
    parser.add_argument("--float32", action="store_true", help="leave bfloat16 out")
    parser.add_argument("--no-build", action="store_true", help="take what was built before")
    parser.add_argument("--timeout", type=int, default=900, help="seconds for one process (default: %(default)s)")
    parser.add_argument("--output", type=pathlib.Path, default=prepare.BENCH / "RESULTS.md")
    parser.add_argument("--table", type=pathlib.Path, help="write the table again from this file of raw lines")
    options = parser.parse_args()
    if options.table:
        options.output.write_text(table.markdown(options.table), encoding="utf-8")
        return
    figures, peers = options.only.split(","), options.peers.split(",")
    for given, known in ((figures, FIGURES), (peers, PEERS)):
        if set(given) - set(known):
            parser.error(f"unknown: {', '.join(sorted(set(given) - set(known)))}; known: {', '.join(known)}")
    if not options.no_build:
        prepare.build(peers)
    if os.getloadavg()[0] > 0.5:
        prepare.say(f"the machine is busy (load {os.getloadavg()[0]:.1f}): frameworks that spin on their threads look several times slower than they are")
    results = prepare.BENCH / ".results"
    results.mkdir(exist_ok=True)
    raw = results / f"{datetime.datetime.now():%Y%m%d-%H%M%S}.jsonl"
    with raw.open("w", encoding="utf-8") as out:
        header = {"command": " ".join(["bench/run", *sys.argv[1:]]), "rounds": options.rounds, "epochs": options.epochs, "data": prepare.data()}
        out.write(json.dumps(header | {"machine": prepare.machine()}) + "\n")
        for number in range(options.rounds):
            shuffled = random.Random(number)
            for figure in figures:
                todo = list(jobs(figure, peers, options, number))
                shuffled.shuffle(todo)
                for peer, precision, command in todo:
                    for line in run(figure, peer, precision, command, options.timeout):
                        out.write(json.dumps(line | {"round": number}) + "\n")
                        out.flush()
                        shown = line.get("error") or f"{line['value']:.4g} {line['unit']}"
                        prepare.say(f"round {number + 1}/{options.rounds} {figure} {peer} {precision} {line['variant']}: {shown}")
    options.output.write_text(table.markdown(raw), encoding="utf-8")
    prepare.say(f"wrote {options.output}; raw lines in {raw}")


if __name__ == "__main__":
    main()
