"""bench/soak: see there."""

import json
import subprocess
import sys

import prepare


def grew(values):
    """By how much the highest of the last three lies above the second: the first 1,000 steps still fill pools and caches."""
    before, after = values[1], max(values[-3:])
    return after - before, after > before * 1.05 and after > before + 16


def main():
    steps = sys.argv[1]
    prepare.build(["product"])
    prepare.data()
    process = subprocess.Popen(prepare.command("product", "soak", "float32", "--steps", steps), stdout=subprocess.PIPE, text=True)
    lines = []
    for line in process.stdout:
        print(line, end="", flush=True)
        if line.startswith("{"):
            lines.append(json.loads(line))
    if process.wait():
        sys.exit(f"soak: exit code {process.returncode}")
    if len(lines) < 5:
        sys.exit("soak: expected at least 5,000 steps")
    failed = False
    for key, what in (("heap_mb", "Java heap"), ("rss_mb", "resident set")):
        by, bad = grew([line[key] for line in lines])
        failed |= bad
        print(f"{what}: {by:+.1f} MB from step {lines[1]['step']:,} on{' - IT GROWS' if bad else ''}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
