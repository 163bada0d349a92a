"""Articles and questions about them as tensors."""

import numpy as np
import torch

from inputs import LIMIT

# The context of an article is made of as many sentences, and as many are encoded at a time (src/extract/reader/read.rs).
TOGETHER = 64


def tensor(rows, device):
    """Arrays, one below the other, as a tensor."""
    return torch.from_numpy(np.concatenate(rows) if isinstance(rows, list) else rows).to(device, non_blocking=True)


# Maximum pieces of neighbouring sentences that are encoded together (src/extract/reader/read.rs).
BLOCK = LIMIT


def blocks(lengths, most):
    """Runs of neighbours with at most `most` pieces each; a longer sentence is a run alone. No run crosses a multiple of `TOGETHER`."""
    found, total = [], most + 1
    for i, length in enumerate(lengths):
        if total + length > most or i % TOGETHER == 0:
            found.append([])
            total = 0
        found[-1].append(i)
        total += length
    return found


# By device: maximum number of blocks in a chunk, and their minimum length as a share of the longest one.
CHUNK = {"cpu": (12, 0.7), "cuda": (256, 0.3)}


def chunks(sentences, together, device, mask, most):
    """Blocks of like length together, so that little is padded; and for each sentence, and word, its place in them.

    `together` has the blocks, `mask` the share of the pieces that are hidden, the piece that hides, and the last of the special pieces.
    """
    most, like = most or CHUNK[device.type]
    length = [sum(len(sentences[i]["pieces"]) for i in block) for block in together]
    order = sorted(range(len(together)), key=lambda k: length[k])
    found, after = [], []
    while order:
        take = [order.pop()]
        longest = length[take[0]]
        while order and len(take) < most and length[order[-1]] > like * longest:
            take.append(order.pop())
        ids, on, starts, first = np.zeros((len(take), longest), np.int64), np.zeros((len(take), longest), np.int64), [], []
        for row, k in enumerate(take):
            ids[row, : length[k]], on[row, : length[k]] = np.concatenate([sentences[i]["pieces"] for i in together[k]]), 1
            at = row * longest
            for i in together[k]:
                starts.append(at)
                first.append(sentences[i]["first"] + at)
                at += len(sentences[i]["pieces"])
            after += together[k]
        share, hide, special = mask
        if share:
            ids[(np.random.rand(*ids.shape) < share) & (ids > special)] = hide
        found.append((tensor(ids, device), tensor(on, device), tensor(np.array(starts), device), tensor(first, device)))
    place = np.argsort(after)
    starts = np.cumsum([0] + [len(sentences[i]["first"]) for i in after])
    words = [np.arange(starts[place[i]], starts[place[i]] + len(s["first"])) for i, s in enumerate(sentences)]
    return found, tensor(place, device), tensor(words, device)


def batch(read, device, mask=(0.0, 0, 0), block=BLOCK, most=None):
    """Articles as tensors: pairs of an article and the weights of those of its sentences that are read."""
    sentences, article, weights, lead, offsets, rows, together, words = [], [], [], [], [], [], [], 0
    for i, (a, own) in enumerate(read):
        offsets.append(np.full(len(a["sentences"]), -1))
        rows.append({})
        lead.append(len(sentences))
        for k in sorted(own):
            s = a["sentences"][k]
            offsets[i][k], rows[i][k] = words, len(sentences)
            words += len(s["first"])
            sentences.append(s)
            article.append(i)
            weights.append(own[k])
        lengths = [len(s["pieces"]) for s in sentences[lead[i] :]]
        together += [[lead[i] + k for k in run] for run in blocks(lengths, block)]
    mean = np.zeros((len(read), len(sentences)), np.float32)
    for i, (start, end) in enumerate(zip(lead, lead[1:] + [len(sentences)])):
        end = min(end, start + TOGETHER)
        mean[i, start:end] = 1 / (end - start)
    of_word = np.repeat(np.arange(len(sentences)), [len(s["first"]) for s in sentences])
    parts, place, word_place = chunks(sentences, together, device, mask, most)
    return {
        "chunks": parts, "place": place, "word_place": word_place, "sentences": sentences, "offsets": offsets, "rows": rows,
        "mean": tensor(mean, device), "lead": tensor(np.array(lead), device), "sentence_of_word": tensor(of_word, device),
        "article_of_word": tensor(np.array(article)[of_word], device), "weights": tensor(np.array(weights, np.float32)[of_word], device),
        "votes": tensor([s["votes"] for s in sentences], device), "tags": tensor([s["tag_ids"] for s in sentences], device),
    }


def questions(b, asked, device):
    """Questions about events as tensors, each (article, sentence, trigger, type, pairs); and which pairs are asked about.

    The phrases of sentences that are not read are left out.
    """
    word, sentence, article, kind, kept, pair_word, pair_case, paths, distances, said = ([] for _ in range(10))
    for row, (i, k, trigger, its_type, (chosen, ids, distance, v)) in enumerate(asked):
        word.append(b["offsets"][i][k] + trigger)
        sentence.append(b["rows"][i][k])
        article.append(i)
        kind.append(its_type)
        base = b["offsets"][i][chosen[:, 0]]
        keep = base >= 0
        kept.append(keep)
        pair_word.append((base + chosen[:, 1])[keep])
        pair_case.append(np.full(int(keep.sum()), row))
        paths.append(ids[keep])
        distances.append(distance[keep])
        said.append(v[keep])
    flat = {"word": word, "sentence": sentence, "article": article, "kind": kind}
    found = {name: tensor(np.array(rows, np.int64), device) for name, rows in flat.items()}
    pairs = {"pair_word": pair_word, "pair_case": pair_case, "paths": paths, "distance": distances, "votes": said}
    return found | {name: tensor(rows, device) for name, rows in pairs.items()}, kept
