#!/usr/bin/env python3
"""Teaches a trained reader to choose the actor and the recipient of each event among its noun phrases and nobody.

    roles.py MODEL.pt OUT.pt --gold FEATURES LABELS …

The encoder stays as it is. Where the gold names somebody of another sentence, every phrase that names it is right; a
role that no phrase can fill is left out.
"""

import argparse
import random

import numpy as np
import torch

import score as counted
from batch import batch, questions
from data import FOLD, ROLES, articles, outlet
from encoders import tokenizer
from inputs import prepare
from model import choices
from read import curve, read
from teach import load

# The parts of the model that learn. The tables of types and tags serve other heads too and stay as they are.
LEARNS = ("role", "nobody", "distance", "path")


def wanted(sentences, k, event, found):
    """For each phrase, and then for nobody, whether it is a right answer in each role, and whether it counts."""
    right, counts = np.zeros((len(found) + 1, 2), bool), np.ones((len(found) + 1, 2), bool)
    for r in range(len(ROLES)):
        slot = event["slots"][r]
        for row, (j, head) in enumerate(found.tolist()):
            same = bool(sentences[j]["said"].get(head, set()) & event["elsewhere"][r])
            right[row, r] = slot and same and (j == k or slot == 2) or j == k and head in event["roles"][r]
            # The same one, named in another sentence too, is no wrong answer.
            counts[row, r] = not (same and slot == 1 and j != k)
        right[-1, r] = slot == 0
        if not right[:, r].any():
            counts[:, r] = False
    return right, counts


@torch.no_grad()
def rows(model, article):
    """What the model sees of an article, its questions, and their right answers: those of nobody come last."""
    sentences = article["sentences"]
    events = [(k, e) for k, s in enumerate(sentences) for e in s["events"]]
    b = batch([(article, {k: 1.0 for k in range(len(sentences))})], torch.device("cpu"))
    asked = [(0, k, c["trigger"], c["type"], c["pairs"]) for k, s in enumerate(sentences) for c in s["cases"]]
    q, _ = questions(b, asked, torch.device("cpu"))
    answers = [wanted(sentences, k, e, of[4][0]) for (k, e), of in zip(events, asked)]
    right, counts = (np.concatenate([a[n][:-1] for a in answers] + [a[n][-1:] for a in answers]) for n in (0, 1))
    words, _, context, _ = model.look(b)
    return words.half(), context, {name: b[name] for name in ("votes", "tags")}, q, torch.from_numpy(right), torch.from_numpy(counts)


def loss_of(model, words, context, b, q, right, counts):
    """The log probability of all right answers together, among all that count."""
    words = model.drop(words.float())
    heard = model.heard(len(q["word"]), words.device)
    nobody = model.nobody(model.case(b, q, words, context, heard))
    scores = torch.cat([model.roles(b, q, words, heard), nobody]).masked_fill(~counts, -1e4)
    case = torch.cat([q["pair_case"], torch.arange(len(nobody))])
    pairs, none = choices(scores[: -len(nobody)], scores[-len(nobody) :], q["pair_case"])
    share = torch.zeros_like(nobody).index_add(0, case, torch.cat([pairs, none]) * (right & counts))
    asked = torch.zeros_like(nobody).index_add(0, case, (right & counts).float()) > 0
    return -torch.log(share[asked].clamp(min=1e-6)).sum()


def fit(model, train, options):
    for name, parameter in model.named_parameters():
        parameter.requires_grad = name.split(".")[0] in LEARNS
    optimiser = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=options.lr, weight_decay=0.01)
    steps = options.epochs * -(-len(train) // options.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda t: 1 - t / steps)
    model.train()
    model.drop.p, model.silent = options.drop, 0.0
    for epoch in range(options.epochs):
        random.shuffle(train)
        total = 0.0
        for start in range(0, len(train), options.batch):
            optimiser.zero_grad()
            loss = sum(loss_of(model, *told) for told in train[start : start + options.batch])
            loss.backward()
            optimiser.step()
            schedule.step()
            total += float(loss.detach())
        print("epoch", epoch, "loss", round(total / sum(len(told[3]["word"]) for told in train), 3), flush=True)
    model.eval()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("out")
    parser.add_argument("--gold", nargs=2, action="append", metavar=("FEATURES", "LABELS"), required=True)
    parser.add_argument("--hold", default=FOLD)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--batch", type=int, default=8, help="articles of a step")
    parser.add_argument("--lr", type=float, default=6e-4)
    parser.add_argument("--drop", type=float, default=0.2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(1)
    for seed in (torch.manual_seed, random.seed, np.random.seed):
        seed(options.seed)
    model, vocabulary = load(options.model)
    pieces, hold = tokenizer(vocabulary), set(options.hold.split(","))
    train, held = [], []
    for number, (features, labels) in enumerate(options.gold):
        for a in (a for a in articles(features, labels) if a["gold"]):
            prepare(a, pieces, model.tags, model.paths)
            if outlet(a["id"]) in hold:
                held += [a] if not number else []
            elif any(s["events"] for s in a["sentences"]):
                train.append(rows(model, a))
    print(len(train), "articles,", len(held), "held", flush=True)
    fit(model, train, options)
    model.chooses = True
    if held:
        _, threshold, count = curve(held, [read([model], a, torch.device("cpu")) for a in held])
        print("at", threshold, counted.line(count))
    saved = torch.load(options.model, weights_only=False)
    saved |= {"state": model.state_dict(), "chooses": True}
    torch.save(saved, options.out)


if __name__ == "__main__":
    main()
