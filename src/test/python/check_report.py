"""Opens reports in a real browser, without a network, and looks at them.

    python src/test/python/check_report.py FOLDER-OR-PAGE... [--shots FOLDER]

Of each page: no console message, no request but the page itself, nothing that axe-core objects to (WCAG 2 A and AA, best practices;
light and dark), no sideways scrolling on a phone, on paper neither controls nor anything cut off, opened within 3 s and below 5 MB; the table of labels sorts by
mouse and keyboard and a label's curves open. The browser is the system's Chromium (the variable CHROMIUM names another);
where there is none, as root on Debian, apt-get installs it, and elsewhere this says so and ends with 0.
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import time

MOST_BYTES = 5_000_000
MOST_SECONDS = 3.0
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}


def browser():
    names = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    found = next((path for path in (shutil.which(name) for name in names if name) if path), None)
    if found or os.geteuid() != 0 or not shutil.which("apt-get"):
        return found
    print("check_report: installing chromium", flush=True)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "timeout": 600, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    if subprocess.run(install, **quiet).returncode != 0:
        subprocess.run(["apt-get", "update", "-qq"], **quiet)
        subprocess.run(install, **quiet)
    return shutil.which("chromium")


class Page:
    """A page in a window of its own, and what it said."""

    def __init__(self, chromium, path, width, scheme="light"):
        self.context = chromium.new_context(viewport={"width": width, "height": 900}, offline=True, color_scheme=scheme)
        self.page = self.context.new_page()
        self.page.set_default_timeout(180_000)
        self.said, self.requests = [], []
        self.page.on("console", lambda message: self.said.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.said.append(f"error: {error}"))
        self.page.on("request", lambda request: self.requests.append(request.url))
        start = time.monotonic()
        self.page.goto(path.resolve().as_uri(), wait_until="load")
        self.page.evaluate("() => new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))")
        self.seconds = time.monotonic() - start

    def close(self):
        self.context.close()


def column(page, number):
    return page.eval_on_selector_all("#label-table tbody tr", f"rows => rows.map(r => r.cells[{number}].firstChild.textContent)")


def numbers(texts):
    return [float(text.replace(",", "")) for text in texts if text != "–"]


def use(page, problems):
    """What a reader does."""
    names = column(page, 0)
    page.click("#label-table thead button >> nth=4")
    by_mouse = numbers(column(page, 4))
    if by_mouse != sorted(by_mouse, reverse=True):
        problems.append("F1 is not sorted by a click")
    page.focus("#label-table thead button >> nth=4")
    page.keyboard.press("Enter")
    by_key = numbers(column(page, 4))
    if by_key != sorted(by_key) or page.get_attribute("#label-table th >> nth=4", "aria-sort") != "ascending":
        problems.append("F1 is not sorted by the keyboard")
    page.focus("button.pick >> nth=0")
    page.keyboard.press("Enter")
    first = column(page, 0)[0]
    if page.inner_text("#label-panel h3") != "Label " + first:
        problems.append("a label's name does not open its curves")
    if page.evaluate("document.activeElement.tagName") != "H3":
        problems.append("the focus is not on the curves that were opened")
    if page.locator("#label-panel path.drawn").count() < 5:
        problems.append("a label has not five lines")
    if page.locator("#label-filter").count():
        page.fill("#label-filter", names[-1])
        if page.locator("#label-table tbody tr:visible").count() < 1 or page.locator("#label-table tbody tr:visible").count() == len(names):
            problems.append("the filter does not filter")
        page.fill("#label-filter", "")


def check(chromium, axe, path, shots):
    problems = []
    size = path.stat().st_size
    if size >= MOST_BYTES:
        problems.append(f"{size} bytes")
    seconds = []
    for width, scheme in ((1200, "light"), (1200, "dark"), (375, "light")):
        window = Page(chromium, path, width, scheme)
        where = f"{width} {scheme}"
        seconds.append(window.seconds)
        if shots and scheme == "light":
            window.page.screenshot(path=str(shots / f"{path.stem}-{width}.png"), full_page=width > 1000)
        use(window.page, problems)
        problems += [f"{where}: {said}" for said in window.said]
        problems += [f"{where}: asks for {url}" for url in window.requests if not url.startswith(("data:", path.resolve().as_uri()))]
        if window.page.evaluate("document.documentElement.scrollWidth") > width:
            problems.append(f"{where}: scrolls sideways")
        if scheme == "light" and width > 1000:
            window.page.emulate_media(media="print")
            if window.page.locator("nav:visible, .screen:visible").count():
                problems.append("controls are printed")
            cut = window.page.evaluate("[...document.querySelectorAll('.tall')].some(e => e.scrollHeight > e.clientHeight + 2)")
            if cut:
                problems.append("the table of labels is cut off on paper")
            # A4 without margins of 1 cm.
            window.page.set_viewport_size({"width": 718, "height": 900})
            wide = window.page.evaluate("[...document.querySelectorAll('.wide')].filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.querySelector('table')?.id || e.textContent.slice(0, 40))")
            problems += [f"wider than paper: {each}" for each in wide]
            window.page.set_viewport_size({"width": width, "height": 900})
        window.page.emulate_media(media="screen")
        # Row after row is alike, and axe takes minutes for ten thousand cells.
        window.page.evaluate("[...document.querySelectorAll('#label-table tbody tr')].slice(40).forEach(row => row.remove())")
        for found in axe(window.page):
            problems.append(f"{where}: axe: {found['id']} ({found['impact']}), {len(found['nodes'])}: {found['nodes'][0]['html'][:160]}")
        window.close()
    # The first window warms the browser up, as the one that a reader has open is.
    if min(seconds) > MOST_SECONDS:
        problems.append(f"opens in {min(seconds):.1f} s")
    print(f"{path.name}: {size / 1e6:.2f} MB, opens in {min(seconds):.2f} s, {len(problems)} problems", flush=True)
    for problem in problems:
        print("  " + problem)
    return not problems


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("pages", nargs="+", type=pathlib.Path)
    arguments.add_argument("--shots", type=pathlib.Path)
    given = arguments.parse_args()
    pages = [page for path in given.pages for page in (sorted(path.glob("*.html")) if path.is_dir() else [path])]
    if not pages:
        sys.exit(f"no page in {', '.join(map(str, given.pages))}")
    program = browser()
    if not program:
        print("check_report: SKIPPED, no Chromium here: install it (Debian: apt-get install chromium) or set CHROMIUM")
        return
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    checker = Axe()
    if given.shots:
        given.shots.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        good = [check(chromium, lambda page: checker.run(page, options=RULES).response["violations"], page, given.shots) for page in pages]
        chromium.close()
    if not all(good):
        sys.exit(1)


if __name__ == "__main__":
    main()
