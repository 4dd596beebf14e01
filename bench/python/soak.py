"""bench/soak: see there."""

import json
import statistics
import subprocess
import sys

import prepare


def grew(values):
    """By how much the last third lies above the third after the first 1,000 steps, which still fill pools and caches; by their medians, since
    an allocator takes memory in leaps."""
    third = len(values) // 3
    before, after = statistics.median(values[1 : 1 + third]), statistics.median(values[-third:])
    return after - before, after > before * 1.05


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
    if len(lines) < 9:
        sys.exit("soak: expected at least 9,000 steps")
    failed = False
    for key, what in (("heap_mb", "Java heap"), ("rss_mb", "resident set")):
        by, bad = grew([line[key] for line in lines])
        failed |= bad
        print(f"{what}: {by:+.1f} MB between the first third and the last{' - IT GROWS' if bad else ''}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
