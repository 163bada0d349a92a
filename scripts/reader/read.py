"""What a reader says of an article, and the records that the program makes of it (src/extract/events/by_reader.rs says why)."""

import collections

import numpy as np
import torch

import score as counted
from batch import batch, questions
from data import DOMAINS, FLAGS, TYPES
from inputs import pairs

# The decisions of the program.
NOBODY, ANYBODY, HERE = 0.2, 0.02, 2.0


@torch.no_grad()
def read(models, article, device, most_none=0.9):
    """What models say of every word that may be a trigger, on average."""
    sentences = article["sentences"]
    b = batch([(article, {k: 1.0 for k in range(len(sentences))})], device)
    seen = [m.look(b) for m in models]
    mean = lambda tensors: np.mean([t.cpu().numpy() for t in tensors], 0)
    types = mean([torch.softmax(scores, -1) for *_, scores in seen])
    offsets = b["offsets"][0]
    places = [(k, t) for k, s in enumerate(sentences) for t in range(len(s["first"])) if types[offsets[k] + t, 0] < most_none]
    if not places:
        return []
    rows = [offsets[k] + t for k, t in places]
    kinds = (types[rows, 1:].argmax(-1) + 1).tolist()
    asked = [(0, k, t, kind, pairs(sentences, k, t, models[0].paths)) for (k, t), kind in zip(places, kinds)]
    q, kept = questions(b, asked, device)
    said = [m.ask(b, q, *s[:3]) for m, s in zip(models, seen)]
    roles, slots, flags, domains = (mean([form(x[n]) for x in said]) for n, form in enumerate((torch.sigmoid, softmax, torch.sigmoid, softmax)))
    roles = np.split(roles, np.cumsum([int(k.sum()) for k in kept])[:-1])
    return [
        {"sentence": k, "trigger": t, "types": types[row].tolist(), "type": kind, "phrases": [tuple(c) for c in of[4][0].tolist()], "roles": roles[n].tolist(),
         "slots": slots[n].tolist(), "flags": flags[n].tolist(), "domains": domains[n].tolist()}
        for n, ((k, t), row, kind, of) in enumerate(zip(places, rows, kinds, asked))
    ]


def softmax(scores):
    return torch.softmax(scores, -1)


def chosen_phrase(finding, r, taken):
    """The phrase that fills a slot, or none."""
    k, z, slot = finding["sentence"], finding["roles"], finding["slots"][r]
    rows = [m for m, c in enumerate(finding["phrases"]) if c != taken and (r == 1 or z[m][0] >= z[m][1])]
    rows = [m for m in rows if finding["phrases"][m][0] == k or HERE * slot[2] > slot[1]]
    best = max(rows, key=lambda m: z[m][r], default=None)
    return finding["phrases"][best] if best is not None and z[best][r] > NOBODY * slot[0] + ANYBODY else None


def records(article, found, threshold):
    """Records as they are scored, with their flags."""
    out, flags = [], []
    text, sentences = article["text"], article["sentences"]
    for f in found:
        if 1 - f["types"][0] < threshold:
            continue
        actor = chosen_phrase(f, 0, None)
        recipient = chosen_phrase(f, 1, actor)

        def say(c):
            if c is None:
                return None
            start, end, name = sentences[c[0]]["spans"][c[1]]
            return text[start:end], name

        at = sentences[f["sentence"]]["tokens"][f["trigger"]]
        out.append((at[5], at[6], TYPES[f["type"]], say(actor), say(recipient), TYPES[f["type"]] in ("AGREE", "CONSULT", "COOPERATE")))
        flags.append({name: p > 0.5 for name, p in zip(FLAGS, f["flags"])} | {"domain": DOMAINS[max(range(5), key=lambda i: f["domains"][i])]})
    return out, flags


def curve(held, found):
    """The best threshold by the F1 of types, with its counts."""
    best = None
    for threshold in (k / 100 for k in range(20, 81, 5)):
        count = collections.Counter()
        for a, f in zip(held, found):
            count.update(counted.score(a["gold"], *records(a, f, threshold)))
        f1 = 2 * count["type"] / max(1, count["given"] + count["gold"])
        if best is None or f1 > best[0]:
            best = f1, threshold, count
    return best
