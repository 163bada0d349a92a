#!/usr/bin/env python3
"""Prints precision and recall of the main text of tests/fixtures/pages by layout: Dateline beside trafilatura.

    python3 -m venv venv && venv/bin/pip install trafilatura==2.3.1 lxml_html_clean
    venv/bin/python scripts/pages/compare.py [--dateline target/debug/dateline] [FOLDER...]

What counts are the runs of three words, as in tests/it/pages.rs. The headline counts for neither.
"""

import argparse
import collections
import json
import pathlib
import re
import subprocess

import trafilatura

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGES = ROOT / "tests/fixtures/pages"


def runs(lines):
    found = set()
    for line in lines:
        words = re.findall(r"[^\W_]+", line.lower())
        if 0 < len(words) < 3:
            found.add(" ".join(words))
        found.update(" ".join(words[at : at + 3]) for at in range(len(words) - 2))
    return found


def score(lines, gold):
    needed = runs(line for line in gold if not line.startswith("~ "))
    allowed = runs(line[2:] for line in gold if line.startswith("~ ")) - needed
    counted = runs(lines) - allowed
    right = len(counted & needed)
    return right / max(1, len(counted)), right / len(needed)


def dateline(program, page):
    command = [program, "extract", "--format", "article", page]
    article = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    letters = article["text"]
    story = [sentence for sentence in article["sentences"] if sentence["section"] not in ("title", "boilerplate")]
    end, lines = 0, []
    for sentence in story:
        if not lines or "\n" in letters[end : sentence["start"]]:
            lines.append("")
        end = sentence["end"]
        lines[-1] += letters[sentence["start"] : end] + " "
    return lines


def other(page):
    source = page.read_text(encoding="utf-8")
    title = re.search(r"<title[^>]*>(.*?)</title>", source, re.I | re.S).group(1)
    text = trafilatura.extract(source, include_comments=False) or ""
    return [line for line in text.splitlines() if line.strip() not in title]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dateline", default=str(ROOT / "target/debug/dateline"))
    parser.add_argument("folders", nargs="*", type=pathlib.Path, default=[PAGES / "first", PAGES / "second"])
    options = parser.parse_args()
    for folder in options.folders:
        layouts = collections.defaultdict(list)
        for page in sorted(folder.glob("*.html")):
            gold = page.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
            pair = (*score(dateline(options.dateline, page), gold), *score(other(page), gold))
            layouts[page.stem.rsplit("-", 1)[0]].append(pair)
        layouts["mean"] = [scores for pages in list(layouts.values()) for scores in pages]
        print(f"\n| {folder.name} | Dateline P | R | trafilatura P | R |\n|---|---|---|---|---|")
        for layout, pages in layouts.items():
            means = [100 * sum(column) / len(pages) for column in zip(*pages)]
            print(f"| {layout} | " + " | ".join(f"{mean:.1f}" for mean in means) + " |")


if __name__ == "__main__":
    main()
