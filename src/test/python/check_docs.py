"""Runs the commands that documentation shows, and compares what they print with what it says they print.

    python3 src/test/python/check_docs.py docs/cli.md             # fails where they differ
    python3 src/test/python/check_docs.py docs/cli.md --update    # puts today's numbers in

A page's indented blocks below a comment <!-- checked --> are run, all in one empty folder, from the top: each line that begins with
"$ " is a command, the lines below it what it prints. "..." stands for any number of lines; hints of what this processor can do are left out. <!-- before: COMMAND --> runs a command that is
not shown. <!-- file: NAME --> writes the fenced block below it into the folder. ./keraunos is the checkout's. Numbers with a decimal point, and the labels that predict gives, may differ: they
depend on the processor.
"""
import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[3]
PREDICTED = re.compile(r"^(\S+): (no label \(likeliest \S+ \d\.\d{3}\)|\S+ \d\.\d{3}(, \S+ \d\.\d{3})*)$")
INDENT = "    "


def plain(line):
    """What must be the same on every machine."""
    line = PREDICTED.sub(r"\1: <labels>", line.rstrip())
    # A row of a report keeps its columns: blanks are as many as the numbers need.
    return re.sub(r"\s*\d+\.\d+(e-?\d+)?", " #", line)


def run(command, folder):
    done = subprocess.run(
        ["bash", "-c", command.replace("./keraunos", f"'{ROOT}/keraunos'")],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True, timeout=900)
    return done.returncode, [line for line in done.stdout.splitlines() if not line.startswith("Hint: ")]


def match(expected, actual):
    """The actual line for each expected one; None if they do not fit. Lines behind "..." are found as early as possible."""
    found, at, free = [], 0, False
    for line in expected:
        if line.strip() == "...":
            found.append(None)
            free = True
            continue
        while at < len(actual) and free and plain(actual[at]) != plain(line):
            at += 1
        if at == len(actual) or plain(actual[at]) != plain(line):
            return None, line
        found.append(actual[at])
        at, free = at + 1, False
    if at < len(actual) and not free:
        return None, f"no more lines, received: {actual[at]}"
    return found, None


def check(page, update):
    lines = page.read_text(encoding="utf-8").splitlines()
    failures, commands = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        i, checked = 0, False
        while i < len(lines):
            before = re.fullmatch(r"<!-- before: (.*) -->", lines[i])
            if before:
                code, output = run(before[1], folder)
                if code:
                    sys.exit(f"{page.name}:{i + 1}: {before[1]}: exit code {code}\n" + "\n".join(output))
            named = re.fullmatch(r"<!-- file: (\S+) -->", lines[i])
            if named:
                end = next(k for k in range(i + 2, len(lines)) if lines[k] == "```")
                pathlib.Path(folder, named[1]).write_text("\n".join(lines[i + 2:end]) + "\n", encoding="utf-8")
            elif lines[i] == "<!-- checked -->":
                checked = True
            elif checked and lines[i].startswith(INDENT + "$ "):
                command = lines[i][len(INDENT) + 2:]
                end = i + 1
                while end < len(lines) and lines[end].startswith(INDENT) and not lines[end].startswith(INDENT + "$ ") \
                        or end + 1 < len(lines) and not lines[end] and lines[end + 1].startswith(INDENT) \
                        and not lines[end + 1].startswith(INDENT + "$ "):
                    end += 1
                expected = [line[len(INDENT):] for line in lines[i + 1:end]]
                code, actual = run(command, folder)
                commands += 1
                found, missing = match(expected, actual)
                if expected and found is None:
                    failures += 1
                    print(f"{page}:{i + 1}: $ {command} (exit code {code}): expected {missing!r}, received:", file=sys.stderr)
                    print("\n".join(INDENT + line for line in actual), file=sys.stderr)
                elif update and expected:
                    lines[i + 1:end] = [
                        (INDENT + (old if new is None else new)).rstrip() for old, new in zip(expected, found)]
                i = end
                continue
            elif lines[i] and not lines[i].startswith(INDENT):
                checked = False
            i += 1
    if update:
        page.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{page}: {commands} commands, {failures} differ")
    return failures, commands


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("pages", nargs="+", type=pathlib.Path)
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()
    results = [check(page, options.update) for page in options.pages]
    sys.exit(1 if any(failures or not commands for failures, commands in results) else 0)


if __name__ == "__main__":
    main()
