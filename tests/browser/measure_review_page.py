"""Measure how long long articles take to be written, opened and walked through. Prints a table; asserts nothing.

python tests/browser/measure_review_page.py [100 1000 5000]
"""

import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

from selenium import webdriver

from toolkit.review.page import article_page

DATA = Path(__file__).parents[1] / "data" / "review"
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
TIMES = """
const done = arguments[0];
const page = performance.getEntriesByType('navigation')[0];
new PerformanceObserver(list => {
  const [entry] = list.getEntriesByName('first-contentful-paint');
  if (entry) done({first: entry.startTime, ready: page.domContentLoadedEventEnd, loaded: page.loadEventEnd});
}).observe({type: 'paint', buffered: true});
"""
SCROLL = """
const done = arguments[0], frames = [];
let last = performance.now(), at = 0;
const step = now => {
  frames.push(now - last);
  last = now;
  at += 400;
  scrollTo({top: at, behavior: 'instant'});
  if (frames.length < 120) requestAnimationFrame(step); else done(frames.slice(2));
};
requestAnimationFrame(step);
"""
FILTER = """
const start = performance.now();
document.querySelector('[data-filter="findings"]').click();
document.body.offsetHeight;
return performance.now() - start;
"""


def article(size):
    """Return records of an article of *size* segments, made by repeating the fixture."""
    lines = (DATA / "001_2e594218bdbc95af.txt.segments.jsonl").read_text(encoding="utf-8").splitlines()
    fixture = [json.loads(line) for line in lines]
    made = []
    for index in range(size):
        turn, place = divmod(index, len(fixture))
        record = fixture[place]
        shift = turn * 4000
        made.append(
            {
                **record,
                "index": index,
                "block": record["block"] + turn * 100,
                "start": record["start"] + shift,
                "end": record["end"] + shift,
            }
        )
    return made


def driver():
    """Start a browser with an empty profile."""
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for flag in (*FLAGS, f"--user-data-dir={tempfile.mkdtemp()}"):
        options.add_argument(flag)
    return webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))


def measure(browser, size, folder, rounds=5):
    """Print one row: medians over *rounds* openings."""
    start = time.perf_counter()
    html = article_page("Long", f"long-{size}.txt", article(size))
    wrote = time.perf_counter() - start
    path = folder / f"{size}.html"
    path.write_text(html, encoding="utf-8", newline="")
    times = []
    for _ in range(rounds):
        browser.get("about:blank")
        browser.get(path.as_uri())
        times.append(browser.execute_async_script(TIMES))
    first, ready, loaded = (statistics.median(t[key] for t in times) for key in ("first", "ready", "loaded"))
    frames = sorted(browser.execute_async_script(SCROLL))
    chosen = browser.execute_script(FILTER)
    sys.stdout.write(
        f"{size:>8} {len(html.encode()) / 1e6:>6.2f} {wrote:>8.2f} {first / 1000:>10.2f} {ready / 1000:>10.2f} "
        f"{loaded / 1000:>8.2f} {statistics.median(frames):>9.1f} {frames[int(len(frames) * 0.99) - 1]:>9.1f} "
        f"{chosen:>9.0f}\n"
    )


def main():
    """Measure the sizes given, or 100, 1,000 and 5,000 segments."""
    sizes = [int(argument) for argument in sys.argv[1:]] or [100, 1000, 5000]
    sys.stdout.write("segments     MB  write s  1st row s  scripted s   full s  frame ms    p99 ms filter ms\n")
    browser = driver()
    try:
        with tempfile.TemporaryDirectory() as folder:
            for size in sizes:
                measure(browser, size, Path(folder))
    finally:
        browser.quit()


if __name__ == "__main__":
    main()
