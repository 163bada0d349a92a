"""The reader: an encoder with a head for each question it answers."""

import torch
from torch import nn
from transformers import BertModel

from data import DOMAINS, FLAGS, SLOT, TYPES, candidates, way_names

HIDDEN = 256
# The context of an article is made of as many sentences (src/extract/reader/read.rs).
TOGETHER = 64
# Distances in words, as upper bounds of buckets.
BUCKETS = (1, 2, 3, 4, 5, 8, 12, 20, 35)


def bucket(distance):
    """The bucket of a signed distance in words."""
    near = next((k for k, most in enumerate(BUCKETS) if abs(distance) <= most), len(BUCKETS))
    return near + (len(BUCKETS) + 1 if distance > 0 else 0)


def votes(sentence, count=len(TYPES)):
    """For each word what the rules and what the ranker say of it."""
    v = torch.zeros(len(sentence["words"]), 2 * count)
    for which, name in enumerate(("rules", "ranked")):
        for trigger, kind, _, _ in sentence[name]:
            v[trigger, which * count + TYPES.index(kind)] = 1
    return v


def slot_votes(sentences, k, trigger, chosen):
    """For each phrase whether the rules, and the ranker, have it as actor or recipient of the trigger; the rules of another."""
    v = torch.zeros(len(chosen), 6)
    for row, (j, head) in enumerate(chosen):
        for which, name in enumerate(("rules", "ranked")):
            for t, _, actors, recipients in sentences[j][name]:
                if j == k and t == trigger:
                    v[row, 2 * which] = float(head in actors)
                    v[row, 2 * which + 1] = float(head in recipients)
                elif which == 0:
                    v[row, 4] = max(v[row, 4], float(head in actors))
                    v[row, 5] = max(v[row, 5], float(head in recipients))
    return v


class Reader(nn.Module):
    def __init__(self, encoder, tags, paths, rows=None, layers=6, hidden=HIDDEN):
        super().__init__()
        self.encoder = BertModel.from_pretrained(encoder, add_pooling_layer=False, attn_implementation="eager")
        self.encoder.encoder.layer = self.encoder.encoder.layer[:layers]
        if rows is not None:
            words = self.encoder.embeddings.word_embeddings
            self.encoder.embeddings.word_embeddings = nn.Embedding.from_pretrained(words.weight.detach()[rows].clone())
        # Words that training has not seen must stay where those that it has seen are.
        self.encoder.embeddings.word_embeddings.weight.requires_grad = False
        h, n = self.encoder.config.hidden_size, len(TYPES)
        self.tags, self.paths = {t: i + 1 for i, t in enumerate(tags)}, {p: i + 1 for i, p in enumerate(paths)}
        self.context = nn.Sequential(nn.Linear(2 * h, 64), nn.GELU())
        self.tag = nn.Embedding(len(tags) + 1, 16)
        self.trigger = nn.Sequential(nn.Linear(h + 64 + 16 + 2 * n, hidden), nn.GELU(), nn.Dropout(0.1), nn.Linear(hidden, n))
        self.direct = nn.Linear(h + 2 * n, n)
        self.kind, self.distance = nn.Embedding(n, 32), nn.Embedding(2 * len(BUCKETS) + 2, 32)
        self.path = nn.EmbeddingBag(len(paths) + 1, 64, mode="sum", padding_idx=0)
        self.role = nn.Sequential(nn.Linear(3 * h + 32 + 32 + 64 + 16 + 6, hidden), nn.GELU(), nn.Dropout(0.1), nn.Linear(hidden, 2))
        self.slot = nn.Sequential(nn.Linear(h + 32 + 64 + 2 * n, 64), nn.GELU(), nn.Linear(64, 2 * len(SLOT)))
        self.flag = nn.Linear(2 * h, len(FLAGS))
        self.domain = nn.Linear(h + 64, len(DOMAINS))
        self.drop = nn.Dropout(0.1)
        self.silent = 0.0

    def heard(self, count):
        """For each of `count` a factor of the votes. The rules are surer of the articles that they were written on than of others."""
        return (torch.rand(count, 1) >= self.silent).float() if self.training else torch.ones(count, 1)

    def encode(self, batch):
        """Word vectors and sentence vectors of tokenised sentences."""
        with torch.autocast("cpu", torch.bfloat16, enabled=self.training):
            out = self.encoder(input_ids=batch["ids"], attention_mask=batch["mask"]).last_hidden_state
        longest = out.shape[1]
        rows = [i * longest + first for i, first in enumerate(batch["first"])]
        words = out.reshape(-1, out.shape[2]).index_select(0, torch.cat(rows)).float()
        return words.split([len(r) for r in rows]), out[:, 0].float()

    def about(self, vectors):
        """What an article is about, of its sentences' vectors."""
        return self.context(torch.cat([vectors[:TOGETHER].mean(0), vectors[0]]))

    def triggers(self, sentences, words, context):
        """Scores of the types for every word of sentences, one below the other."""
        heard = self.heard(len(sentences))
        words, v = torch.cat(words), torch.cat([s["votes"] * heard[k] for k, s in enumerate(sentences)])
        tags = self.tag(torch.cat([s["tag_ids"] for s in sentences]))
        x = torch.cat([words, context.expand(len(words), -1), tags, v], -1)
        return self.trigger(x) + self.direct(torch.cat([words, v], -1))

    def pair_inputs(self, sentences, k, trigger):
        """What does not depend on weights of the pairs of a trigger with all candidates; computed once."""
        known = sentences[k].setdefault("pairs", {})
        if trigger not in known:
            chosen = candidates(sentences, k, trigger)
            ids = torch.zeros(len(chosen), 4, dtype=torch.long)
            for row, c in enumerate(chosen):
                for m, name in enumerate(way_names(sentences, k, trigger, c)):
                    ids[row, m] = self.paths.get(name, 0)
            distances = torch.tensor([bucket(h - trigger) if j == k else len(BUCKETS) for j, h in chosen], dtype=torch.long)
            known[trigger] = chosen, ids, distances, slot_votes(sentences, k, trigger, chosen)
        return known[trigger]

    def questions(self, sentences, words, vectors, cases, context):
        """Scores of roles, slots, flags and domains for cases of (sentence, trigger, type).

        `words` and `vectors` have none for a sentence that was not encoded; its phrases are left out. Roles come as one matrix,
        a row for each candidate of each case, with the candidates by case.
        """
        kinds = self.kind(torch.tensor([kind for *_, kind in cases]))
        at = torch.stack([words[k][trigger] for k, trigger, _ in cases])
        about = context.expand(len(cases), -1)
        heard = self.heard(len(cases))
        v = torch.stack([sentences[k]["votes"][trigger] for k, trigger, _ in cases]) * heard
        slots = self.slot(torch.cat([at, kinds, about, v], -1)).view(-1, 2, len(SLOT))
        flags = self.flag(torch.cat([at, torch.stack([vectors[k] for k, _, _ in cases])], -1))
        domains = self.domain(torch.cat([at, about], -1))
        offsets, n = {}, 0
        for j, w in enumerate(words):
            if w is not None:
                offsets[j] = n
                n += len(w)
        everything = torch.cat([w for w in words if w is not None])
        tags = torch.cat([sentences[j]["tag_ids"] for j in offsets])
        found, rows, places, ids, distances, said = [], [], [], [], [], []
        for row, (k, trigger, _) in enumerate(cases):
            chosen, i, d, s = self.pair_inputs(sentences, k, trigger)
            keep = [m for m, (j, _) in enumerate(chosen) if j in offsets]
            found.append([chosen[m] for m in keep])
            rows += [row] * len(keep)
            places += [offsets[chosen[m][0]] + chosen[m][1] for m in keep]
            ids.append(i[keep])
            distances.append(d[keep])
            said.append(s[keep])
        if not rows:
            return found, torch.zeros(0, 2), slots, flags, domains
        rows, places = torch.tensor(rows), torch.tensor(places)
        c, t = everything[places], at[rows]
        x = torch.cat([c, t, c * t, kinds[rows], self.distance(torch.cat(distances)), self.path(torch.cat(ids)), self.tag(tags[places]), torch.cat(said) * heard[rows]], -1)
        return found, self.role(x), slots, flags, domains
