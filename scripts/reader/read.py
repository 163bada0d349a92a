"""What a reader says of an article, and the records that the program makes of it (src/extract/events/by_reader.rs says why).

The program also adds up the phrases that mean one participant and takes no name for a trigger; these scripts do neither, so the
calibration of participants is fitted on single phrases.
"""

import collections

import numpy as np
import torch

import score as counted
from batch import batch, questions
from data import DOMAINS, FLAGS, TYPES
from inputs import pairs
from model import choices

# As in src/extract/events/by_reader.rs.
NOBODY = 0.7


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
    said = [answers(m, b, q, s) for m, s in zip(models, seen)]
    roles, nobody, flags, domains = (mean([x[n] for x in said]) for n in range(4))
    roles = np.split(roles, np.cumsum([int(k.sum()) for k in kept])[:-1])
    return [
        {"sentence": k, "trigger": t, "types": types[row].tolist(), "type": kind, "phrases": [tuple(c) for c in of[4][0].tolist()], "roles": roles[n].tolist(),
         "nobody": nobody[n].tolist(), "flags": flags[n].tolist(), "domains": domains[n].tolist()}
        for n, ((k, t), row, kind, of) in enumerate(zip(places, rows, kinds, asked))
    ]


def answers(model, b, q, seen):
    """Probabilities of roles, of nobody, of flags and domains."""
    words, vectors, context, _ = seen
    roles, nobody, flags, domains = model.ask(b, q, words, vectors, context)
    return *choices(roles, nobody, q["pair_case"]), torch.sigmoid(flags), softmax(domains)


def softmax(scores):
    return torch.softmax(scores, -1)


def chosen(finding):
    """The phrases that are actor and recipient, each or none. A phrase that is the best of both is what it is more probably."""
    z = finding["roles"]

    def best(r, but=None):
        found = max((m for m in range(len(z)) if m != but), key=lambda m: z[m][r], default=None)
        return found if found is not None and z[found][r] > NOBODY * finding["nobody"][r] else None

    actor, recipient = best(0), best(1)
    if actor is not None and actor == recipient:
        actor, recipient = (actor, best(1, actor)) if z[actor][0] >= z[actor][1] else (best(0, recipient), recipient)
    return [finding["phrases"][m] if m is not None else None for m in (actor, recipient)]


def records(article, found, threshold):
    """Records as they are scored, with their flags."""
    out, flags = [], []
    text, sentences = article["text"], article["sentences"]
    for f in found:
        if max(f["types"][1:]) < threshold:
            continue
        actor, recipient = chosen(f)

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
    """The best threshold by the F1 of types and that with who and whom, with its counts."""
    best = None
    for threshold in (k / 100 for k in range(20, 81, 5)):
        count = collections.Counter()
        for a, f in zip(held, found):
            count.update(counted.score(a["gold"], *records(a, f, threshold)))
        f1 = 2 * (count["type"] + count["both"]) / max(1, count["given"] + count["gold"])
        if best is None or f1 > best[0]:
            best = f1, threshold, count
    return best
