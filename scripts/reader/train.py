#!/usr/bin/env python3
"""Trains the reader on labelled articles, and scores it on outlets that are held back."""

import argparse
import json
import lzma
import math
import random
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

import inputs
import partial
import score as counted
from batch import BLOCK, CHUNK, batch, questions, tensor
from data import FOLD, articles, outlet, tables
from encoders import encoder, tokenizer
from labels import digest
from model import Reader
from read import curve, read
from teach import resume


# What the model looks at in a batch.
LOOKED = ("chunks", "place", "word_place", "mean", "lead", "sentence_of_word", "article_of_word", "weights", "votes", "tags")


def kept(sentences, share):
    """Which sentences are read in this step, each with its weight: of those that have and precede no event, a share."""
    near = [inputs.near(sentences, k) for k in range(len(sentences))]
    return {k: 1.0 if near[k] else 1.0 / share for k in range(len(sentences)) if near[k] or random.random() < share}


def cross_entropy(scores, target):
    return -(target * torch.log_softmax(scores, -1)).sum(-1)


def asked_of(some, options):
    """What a step asks about articles, as tensors: the batch, the questions, and what is to be learnt of them."""
    cpu = torch.device("cpu")
    # Blocks of several lengths, so that the model depends on no one length.
    block = random.randint(BLOCK // 2, BLOCK)
    b = batch([(a, kept(a["sentences"], options.keep)) for a in some], cpu, options.hidden, block, options.most)
    cases = [(i, k, inputs.whole(a["sentences"], k, c, options.paths)) for i, a in enumerate(some) for k in b["rows"][i] for c in a["sentences"][k]["cases"]]
    cases = [((i, k, c["trigger"], c["type"], c["pairs"]), c) for i, k, c in cases]
    target = {"types": tensor([s["target"] for s in b["sentences"]], cpu)}
    if cases:
        q, rows = questions(b, [asked for asked, _ in cases], cpu)
        target |= {name: tensor(np.stack([c[name] for _, c in cases]), cpu) for name in ("slots", "flags", "domain")}
        target |= {name: tensor([c[name][keep] for (_, c), keep in zip(cases, rows)], cpu) for name in ("roles", "counts")}
        target["weight"] = tensor(np.array([c["weight"] for _, c in cases], np.float32), cpu)
    return {name: b[name] for name in LOOKED}, q if cases else None, target


def moved(found, device):
    """Tensors in lists, tuples and dictionaries on a device."""
    if isinstance(found, torch.Tensor):
        return found.to(device, non_blocking=True)
    if isinstance(found, dict):
        return {name: moved(value, device) for name, value in found.items()}
    return type(found)(moved(value, device) for value in found) if isinstance(found, (list, tuple)) else found


def loss_of(model, asked, options):
    """The loss of articles with labels, given or of teachers, over all that is asked."""
    bce = F.binary_cross_entropy_with_logits
    b, q, target = asked
    words, vectors, context, scores = model.look(b)
    total = (cross_entropy(scores, target["types"]) * b["weights"]).sum()
    if q is None:
        return total
    roles, slots, flags, domains = model.ask(b, q, words, vectors, context)
    weight = target["weight"]
    total = total + (bce(roles, target["roles"], reduction="none") * target["counts"] * weight[q["pair_case"]][:, None]).sum() * options.roles
    total = total + 0.5 * (cross_entropy(slots, target["slots"]).sum(-1) * weight).sum()
    total = total + 0.5 / 4 * (bce(flags, target["flags"], reduction="none").sum(-1) * weight).sum()
    return total + 0.3 * (cross_entropy(domains, target["domain"]) * weight).sum()


def evaluate(model, held, device):
    """Scores at the best threshold."""
    model.eval()
    _, threshold, count = curve(held, [read([model], a, device) for a in held])
    model.train()
    print("   at", threshold, counted.line(count), flush=True)


def groups_of(model, lr, decay):
    """Parameters with a lower rate the nearer they are to the words."""
    stack = model.encoder.encoder.layer
    names = {n: p for n, p in model.named_parameters() if p.requires_grad}
    out = [{"params": [p for n, p in names.items() if not n.startswith("encoder.")], "lr": 8 * lr}]
    for i in range(len(stack)):
        out.append({"params": [p for n, p in names.items() if n.startswith(f"encoder.encoder.layer.{i}.")], "lr": lr * decay ** (len(stack) - 1 - i)})
    rest = [p for n, p in names.items() if n.startswith("encoder.") and not n.startswith("encoder.encoder.layer.")]
    return [*out, {"params": rest, "lr": lr * decay ** len(stack)}]


def batches(train, size):
    """Articles in batches of about as many sentences."""
    out, count = [[]], 0
    for article in train:
        if count >= size:
            out.append([])
            count = 0
        out[-1].append(article)
        count += min(10, len(article["sentences"]))
    return out


class Asked(torch.utils.data.Dataset):
    """The steps of an epoch."""

    def __init__(self, steps, options):
        self.steps, self.options = steps, options

    def __len__(self):
        return len(self.steps)

    def __getitem__(self, row):
        return asked_of(self.steps[row], self.options) if self.steps[row] else None


def seeded(_):
    """Seeds what draws in a process that prepares steps."""
    seed = torch.initial_seed() % 2**32
    random.seed(seed)
    np.random.seed(seed)


def fit(model, train, held, device, options):
    optimiser = torch.optim.AdamW(groups_of(model, options.lr, options.decay), weight_decay=0.01)
    steps = options.epochs * len(batches(train, options.batch))
    since, step, ended = time.time(), 0, False
    done = lambda t: max(t / steps, (time.time() - since) / (options.seconds or math.inf))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda t: min(1, done(t) / 0.1 + 1 / steps) * max(0.0, 1 - done(t)))
    for epoch in range(options.epochs):
        if ended:
            break
        random.shuffle(train)
        total, sampled = 0.0, 0
        planned = batches(train, options.batch)
        whole = [[a for a in some if "pairs" not in a] for some in planned]
        made = torch.utils.data.DataLoader(Asked(whole, options), batch_size=None, num_workers=options.workers, worker_init_fn=seeded)
        for some, asked in zip(planned, made):
            optimiser.zero_grad(set_to_none=True)
            pairs = [a for a in some if "pairs" in a]
            loss = sum([loss_of(model, moved(asked, device), options)] if asked else []) + sum([partial.loss(model, pairs, device, options.hidden)] if pairs else [])
            (loss / 16).backward()
            if step % 10 == 0:
                total, sampled = total + float(loss.detach()), sampled + 1
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            step += 1
            if step % 50 == 0:
                print("step", step, "of", steps, round(time.time() - since, 1), "s", flush=True)
            ended = done(step) >= 1
            if ended:
                break
        print("epoch", epoch, round(time.time() - since), "s, loss of a step", round(total / max(1, sampled), 3), flush=True)
        if held and (ended or not options.seconds or epoch + 1 == options.epochs):
            evaluate(model, held, device)


def softened(labelled, files, pieces, model, hold, share):
    """Mixes soft labels into articles that have labels; the articles of the files that have none, but for those of outlets that are held back."""
    own, pool, answers = {digest(a["text"]): a for a in labelled}, {}, {}
    for features, path in files:
        for article in articles(features, None):
            text = digest(article["text"])
            if text not in own and text not in pool and outlet(article["id"]) not in hold:
                inputs.prepare(article, pieces, model.tags, model.paths)
                pool[text] = {"id": article["id"], "sentences": article["sentences"]}
        with lzma.open(path, "rt", encoding="utf8") as lines:
            answers |= {answer["sha256"]: answer for answer in map(json.loads, lines)}
    for text in own.keys() & answers.keys():
        inputs.soft(own[text], answers[text], share)
    for text in pool.keys() & answers.keys():
        inputs.soft(pool[text], answers[text], 1)
    return [article for text, article in pool.items() if text in answers]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", nargs=2, action="append", metavar=("FEATURES", "LABELS"), required=True)
    parser.add_argument("--pairs", nargs=2, action="append", default=[], metavar=("FEATURES", "LABELS"))
    parser.add_argument("--soft", nargs=2, action="append", default=[], metavar=("FEATURES", "SOFT"), help="what teachers say of articles: see teach.py")
    parser.add_argument("--share", type=float, default=0.5, help="share of the teachers in labels that are given")
    parser.add_argument("--vocabulary", required=True)
    parser.add_argument("--hold", default=FOLD)
    parser.add_argument("--encoder", choices=("minilm", "mpnet"), default="minilm")
    parser.add_argument("--layers", type=int, help="of the encoder, as many; all where it is left out")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--seconds", type=int, help="maximum training time; the learning rate falls to zero by then")
    parser.add_argument("--batch", type=int, default=30, help="sentences of a step; more than ten of an article count as ten")
    parser.add_argument("--lr", type=float, default=1.2e-4, help="of the encoder's last layer; that of the heads is eight times as high")
    parser.add_argument("--decay", type=float, default=0.85)
    parser.add_argument("--roles", type=float, default=0.25)
    parser.add_argument("--drop", type=float, default=0.2, help="share of the numbers of a word's vector that a step does not see")
    parser.add_argument("--mask", type=float, default=0.05, help="share of the pieces that a step does not see")
    parser.add_argument("--silent", type=float, default=0.2, help="share of the sentences and triggers of which a step does not see what rules and ranker say")
    parser.add_argument("--keep", type=float, default=0.4)
    parser.add_argument("--workers", type=int, default=0, help="processes that prepare steps")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=int, help="train on so many articles only: for a learning curve")
    parser.add_argument("--start", metavar="MODEL.pt", help="go on from a model")
    parser.add_argument("--out")
    return parser.parse_args()


def main():
    options = arguments()
    torch.set_num_threads(options.threads)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    for seed in (torch.manual_seed, random.seed, np.random.seed):
        seed(options.seed)
    everything = [a for features, labels in options.gold for a in articles(features, labels) if a["gold"] and any(s["words"] for s in a["sentences"])]
    hold = set(options.hold.split(",")) if options.hold else set()
    train = [a for a in everything if outlet(a["id"]) not in hold][: options.limit]
    # Scores are those of the first file alone.
    first = {a["id"] for a in articles(*options.gold[0]) if a["gold"]}
    held = [a for a in everything if outlet(a["id"]) in hold and a["id"] in first]
    pairs = [a for features, labels in options.pairs for a in partial.examples(features, labels)]
    # The ranker was trained on these sentences: what it says of them tells nothing of what it says of others.
    for s in (s for a in pairs for s in a["sentences"]):
        s["rules"], s["ranked"] = [], []
    with open(options.vocabulary, encoding="utf8") as file:
        vocabulary = file.read().split()
    if options.start:
        saved = torch.load(options.start, weights_only=False)
        tags, paths = saved["tags"], saved["paths"]
    else:
        tags, paths = tables(train)
    number = lambda names: {name: i + 1 for i, name in enumerate(names)}
    model = Reader(encoder(options.encoder, vocabulary, options.layers), number(tags), number(paths))
    if options.start:
        resume(model, saved)
    pieces = tokenizer(vocabulary)
    options.most, options.paths = CHUNK[device.type], model.paths
    options.hidden = (options.mask, pieces.mask_token_id, max(pieces.all_special_ids))
    model.drop.p, model.silent = options.drop, options.silent
    model.to(device).train()
    for a in train + held + pairs:
        inputs.prepare(a, pieces, model.tags, model.paths)
    pool = softened(train, options.soft, pieces, model, hold, options.share)
    print(len(train), "train,", len(held), "held,", sum(a["lost"] for a in everything), "mentions lost,", len(pairs), "pairs,", len(pool), "by teachers,", len(paths), "paths", flush=True)
    fit(model, train + pairs + pool, held, device, options)
    if options.out:
        state = {name: value.cpu() for name, value in model.state_dict().items()}
        torch.save({"state": state, "tags": tags, "paths": paths, "vocabulary": vocabulary, "options": vars(options)}, options.out)


if __name__ == "__main__":
    main()
