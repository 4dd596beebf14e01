"""Raw lines of bench/run into bench/RESULTS.md: medians over the rounds with their spread, and the goals they are held against."""

import json
import statistics

UNITS = {"step": "ms", "epoch": "s", "first": "s", "latency": "ms", "bulk": "images/s", "memory": "MB", "command": "s"}
TITLES = {
    "step": "Training step, batch 64",
    "epoch": "Epoch of 10,000 rows, end to end",
    "first": "Process start to the end of the first training step",
    "latency": "One image, p50",
    "bulk": "Bulk inference, 2,000 rows",
    "memory": "Peak resident set of one epoch",
    "command": "Whole command: start to printed scores",
}
NAMES = {"product": "Keraunos", "keras": "Keras", "torch": "PyTorch", "djl": "DJL (PyTorch engine)", "dl4j": "DL4J"}
# figure, ours, theirs (peer, precision, variant or None for its best), least ratio of theirs to ours (bulk: ours to theirs)
GOALS = [
    ("step", "float32", ("keras", "float32", None), 1.3),
    ("step", "bfloat16", ("keras", "bfloat16", None), 1.25),
    ("step", "bfloat16", ("keras", "float32", None), 2.3),
    ("step", "float32", ("torch", "float32", None), 1.4),
    ("step", "float32", ("djl", "float32", None), 1.4),
    ("step", "float32", ("dl4j", "float32", None), 20),
    ("epoch", "float32", ("keras", "float32", None), 1),
    ("first", "float32", ("keras", "float32", None), 4),
    ("latency", "float32", ("keras", "float32", "model.predict"), 200),
    ("latency", "float32", ("keras", "float32", "tf.function"), 3),
    ("latency", "float32", ("torch", "float32", None), 1),
    ("bulk", "float32", ("keras", "float32", None), 2),
    ("bulk", "bfloat16", ("keras", "bfloat16", None), 2),
    ("memory", "float32", ("keras", "float32", None), 1 / 0.55),
    ("command", "float32", ("keras", "float32", None), 1.4),
    ("command", "bfloat16", ("keras", "float32", None), 2.2),
]


class Results:
    def __init__(self, path):
        with open(path, encoding="utf-8") as lines:
            self.header, *rows = [json.loads(line) for line in lines]
        self.values, self.errors, self.versions, self.extra, self.scores = {}, {}, {}, {}, {}
        for row in rows:
            key = (row["figure"], row["peer"], row["precision"], row["variant"])
            if "error" in row:
                self.errors[key] = row["error"]
                continue
            self.values.setdefault(key, []).append(row["value"])
            if "version" in row:
                self.versions[row["peer"]] = row["version"]
            if row.get("score"):
                self.scores.setdefault((row["peer"], row["precision"]), []).append(float(row["score"].split(":")[-1]))
            for name in ("p99", "rss_mb", "milliseconds"):
                if name in row:
                    self.extra.setdefault((*key, name), []).append(row[name])

    def median(self, figure, peer, precision, variant):
        values = self.values.get((figure, peer, precision, variant))
        return None if values is None else statistics.median(values)

    def variants(self, figure, peer, precision):
        return [key[3] for key in self.values if key[:3] == (figure, peer, precision)]

    def best(self, figure, peer, precision, variant=None):
        """The named variant's median, or that of the peer's best: the fastest for itself."""
        medians = [self.median(figure, peer, precision, v) for v in self.variants(figure, peer, precision) if variant in (None, v)]
        return (max if figure == "bulk" else min)(medians) if medians else None


def number(value):
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}" if value < 100 else f"{value:.0f}"


def figure_rows(results, figure):
    yield f"\n## {TITLES[figure]}\n"
    third = {"latency": " p99 |", "command": " peak memory |"}.get(figure, "")
    yield f"| | precision | way | median, {UNITS[figure]} | lowest to highest |{third}"
    yield f"|---|---|---|---|---|{'---|' if third else ''}"
    for (of, peer, precision, variant), values in sorted(results.values.items(), key=lambda item: (list(NAMES).index(item[0][1]) if item[0][1] in NAMES else 9, item[0][2] != "float32")):
        if of != figure:
            continue
        line = f"| {NAMES[peer]} | {precision} | {variant} | {number(statistics.median(values))} | {number(min(values))} to {number(max(values))} |"
        extra = results.extra.get((of, peer, precision, variant, "p99" if figure == "latency" else "rss_mb"))
        if third:
            line += f" {number(statistics.median(extra)) + (' MB' if figure == 'command' else ' ms') if extra else ''} |"
        yield line


def goals(results):
    yield "\n## Against the goals\n"
    yield "Each peer with its own best way. A ratio above the goal is better.\n"
    yield "| figure | against | ours | theirs | ratio | goal | |"
    yield "|---|---|---|---|---|---|---|"
    for figure, precision, (peer, theirs, variant), least in GOALS:
        if figure == "epoch" and results.best(figure, peer, theirs) is None:
            continue
        ours, other = results.best(figure, "product", precision), results.best(figure, peer, theirs, variant)
        against = f"{NAMES[peer]}{' ' + variant if variant else ''}, {theirs}"
        if ours is None or other is None:
            yield f"| {TITLES[figure]}, {precision} | {against} | {'not measured' if ours is None else number(ours)} | {'not measured' if other is None else number(other)} | | {least:.3g} | |"
            continue
        ratio = ours / other if figure == "bulk" else other / ours
        yield f"| {TITLES[figure]}, {precision} | {against} | {number(ours)} | {number(other)} | {ratio:.3g} | {least:.3g} | {'reached' if ratio >= least else '**not reached**'} |"
    for precision in ("float32", "bfloat16"):
        limit, ours = results.median("limit", "limit", precision, "limit"), results.best("step", "product", precision)
        if limit and ours:
            goal = "0.6" if precision == "float32" else ""
            verdict = "" if not goal else "reached" if limit / ours >= 0.6 else "**not reached**"
            yield f"| {TITLES['step']}, {precision} | the machine's limit | {number(ours)} | {number(limit)} | {limit / ours:.3g} | {goal} | {verdict} |"


def quality(results):
    if not results.scores:
        return
    yield "\n## Quality of the whole command\n"
    yield "Micro-F1 on the test part, a seed a round; a model trained in bfloat16 is scored in float32.\n"
    yield "| | precision | mean | seeds |"
    yield "|---|---|---|---|"
    for (peer, precision), scores in sorted(results.scores.items(), key=lambda item: (list(NAMES).index(item[0][0]), item[0][1] != "float32")):
        yield f"| {NAMES[peer]} | {precision} | {statistics.mean(scores):.4f} | {', '.join(f'{score:.3f}' for score in scores)} |"
    ours = {precision: scores for (peer, precision), scores in results.scores.items() if peer == "product"}
    if len(ours) == 2:
        gap = statistics.mean(ours["bfloat16"]) - statistics.mean(ours["float32"])
        yield f"\nKeraunos's bfloat16 lies {gap:+.4f} from its float32 (goal: within 0.005)."


def growth(results):
    rows = [(key[3].split(), value[0]) for key, value in results.values.items() if key[0] == "growth"]
    if not rows:
        return
    yield "\n## How fit grows\n"
    yield "The least of three calls on a warm model: one epoch of so many images; so many epochs of 1,280 images; one epoch of 1,280 images with so many labels.\n"
    yield "| | size | seconds | seconds more for each one more |"
    yield "|---|---|---|---|"
    for what in ("images", "epochs", "labels"):
        before = None
        for (name, size), seconds in rows:
            if name == what:
                slope = "" if before is None else f"{(seconds - before[1]) / (int(size) - before[0]):.2e}"
                yield f"| {what} | {int(size):,} | {seconds:.3g} | {slope} |"
                before = (int(size), seconds)


def trace(results):
    for precision in ("float32", "bfloat16"):
        rows = [(key[3], value[0]) for key, value in results.values.items() if key[0] == "trace" and key[2] == precision]
        if not rows:
            continue
        whole, *ops = rows
        yield f"\n## Where a step's time goes, {precision}\n"
        yield f"The ops of a traced step, medians of 31; the step took {whole[1]:.1f} ms, tracing included. Ops run side by side, so they sum up to more."
        yield f"The file for ui.perfetto.dev is bench/.results/trace-{precision}.json.\n"
        yield "| kernel | op | ms |"
        yield "|---|---|---|"
        for name, value in ops[:16]:
            kernel, op = name.split(" ", 1)
            yield f"| {kernel} | {op} | {value:.2f} |"


def limit_rows(results):
    rows = [(key, values) for key, values in results.values.items() if key[0] == "limit"]
    if not rows:
        return
    yield "\n## The machine's limit\n"
    yield "TensorFlow's own matrix products (bench/python/limit.py). A step of the tutorial network is 5.77 GFLOP; the limit is that over the best rate here."
    yield "\"im2col\" is the time of the step's own products one after the other.\n"
    yield "| product | float32 | bfloat16 |"
    yield "|---|---|---|"
    for variant in dict.fromkeys(key[3] for key, _ in rows):
        unit = "ms" if variant in ("limit", "im2col") else "GFLOP/s"
        cells = [results.median("limit", "limit", precision, variant) for precision in ("float32", "bfloat16")]
        yield f"| {variant} | " + " | ".join("" if cell is None else f"{number(cell)} {unit}" for cell in cells) + " |"


def markdown(path):
    results = Results(path)
    header = results.header
    lines = ["# Benchmark results", "", f"Written by `{header['command']}`: {header['rounds']} rounds, product and peers interleaved; the median of the rounds"]
    lines += ["and their lowest and highest. What each figure is, and how fair it is to whom: bench/README.md.", ""]
    lines += ["| machine | |", "|---|---|"] + [f"| {what} | {value} |" for what, value in header["machine"]]
    lines += [f"| {NAMES.get(peer, peer)} | {version} |" for peer, version in results.versions.items()] + [f"| data | {header['data']} |"]
    lines += goals(results)
    for figure in TITLES:
        if any(key[0] == figure for key in results.values):
            lines += figure_rows(results, figure)
    lines += quality(results)
    lines += limit_rows(results)
    lines += growth(results)
    lines += trace(results)
    if results.errors:
        lines += ["\n## What did not run\n"] + [f"- {' '.join(part for part in key if part)}: {error}" for key, error in results.errors.items()]
    return "\n".join(lines) + "\n"
