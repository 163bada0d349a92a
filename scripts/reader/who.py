#!/usr/bin/env python3
"""Teaches a trained reader who the participants of an event are: their sector, and whether they belong to the article's home.

    who.py MODEL.pt OUT.pt --gold FEATURES LABELS …

The encoder and its other heads stay as they are. The home of an article is the country that most of its participants have.
"""

import argparse
import collections

import torch
from torch import nn
from torch.nn import functional as F

from batch import batch
from data import FOLD, ROLES, SECTORS, articles, head_of, outlet
from encoders import tokenizer
from inputs import prepare
from teach import load

HIDDEN = 64


def participants(article):
    """The participants of an article's events that are named beside them: sentence, head, trigger, sector, and whether they are at home."""
    home = collections.Counter(p["country"] for e in article["gold"]["events"] for role in ROLES for p in e[role] if p["country"]).most_common(1)
    for k, s in enumerate(article["sentences"]):
        for event in s["events"]:
            for p in (p for role in ROLES for p in event["gold"][role] if p.get("start") is not None):
                head = head_of(s["tokens"], p["start"], p["end"])
                if head is not None and home and (p["sector"] or "-") in SECTORS:
                    yield k, head, event["trigger"], SECTORS.index(p["sector"] or "-"), float(p["country"] == home[0][0])


@torch.no_grad()
def rows(model, pieces, files, hold):
    """Vectors, sectors and homes of the participants of articles; those of held-back outlets come apart."""
    device, found = torch.device("cpu"), ([], [], [])
    parts = {False: found, True: ([], [], [])}
    for number, (features, labels) in enumerate(files):
        for a in (a for a in articles(features, labels) if a["gold"]):
            is_held = outlet(a["id"]) in hold
            prepare(a, pieces, model.tags, model.paths)
            named = list(participants(a))
            if not named or is_held and number:
                continue
            b = batch([(a, {k: 1.0 for k in range(len(a["sentences"]))})], device)
            words, vectors, context, _ = model.look(b)
            for k, head, trigger, sector, is_home in named:
                start = b["offsets"][0][k]
                parts[is_held][0].append(torch.cat([words[start + head], words[start + trigger], vectors[k], context[0]]))
                parts[is_held][1].append(sector)
                parts[is_held][2].append(is_home)
    return [(torch.stack(x), torch.tensor(y), torch.tensor(z)) if x else None for x, y, z in (parts[False], parts[True])]


def fit(x, sectors, homes, epochs, seed):
    torch.manual_seed(seed)
    who = nn.Sequential(nn.Dropout(0.3), nn.Linear(x.shape[1], HIDDEN), nn.GELU(), nn.Dropout(0.3), nn.Linear(HIDDEN, len(SECTORS) + 1))
    optimiser = torch.optim.AdamW(who.parameters(), lr=1e-3, weight_decay=0.02)
    steps = epochs * (len(x) // 64)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda t: max(0.0, 1 - t / steps))
    for _ in range(epochs):
        for some in torch.randperm(len(x))[: len(x) // 64 * 64].split(64):
            scores = who(x[some])
            loss = F.cross_entropy(scores[:, :-1], sectors[some]) + F.binary_cross_entropy_with_logits(scores[:, -1], homes[some])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    return who.eval()


@torch.no_grad()
def tell(who, x, sectors, homes):
    """Prints how often the surer answers are right."""
    scores = who(x)
    share, best = torch.softmax(scores[:, :-1], -1).max(-1)
    home = torch.sigmoid(scores[:, -1])
    print(len(x), "held back; sector", round(100 * float((best == sectors).float().mean()), 1), "at home", round(100 * float(homes.mean()), 1))
    for least in (0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        sure, is_home = share >= least, home >= least
        figures = [sure.float().mean(), (best == sectors)[sure].float().mean(), is_home.float().mean(), homes[is_home].mean()]
        print("from", least, "sector: %.1f %% of them, %.1f %% right; at home: %.1f %%, %.1f %% right" % tuple(100 * float(f) for f in figures))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("out")
    parser.add_argument("--gold", nargs=2, action="append", metavar=("FEATURES", "LABELS"), required=True)
    parser.add_argument("--hold", default=FOLD)
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(1)
    model, vocabulary = load(options.model)
    train, held = rows(model, tokenizer(vocabulary), options.gold, set(options.hold.split(",")))
    print(len(train[0]), "participants", flush=True)
    who = fit(*train, options.epochs, options.seed)
    if held:
        tell(who, *held)
    saved = torch.load(options.model, weights_only=False)
    saved["who"] = {name: value.detach() for name, value in who.state_dict().items()}
    torch.save(saved, options.out)


if __name__ == "__main__":
    main()
