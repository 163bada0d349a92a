"""Fits the weights by which an event that the reader found chooses its mode.

    dateline features articles.jsonl > features.jsonl
    python3 fit.py --labels LABELS features.jsonl [--labels … …] [--test LABELS features.jsonl] --without OUTLETS > config/modes/weights.tsv

LABELS has the articles with their events (`dateline eval events`). The evidence for a mode is the type of the event, the mode by
rule and words, that of the last event of its type that has one, the trigger as it is written, and the words around it. An event
counts if its trigger and type are right. Prints to standard error how many modes are right by rules and words, and by the weights,
for each test.
"""

import argparse
import collections
import json
import pathlib
import re
import sys

import numpy as np

# How strongly weights are drawn to 0, and how often a piece of evidence must occur with its type: in general, for words around.
PENALTY, LEAST = collections.defaultdict(lambda: 1.0, near=8.0), {"trigger": 5, "near": 10}
# The smallest weight that is written, and how many words before a trigger and behind it count.
SMALLEST, NEAR = 0.3, 8
STEPS, RATE = 250, 0.1
NONE = "-"


def ontology():
    """The modes of each type."""
    path = pathlib.Path(__file__).parents[2] / "config/ontology/modes.tsv"
    modes = collections.defaultdict(list)
    for line in path.read_text(encoding="utf8").splitlines():
        if not line.startswith("#"):
            event_type, mode = line.split("\t")
            modes[event_type].append(mode)
    return modes


def lines(path):
    with open(path, encoding="utf8") as file:
        return [json.loads(line) for line in file]


def words(text):
    return [word.lower() for word in re.split(r"[^\w'’-]+", text) if word[:1].isalpha()]


def around(article, start, end):
    """The words around a trigger in its sentence."""
    bounds = ((s["words"][0][5], s["words"][-1][6]) for s in article["sentences"] if s["words"])
    first, last = next(((a, b) for a, b in bounds if a <= start < b), (start, end))
    return sorted({*words(article["text"][first:start])[-NEAR:], *words(article["text"][end:last])[:NEAR]})


def read(labels, features, without, modes):
    """Type, evidence, and mode of each mention that was found with its type."""
    found = {article["id"]: article for article in lines(features)}
    rows = []
    for article in lines(labels):
        if article["id"].rsplit("_", 1)[0] in without or article["id"] not in found:
            continue
        own, used, before = found[article["id"]], set(), {}
        for event in own["events"]:
            (start, end), event_type = event["trigger"], event["type"]
            last = before.get(event_type)
            before[event_type] = event["mode"] or last
            over = (k for k, one in enumerate(article["events"]) if one["start"] < end and start < one["end"])
            number = next((k for k in over if article["events"][k]["type"] == event_type and k not in used), None)
            if number is None:
                continue
            used.add(number)
            mode = article["events"][number]["mode"]
            evidence = [("type", ""), ("rule", event["mode"] or NONE), ("before", last or NONE)]
            evidence += [("trigger", own["text"][start:end].lower()), *(("near", word) for word in around(own, start, end))]
            rows.append((event_type, evidence, mode if mode in modes[event_type] else NONE))
    return rows


def fit(rows, names):
    """The weights of each piece of evidence for each mode of one type: gradient ascent on the log likelihood."""
    counts = collections.Counter(piece for _, evidence, _ in rows for piece in evidence)
    number = {piece: k for k, piece in enumerate(sorted(piece for piece, n in counts.items() if n >= LEAST.get(piece[0], 1)))}
    rare = len(number)
    penalty = np.array([PENALTY[kind] for kind, _ in number] + [0.0])[:, None]
    x = np.full((len(rows), max(len(evidence) for _, evidence, _ in rows)), rare)
    for row, (_, evidence, _) in zip(x, rows):
        row[: len(evidence)] = [number.get(piece, rare) for piece in evidence]
    right = np.eye(len(names))[[names.index(mode) for *_, mode in rows]]
    w, mean, square = (np.zeros((rare + 1, len(names))) for _ in range(3))
    for step in range(1, STEPS + 1):
        scores = w[x].sum(1)
        shares = np.exp(scores - scores.max(1, keepdims=True))
        error = shares / shares.sum(1, keepdims=True) - right
        slope = penalty * w
        for column in x.T:
            np.add.at(slope, column, error)
        slope[rare] = 0
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        w -= RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return {(piece, names[k]): w[row, k] for piece, row in number.items() for k in range(len(names))}


def chosen(weights, event_type, evidence, names):
    sums = [sum(weights.get((event_type, *piece, name), 0.0) for piece in evidence) for name in names]
    return names[int(np.argmax(sums))]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--labels", nargs=2, action="append", required=True)
    parser.add_argument("--test", nargs=2, action="append", default=[])
    parser.add_argument("--without", default="")
    args = parser.parse_args()
    modes, without = ontology(), set(args.without.split(","))
    rows = [row for pair in args.labels for row in read(*pair, without, modes)]
    by_type = collections.defaultdict(list)
    for row in rows:
        by_type[row[0]].append(row)
    weights = {}
    for event_type, own in sorted(by_type.items()):
        for (piece, mode), weight in fit(own, [NONE, *modes[event_type]]).items():
            if abs(weight) >= SMALLEST:
                weights[event_type, *piece, mode] = round(float(weight), 2)
    for path, features in args.test:
        tested = read(path, features, set(), modes)
        by_rule = sum(evidence[1][1] == mode for _, evidence, mode in tested)
        hits = sum(chosen(weights, t, evidence, [NONE, *modes[t]]) == mode for t, evidence, mode in tested)
        print(f"{path}: right by rules and words {by_rule / len(tested):.1%}, by weights {hits / len(tested):.1%} of {len(tested)}",
              file=sys.stderr)
    print("# Weights of evidence for and against each mode of an event that the reader found; made by scripts/modes/fit.py.")
    print("# event\tabout\tvalue\tmode\tweight")
    for key, weight in sorted(weights.items()):
        print("\t".join(key), f"{weight:.2f}", sep="\t")


if __name__ == "__main__":
    main()
