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
from data import FOLD, articles, candidates, outlet, tables
from encoders import encoder, tokenizer
from labels import digest
from model import Reader, choices, grown
from read import curve, read


# As many sentences with pairs are learnt from at a time.
BUNDLE = 12

# What the model looks at in a batch.
LOOKED = ("chunks", "place", "word_place", "mean", "lead", "sentence_of_word", "article_of_word", "weights", "votes", "tags")


def kept(sentences, share):
    """Which sentences are read in this step, each with its weight: of those that have and precede no event, a share."""
    near = [inputs.near(sentences, k) for k in range(len(sentences))]
    return {k: 1.0 if near[k] else 1.0 / share for k in range(len(sentences)) if near[k] or random.random() < share}


def cross_entropy(scores, target):
    return -(target * torch.log_softmax(scores, -1)).sum(-1)


def asked_of(some, options):
    """What a step asks about articles, as tensors: the batch, the questions, the participants, and what is to be learnt of them."""
    cpu = torch.device("cpu")
    # Blocks of several lengths, so that the model depends on no one length.
    block = random.randint(BLOCK // 2, BLOCK)
    b = batch([(a, kept(a["sentences"], options.keep)) for a in some], cpu, options.hidden, block, options.most)
    cases = [(i, k, inputs.whole(a["sentences"], k, c, options.paths)) for i, a in enumerate(some) for k in b["rows"][i] for c in a["sentences"][k]["cases"]]
    cases = [((i, k, c["trigger"], c["type"], c["pairs"]), c) for i, k, c in cases]
    target = {"types": tensor([s["target"] for s in b["sentences"]], cpu)}
    q = None
    if cases:
        q, rows = questions(b, [asked for asked, _ in cases], cpu)
        target |= {name: tensor(np.stack([c[name] for _, c in cases]), cpu) for name in ("flags", "domain")}
        target |= {name: tensor(np.array([c[name] for _, c in cases], np.float32), cpu) for name in ("weight", "is_gold")}
        target |= {name: choice([c[name] for _, c in cases], rows) for name in ("roles", "counts")}
    found = [(b["offsets"][i][k], k, i, *side) for i, a in enumerate(some) for k in b["rows"][i] for side in a["sentences"][k].get("sides", ())]
    w = {
        "head": [start + head for start, _, _, head, *_ in found], "word": [start + trigger for start, _, _, _, trigger, *_ in found],
        "sentence": [b["rows"][i][k] for _, k, i, *_ in found], "article": [i for _, _, i, *_ in found],
        "sector": [sector for *_, sector, _ in found], "home": [float(home) for *_, home in found],
    }
    w = {name: torch.tensor(values) for name, values in w.items()} if found else None
    return {name: b[name] for name in LOOKED}, q, w, target


def choice(of, rows):
    """What each question has for its phrases, without those that are not asked about, and then what each has for nobody."""
    return tensor([x[:-1][keep] for x, keep in zip(of, rows)] + [x[-1:] for x in of], torch.device("cpu"))


def unlikely(roles, nobody, case, right, counts, is_gold):
    """For each question and role how unlikely its answers are: of labels, all right answers together; of teachers, the shares they give."""
    found, cases = torch.cat([roles, nobody]).masked_fill(~counts, -1e4), torch.cat([case, torch.arange(len(nobody), device=nobody.device)])
    pairs, none = choices(found[: -len(nobody)], found[-len(nobody) :], case)
    found = torch.cat([pairs, none])
    of_each = lambda values: torch.zeros_like(nobody).index_add(0, cases, values)
    right = right * counts
    together = -torch.log(of_each(right * found).clamp(min=1e-6))
    each = -of_each(right * torch.log(found.clamp(min=1e-6)))
    return torch.where(is_gold[:, None] > 0, together, each) * (of_each(right) > 0)


def moved(found, device):
    """Tensors in lists, tuples and dictionaries on a device."""
    if isinstance(found, torch.Tensor):
        return found.to(device, non_blocking=True)
    if isinstance(found, dict):
        return {name: moved(value, device) for name, value in found.items()}
    return type(found)(moved(value, device) for value in found) if isinstance(found, (list, tuple)) else found


def loss_of(model, asked, options):
    """The loss of articles with labels, given or of teachers, over all that is asked."""
    b, q, w, target = asked
    words, vectors, context, scores = model.look(b)
    total = (cross_entropy(scores, target["types"]) * b["weights"]).sum()
    if w:
        who = model.sides(w, words, vectors, context)
        at_home = F.binary_cross_entropy_with_logits(who[:, -1], w["home"], reduction="sum")
        total = total + options.who * (F.cross_entropy(who[:, :-1], w["sector"], reduction="sum") + at_home)
    if q is None:
        return total
    roles, nobody, flags, domains = model.ask(b, q, words, vectors, context)
    weight = target["weight"]
    missed = unlikely(roles, nobody, q["pair_case"], target["roles"], target["counts"], target["is_gold"])
    total = total + options.roles * (missed.sum(-1) * weight).sum()
    flags = F.binary_cross_entropy_with_logits(flags, target["flags"], reduction="none")
    total = total + 0.5 / 4 * (flags.sum(-1) * weight).sum()
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


def dealt(pairs, steps):
    """Sentences with pairs, in bundles that are spread over the steps."""
    bundles = [pairs[start : start + BUNDLE] for start in range(0, len(pairs), BUNDLE)]
    out = [[] for _ in range(steps)]
    for n, bundle in enumerate(bundles):
        out[n * steps // len(bundles)] += bundle
    return out


class Asked(torch.utils.data.Dataset):
    """The steps of an epoch."""

    def __init__(self, steps, options):
        self.steps, self.options = steps, options

    def __len__(self):
        return len(self.steps)

    def __getitem__(self, row):
        return asked_of(self.steps[row], self.options)


def seeded(_):
    """Seeds what draws in a process that prepares steps."""
    seed = torch.initial_seed() % 2**32
    random.seed(seed)
    np.random.seed(seed)


def planned(train, options):
    """The steps of all epochs: the epoch, the articles, and the sentences with pairs."""
    whole, pairs = [a for a in train if "pairs" not in a], [a for a in train if "pairs" in a]
    for epoch in range(options.epochs):
        random.shuffle(whole)
        random.shuffle(pairs)
        some = batches(whole, options.batch)
        yield from zip([epoch] * len(some), some, dealt(pairs, len(some)))


def fit(model, train, held, device, options):
    optimiser = torch.optim.AdamW(groups_of(model, options.lr, options.decay), weight_decay=0.01)
    steps = list(planned(train, options))
    since = time.time()
    done = lambda t: max(t / len(steps), (time.time() - since) / (options.seconds or math.inf))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda t: min(1, done(t) / 0.1 + 1 / len(steps)) * max(0.0, 1 - done(t)))
    made = torch.utils.data.DataLoader(Asked([some for _, some, _ in steps], options), batch_size=None, num_workers=options.workers, worker_init_fn=seeded)
    losses = []
    for step, (asked, (epoch, _, pairs)) in enumerate(zip(made, steps), 1):
        optimiser.zero_grad(set_to_none=True)
        loss = loss_of(model, moved(asked, device), options)
        if pairs:
            loss = loss + partial.loss(model, pairs, device, options.hidden)
        (loss / 16).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        if step % 10 == 0:
            losses.append(float(loss.detach()))
        if step % 50 == 0:
            print("epoch", epoch, "step", step, "of", len(steps), round(time.time() - since), "s, loss", round(sum(losses) / len(losses), 3), flush=True)
            losses = []
        if done(step) >= 1:
            break
    if held:
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
    # Where the engine now splits or phrases a text otherwise than it did for the teachers, what they said is left out.
    fits = {text for some in (own, pool) for text in some.keys() & answers.keys() if fitting(some[text], answers[text], some is pool)}
    print(len(fits), "of", len((own.keys() | pool.keys()) & answers.keys()), "answers of teachers fit", flush=True)
    for text in sorted(own.keys() & fits):
        inputs.soft(own[text], answers[text], share)
    for text in sorted(pool.keys() & fits):
        inputs.soft(pool[text], answers[text], 1)
    return [article for text, article in pool.items() if text in fits]


def fitting(article, answer, alone):
    """Whether the sentences, words and phrases of an article are as many as those that the teachers saw."""
    sentences = article["sentences"]
    if len(sentences) != len(answer["sentences"]):
        return False
    for k, (s, (words, cases)) in enumerate(zip(sentences, answer["sentences"])):
        if any(at[0] >= len(s["words"]) for at in words + cases):
            return False
        if alone and any(len(candidates(sentences, k, c[0])) != len(c[2]) for c in cases):
            return False
    return True


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
    parser.add_argument("--roles", type=float, default=0.5, help="weight of the participants' loss")
    parser.add_argument("--who", type=float, default=0.3, help="weight of the loss of their sectors and homes")
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
        model.load_state_dict(grown(saved["state"], model))
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
