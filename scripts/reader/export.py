#!/usr/bin/env python3
"""Writes a trained reader as the file that the program reads.

    export.py MODEL.pt OUT --gold FEATURES LABELS [--hold OUTLETS]

The probability of a type from which on a word is an event, and its calibration, are chosen on the outlets that the
training held back; half of these outlets choose for the other half in the figures that are printed.
"""

import argparse
import collections
import hashlib
import json
import math
import os

import numpy as np
import torch

import quantize
import score as counted
from data import FOLD, TYPES, articles, outlet
from inputs import LIMIT, prepare
from encoders import tokenizer
from read import chosen, curve, read, records
from teach import load

# The names of the networks in the file, by their names in training.
DENSE = {
    "context": "context.0", "trigger.in": "trigger.0", "trigger.out": "trigger.3", "direct": "direct", "role.in": "role.0",
    "role.out": "role.3", "nobody.in": "nobody.0", "nobody.out": "nobody.3", "who.in": "who.1", "who.out": "who.4", "flag": "flag", "domain": "domain",
}
# The slots that the program uses: actor, recipient and place. Dates are learned too, but the weights in config/dates are as good.
EXPORTED = 3
TABLES = {"kind.rows": "kind.weight", "distance.rows": "distance.weight", "tag.rows": "tag.weight", "path.rows": "path.weight"}


def tensors(state, tags, paths):
    """The tensors of the heads."""
    found = {}
    for name, source in DENSE.items():
        for part in ("weight", "bias"):
            found[f"{name}.{part}"] = state[f"{source}.{part}"].numpy().astype(np.float16)
    for name in ("role.out.weight", "role.out.bias", "nobody.out.weight", "nobody.out.bias"):
        found[name] = found[name][:EXPORTED]
    for name, source in TABLES.items():
        rows = state[source].numpy().astype(np.float16)
        if name == "path.rows":
            rows[0] = 0
        found[name] = rows
    found["tag.names"] = np.frombuffer("\n".join(tags).encode(), np.uint8)
    found["path.names"] = np.frombuffer("\n".join(paths).encode(), np.uint8)
    return found


def judged(held, found, threshold):
    """For each record the probability of its type, and whether a mention of the gold has it."""
    pairs = []
    for a, fs in zip(held, found):
        fs = [f for f in fs if max(f["types"][1:]) >= threshold]
        for f in fs:
            given, flags = records(a, [f], threshold)
            pairs.append((max(f["types"][1:]), float(counted.score(a["gold"], given, flags)["type"])))
    return pairs


def slots_judged(held, found, threshold):
    """For the actor slot and the recipient slot: of each phrase that fills it, where the type is right, the probability and whether it is right."""
    pairs = [], []
    for a, fs in zip(held, found):
        for f in (f for f in fs if max(f["types"][1:]) >= threshold):
            count = counted.score(a["gold"], *records(a, [f], threshold))
            for r, phrase in enumerate(chosen(f)):
                if count["type"] and phrase is not None:
                    pairs[r].append((f["roles"][f["phrases"].index(phrase)][r], float(count[("actor", "recipient")[r]])))
    return pairs


def platt(pairs):
    """The slope and the offset that make the log odds of a probability those of being right (J. Platt, 1999)."""
    x = torch.tensor([math.log(max(p, 1e-6) / max(1 - p, 1e-6)) for p, _ in pairs])
    y = torch.tensor([r for _, r in pairs])
    w = torch.tensor([1.0, 0.0], requires_grad=True)
    optimiser = torch.optim.LBFGS([w], max_iter=100)

    def closure():
        optimiser.zero_grad()
        # Drawn to the identity, so that few records do not bend it.
        loss = torch.nn.functional.binary_cross_entropy_with_logits(w[0] * x + w[1], y, reduction="sum") + (w[0] - 1) ** 2 + w[1] ** 2
        loss.backward()
        return loss

    optimiser.step(closure)
    return w.detach().tolist()


def error(pairs, slope, offset):
    """The expected calibration error in ten bins."""
    bins = collections.defaultdict(list)
    for p, right in pairs:
        odds = math.log(max(p, 1e-6) / max(1 - p, 1e-6))
        q = 1 / (1 + math.exp(-slope * odds - offset))
        bins[min(9, int(10 * q))].append((q, right))
    return sum(abs(sum(q - r for q, r in b)) for b in bins.values()) / max(1, len(pairs))


def fixture(model, pieces, features, path):
    """Writes, for each sentence, the types' probabilities of each word, and for each probable trigger who takes part."""
    (article,) = articles(features, None)
    prepare(article, pieces, model.tags, model.paths)
    said = [[] for _ in article["sentences"]]
    for f in read([model], article, torch.device("cpu"), most_none=1.1):
        candidates = [[f["sentence"] - j, head, *map(rounded, z[:EXPORTED])] for (j, head), z in zip(f["phrases"], f["roles"])] if f["types"][0] < 0.5 else []
        said[f["sentence"]].append({"types": [rounded(p) for p in f["types"]], "candidates": candidates})
    with open(path, "w", encoding="utf8") as out:
        json.dump(said, out, separators=(",", ":"))
        out.write("\n")


def rounded(number):
    return round(number, 3)


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("out")
    parser.add_argument("--gold", nargs=2, metavar=("FEATURES", "LABELS"), required=True)
    parser.add_argument("--hold", default=FOLD)
    parser.add_argument("--fixture", nargs=2, metavar=("FEATURES", "JSON"), help="write what the model says of each word of other articles")
    parser.add_argument("--threshold", type=float, help="least probability of a type [default: the one with the best F1 on the articles held back]")
    parser.add_argument("--dump", help="write what the model says of the held-back articles, to compare with the program")
    options = parser.parse_args()
    torch.set_num_threads(1)
    saved = torch.load(options.model, weights_only=False)
    model, vocabulary = load(options.model)
    pieces = tokenizer(vocabulary)
    hold = options.hold.split(",")
    held = [a for a in articles(*options.gold) if a["gold"] and outlet(a["id"]) in hold]
    for a in held:
        prepare(a, pieces, model.tags, model.paths)
    found = [read([model], a, torch.device("cpu")) for a in held]
    if options.fixture:
        fixture(model, pieces, *options.fixture)
    if options.dump:
        torch.save((held, found), options.dump)
    for side in (0, 1):
        choose = [i for i, a in enumerate(held) if hold.index(outlet(a["id"])) % 2 == side]
        test = [i for i in range(len(held)) if i not in choose]
        pick = lambda some: ([held[i] for i in some], [found[i] for i in some])
        _, threshold, _ = curve(*pick(choose))
        slope, offset = platt(judged(*pick(choose), threshold))
        count = collections.Counter()
        for a, f in zip(*pick(test)):
            count.update(counted.score(a["gold"], *records(a, f, threshold)))
        print("half", side, "threshold", threshold, counted.line(count), "| ECE", round(error(judged(*pick(test), threshold), slope, offset), 3))
    threshold = options.threshold or curve(held, found)[1]
    count = sum((collections.Counter(counted.score(a["gold"], *records(a, f, threshold))) for a, f in zip(held, found)), collections.Counter())
    slope, offset = platt(judged(held, found, threshold))
    print("all, threshold", threshold, counted.line(count), "slope", round(slope, 2), "offset", round(offset, 2))
    judged_slots = slots_judged(held, found, threshold)
    slots = [platt(pairs) for pairs in judged_slots]
    for name, pairs, line in zip(("actor", "recipient"), judged_slots, slots):
        print(name, len(pairs), "slope", round(line[0], 2), "offset", round(line[1], 2), "| ECE", round(error(pairs, 1, 0), 3), "to", round(error(pairs, *line), 3))
    extra = tensors(saved["state"], saved["tags"], saved["paths"])
    extra["decisions"] = np.array([threshold, slope, offset], np.float32)
    extra["slots"] = np.array(slots, np.float32)
    state = {k.removeprefix("encoder."): v for k, v in saved["state"].items() if k.startswith("encoder.")}
    state["embeddings.position_embeddings.weight"] = state["embeddings.position_embeddings.weight"][: LIMIT]
    provenance = {
        "trained_on": {os.path.basename(path): digest(path) for pair in [*saved["options"]["gold"], *saved["options"]["pairs"], *saved["options"].get("soft", [])] for path in pair},
        "held_back": options.hold,
    }
    quantize.write(options.out, state, list(zip(vocabulary, range(len(vocabulary)))), extra, provenance, window=LIMIT)
    print(os.path.getsize(options.out), "bytes;", len(TYPES) - 1, "types")


if __name__ == "__main__":
    main()
