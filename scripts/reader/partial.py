"""Partial labels: sentences of which the type or the quad class of an event is known, perhaps its two sides, but not the word
that tells it."""

import csv
import hashlib
import json

import numpy as np
import torch

from batch import batch, questions, tensor
from data import ROLES, TYPE, example, head_of
from inputs import pairs as pairs_of
from model import choices

# The names of older PLOVER versions.
NAMES = {"DISAPPROVE": ("ACCUSE",), "DEMAND": ("REQUEST",), "FIGHT": ("ASSAULT",), "INVESTIGATE": ("ACCUSE",), "YIELD": ("CONCEDE", "RETREAT")}


# The types of each quad class; 0 is a sentence without an event.
QUADS = {"0": (0, 0), "1": (1, 5), "2": (5, 8), "3": (8, 12), "4": (12, 17)}

# Tags of names; a name is no trigger.
NAME_TAGS = ("NNP", "NNPS")
# Tags of the words that may be triggers start like this: neither function words nor auxiliaries are.
CONTENT_TAGS = ("NN", "VB", "JJ")
AUXILIARY = ("aux", "auxpass")


def types_of(row):
    """The types that a label may stand for."""
    if "plover_event" in row:
        return [TYPE[k] for k in NAMES.get(row["plover_event"], (row["plover_event"],))]
    return list(range(*QUADS[row["quad"]]))


def pairs(path):
    """The pairs of each sentence: source, target, where they are known, and the types that the label may stand for."""
    by_sentence = {}
    with open(path, encoding="utf8") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            by_sentence.setdefault(row["sentence"], []).append((row.get("source"), row.get("target"), types_of(row)))
    return by_sentence


def is_held(sentence):
    """Whether a sentence is one of the fifth that is held back."""
    return hashlib.sha256("".join(sentence.split()).encode()).digest()[0] % 5 == 0


def examples(features, path):
    """The sentences of a features file with their pairs."""
    known = pairs(path)
    with open(features, encoding="utf8") as lines:
        for article in map(json.loads, lines):
            a = example(article, None)
            text = a["text"]
            key = next((k for k in (text, " ".join(text.split())) if k in known), None)
            if key is None:
                key = next((k for k in known if "".join(k.split()) == "".join(text.split())), None)
            if key is None:
                continue
            if is_held(key):
                continue
            a["pairs"] = []
            for source, target, kinds in known[key]:
                a["pairs"].append((heads(a, source), heads(a, target), kinds))
            yield a


def heads(article, phrase):
    """Where a phrase is headed: (sentence, token), or none."""
    start = article["text"].find(phrase) if phrase else -1
    if start < 0:
        return None
    heads = ((k, head_of(s["tokens"], start, start + len(phrase))) for k, s in enumerate(article["sentences"]))
    return next(((k, head) for k, head in heads if head is not None), None)


def may_tell(articles):
    """Of all words of articles, in their order, whether they may tell an event: content words that are no names."""
    words = [t for a in articles for s in a["sentences"] for t in s["tokens"]]
    return [t[1].startswith(CONTENT_TAGS) and t[1] not in NAME_TAGS and t[2] not in AUXILIARY for t in words]


def loss(model, articles, device, mask):
    """At least one content word that is not a name tells an event of the type, and the sides of the likeliest one are its actor and its recipient."""
    b = batch([(a, {k: 1.0 for k in range(len(a["sentences"]))}) for a in articles], device, mask)
    words, vectors, context, scores = model.look(b)
    p = torch.softmax(scores, -1)
    content = torch.tensor(may_tell(articles), device=device)
    assert len(content) == len(p)
    starts = [int(offsets[0]) for offsets in b["offsets"]]
    total, likeliest = p.new_zeros(()), []
    for i, (a, start, end) in enumerate(zip(articles, starts, starts[1:] + [len(p)])):
        own = p[start:end]
        wanted = [pair for pair in a["pairs"] if pair[2]]
        for source, target, kinds in wanted:
            of_kind = own[:, kinds].sum(-1) * content[start:end]
            # Stays finite where a word is certain.
            any_word = 1 - torch.exp(torch.log1p(-of_kind.clamp(max=1 - 1e-5)).sum())
            total = total - torch.log(any_word.clamp(min=1e-5))
            if source and target and source[0] == target[0]:
                likeliest.append((i, source, target, kinds[0], start + of_kind.argmax()))
        # Events are rare: words beyond those that the pairs need are held down.
        total = total + (0.1 if wanted else 0.5) * (1 - own[:, 0]).sum().sub(len(wanted)).clamp(min=0)
    asked, sides = [], []
    for i, source, target, kind, row in likeliest:
        k, trigger = source[0], int(row) - int(b["offsets"][i][source[0]])
        sentences = articles[i]["sentences"]
        if 0 <= trigger < len(sentences[k]["first"]):
            asked.append((i, k, trigger, kind, pairs_of(sentences, k, trigger, model.paths)))
            sides.append((source, target))
    if not asked:
        return total
    q, kept = questions(b, asked, device)
    roles, nobody = (scores[:, : len(ROLES)] for scores in model.ask(b, q, words, vectors, context)[:2])
    right = [np.stack([(of[4][0] == side).all(-1) for side in both], -1) for of, both in zip(asked, sides)]
    right = tensor([rows[keep] for rows, keep in zip(right, kept)], device)
    share = torch.zeros_like(nobody).index_add(0, q["pair_case"], choices(roles, nobody, q["pair_case"])[0] * right)
    known = torch.zeros_like(nobody).index_add(0, q["pair_case"], right.float()) > 0
    return total - 0.1 * torch.log(share[known].clamp(min=1e-6)).sum()
