"""Fits the weights by which an event chooses its date expression, or none.

    dateline features --published 2022-08-01T12:00:00Z articles.jsonl > features.jsonl
    python3 fit.py GOLD features.jsonl [features.jsonl …] --without OUTLETS > config/dates/weights.tsv

GOLD has the articles with their events (`dateline eval events`); a date of the gold is the expression that contains its words, or
shares some of them. Features may come from several runs, such as with and without the reader: each mention counts once. Prints
to standard error how many dates are right on held-out outlets, for several weights of having no date.
"""

import argparse
import collections
import json
import re
import sys

import numpy as np

# How strongly weights are drawn to 0, how often a trait must occur, how many folds of outlets there are.
PENALTY, LEAST, FOLDS = 8.0, 4, 5
# Added to the fitted weight of "none", without which half of the dates would be missing: chosen on the folds, with a look at the
# spurious dates on the outlets that are left out.
LEAN = -1.1
EMPTY = {"the", "a", "an", "of", "and", "in", "to", "for"}


def words(text):
    return {word for word in re.split(r"\W+", (text or "").lower()) if word and word not in EMPTY}


def right(text, told):
    """The expressions that are the date of the gold: those with its very words before those that share some."""
    near = [k for k, one in enumerate(text) if words(one) & words(told)]
    exact = [k for k in near if one_contains(text[k], told)]
    return exact or near


def one_contains(one, other):
    one, other = one.lower(), other.lower()
    return one in other or other in one


def read(gold_path, paths, without):
    """One item per mention: its outlet, the traits of each choice (none first), the choices that are right, and whether
    the type is."""
    gold = {article["id"]: article for article in map(json.loads, open(gold_path))}
    items, seen = [], set()
    for path in paths:
        for article in map(json.loads, open(path)):
            outlet = article["id"].rsplit("_", 1)[0]
            if outlet in without or article["id"] not in gold:
                continue
            for event in article["events"]:
                mention = matching(gold[article["id"]]["events"], event)
                key = mention and (article["id"], mention["start"], mention["end"], mention["type"])
                if key is None or key in seen:
                    continue
                seen.add(key)
                told = mention.get("date_text")
                texts = [article["text"][start:end] for start, end, _ in event["dates"]]
                choices = [event["undated"]] + [traits for _, _, traits in event["dates"]]
                items.append((outlet, [list(map(tuple, one)) for one in choices],
                              [1 + k for k in right(texts, told)] if told else [0],
                              mention["type"] == event["type"], texts, told))
    return items


def matching(mentions, event):
    start, end = event["trigger"]
    over = [one for one in mentions if one["start"] < end and start < one["end"]]
    return next((one for one in over if one["type"] == event["type"]), over[0] if over else None)


def fit(items):
    """The weights: damped Newton steps on the log likelihood of the right choices."""
    items = [item for item in items if item[2]]
    counts = collections.Counter(name for item in items for name in {t for one in item[1] for t in one})
    names = sorted(name for name, count in counts.items() if count >= LEAST)
    number = {name: k for k, name in enumerate(names)}
    sizes = [len(item[1]) for item in items]
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    of_item = np.repeat(np.arange(len(items)), sizes)
    x = np.zeros((sum(sizes), len(names)))
    is_right = np.zeros(len(x), bool)
    for start, item in zip(starts, items):
        for k, traits in enumerate(item[1]):
            x[start + k, [number[t] for t in traits if t in number]] = 1
        is_right[start + np.array(item[2])] = True

    def shares(scores, mask=None):
        scores = scores if mask is None else np.where(mask, scores, -np.inf)
        e = np.exp(scores - np.maximum.reduceat(scores, starts)[of_item])
        return e / np.add.reduceat(e, starts)[of_item]

    w = np.zeros(len(names))
    for _ in range(15):
        p = shares(x @ w)
        gradient = x.T @ (shares(x @ w, is_right) - p) - PENALTY * w
        mean = np.add.reduceat(p[:, None] * x, starts)
        hessian = (p[:, None] * x).T @ x - mean.T @ mean + PENALTY * np.eye(len(w))
        w += np.linalg.solve(hessian, gradient)
    return dict(zip(names, w))


def score(items, weights, lean):
    """How many dates are right of those that the gold has, and how many are given where it has none."""
    hits, told, given, untold = 0, 0, 0, 0
    for _, choices, _, has_type, texts, date in items:
        if not has_type:
            continue
        sums = [sum(weights.get(t, 0.0) for t in one) for one in choices]
        sums[0] += lean
        best = int(np.argmax(sums))
        if date:
            told += 1
            hits += best > 0 and bool(words(texts[best - 1]) & words(date))
        else:
            untold += 1
            given += best > 0
    return np.array([hits, told, given, untold])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("gold")
    parser.add_argument("features", nargs="+")
    parser.add_argument("--without", default="")
    args = parser.parse_args()
    items = read(args.gold, args.features, set(args.without.split(",")))
    outlets = sorted({item[0] for item in items})
    fold = {outlet: k % FOLDS for k, outlet in enumerate(outlets)}
    fitted = [fit([item for item in items if fold[item[0]] != k]) for k in range(FOLDS)]
    for lean in (-1.4, -1.2, LEAN, -1.0, -0.8, -0.6, 0.0):
        hits, told, given, untold = sum(
            score([item for item in items if fold[item[0]] == k], fitted[k], lean) for k in range(FOLDS))
        print(f"lean {lean:+.1f}: right {hits / told:.1%} of {told}, given {given / untold:.1%} of {untold}",
              file=sys.stderr)
    weights = fit(items)
    weights[("none", "", "")] += LEAN
    print("# What speaks for and against a date expression as the date of an event, and for none: see scripts/dates/fit.py.")
    for (about, value, goes_with), weight in sorted(weights.items()):
        print(f"{about}\t{value}\t{goes_with}\t{weight:.2f}")


if __name__ == "__main__":
    main()
