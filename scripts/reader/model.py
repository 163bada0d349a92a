"""The reader: an encoder with a head for each question it answers."""

import torch
from torch import nn

from data import DOMAINS, FLAGS, SECTORS, TYPES
from inputs import BUCKETS, SLOTS

HIDDEN = 256


class Reader(nn.Module):
    """Heads over an encoder. `tags` and `paths` have the numbers of the names that are told apart."""

    def __init__(self, encoder, tags, paths, hidden=HIDDEN):
        super().__init__()
        self.encoder = encoder
        # Words that training has not seen must stay where those that it has seen are.
        encoder.embeddings.word_embeddings.weight.requires_grad = False
        h, n = encoder.config.hidden_size, len(TYPES)
        self.tags, self.paths = tags, paths
        self.context = nn.Sequential(nn.Linear(2 * h, 64), nn.GELU())
        self.tag = nn.Embedding(len(tags) + 1, 16)
        self.trigger = nn.Sequential(nn.Linear(h + 64 + 16 + 2 * n, hidden), nn.GELU(), nn.Dropout(0.1), nn.Linear(hidden, n))
        self.direct = nn.Linear(h + 2 * n, n)
        self.kind, self.distance = nn.Embedding(n, 32), nn.Embedding(2 * len(BUCKETS) + 2, 32)
        self.path = nn.EmbeddingBag(len(paths) + 1, 64, mode="sum", padding_idx=0)
        self.role = nn.Sequential(nn.Linear(3 * h + 32 + 32 + 64 + 16 + 6, hidden), nn.GELU(), nn.Dropout(0.1), nn.Linear(hidden, SLOTS))
        # Scores of nothing as actor, recipient, place and date: each is a choice among all phrases and nothing.
        self.nobody = nn.Sequential(nn.Linear(h + 32 + 64 + 2 * n, 64), nn.GELU(), nn.Dropout(0.1), nn.Linear(64, SLOTS))
        # The sector of a participant, and whether it belongs to the home of the article.
        self.who = nn.Sequential(nn.Dropout(0.1), nn.Linear(3 * h + 64, 64), nn.GELU(), nn.Dropout(0.1), nn.Linear(64, len(SECTORS) + 1))
        self.flag = nn.Linear(2 * h, len(FLAGS))
        self.domain = nn.Linear(h + 64, len(DOMAINS))
        self.drop = nn.Dropout(0.1)
        self.silent = 0.0

    def heard(self, count, device):
        """For each of `count` a factor of the votes. The rules are surer of the articles that they were written on than of others."""
        return (torch.rand(count, 1, device=device) >= self.silent).float() if self.training else torch.ones(count, 1, device=device)

    def encode(self, b):
        """Word vectors and sentence vectors of a batch, in its order."""
        words, vectors = [], []
        for ids, mask, starts, first in b["chunks"]:
            with torch.autocast(ids.device.type, torch.bfloat16, enabled=self.training):
                out = self.encoder(input_ids=ids, attention_mask=mask, **positions(self.encoder, ids)).last_hidden_state
            out = out.reshape(-1, out.shape[2])
            words.append(out.index_select(0, first).float())
            vectors.append(out.index_select(0, starts).float())
        return torch.cat(words)[b["word_place"]], torch.cat(vectors)[b["place"]]

    def look(self, b):
        """Word vectors, sentence vectors, what each article is about, and scores of the types for every word."""
        words, vectors = self.encode(b)
        words = self.drop(words)
        context = self.context(torch.cat([b["mean"] @ vectors, vectors[b["lead"]]], -1))
        v = b["votes"] * self.heard(len(vectors), vectors.device)[b["sentence_of_word"]]
        x = torch.cat([words, context[b["article_of_word"]], self.tag(b["tags"]), v], -1)
        return words, vectors, context, self.trigger(x) + self.direct(torch.cat([words, v], -1))

    def ask(self, b, q, words, vectors, context):
        """Scores of roles (a row for each pair), of nobody, of flags and of domains (a row for each question)."""
        at, about = words[q["word"]], context[q["article"]]
        heard = self.heard(len(at), at.device)
        nobody = self.nobody(self.case(b, q, words, context, heard))
        flags = self.flag(torch.cat([at, vectors[q["sentence"]]], -1))
        domains = self.domain(torch.cat([at, about], -1))
        return self.roles(b, q, words, heard), nobody, flags, domains

    def sides(self, w, words, vectors, context):
        """Scores of the sectors of participants, and of home."""
        return self.who(torch.cat([words[w["head"]], words[w["word"]], vectors[w["sentence"]], context[w["article"]]], -1))

    def case(self, b, q, words, context, heard):
        """What is known of each question beside its pairs."""
        return torch.cat([words[q["word"]], self.kind(q["kind"]), context[q["article"]], b["votes"][q["word"]] * heard], -1)

    def roles(self, b, q, words, heard):
        """Scores of actor, recipient, place and date for each pair."""
        at, kinds = words[q["word"]], self.kind(q["kind"])
        c, t, case = words[q["pair_word"]], at[q["pair_case"]], q["pair_case"]
        ways = [self.distance(q["distance"]), self.path(q["paths"]), self.tag(b["tags"][q["pair_word"]]), q["votes"] * heard[case]]
        return self.role(torch.cat([c, t, c * t, kinds[case], *ways], -1))


def grown(state, model):
    """The state of a model with as many slots as it has now. Of those that it was not trained for it says nothing."""
    model.trained_slots = len(state["role.3.bias"])
    for name, value in model.state_dict().items():
        if name in state and state[name].shape != value.shape:
            state[name] = torch.cat([state[name], torch.zeros_like(value[len(state[name]) :])])
    return state


def choices(scores, nobody, case):
    """For each pair the probability of its phrase among all phrases of its question and nobody; and that of nobody."""
    top = nobody.detach().scatter_reduce(0, case[:, None].expand_as(scores), scores.detach(), "amax")
    pairs, none = (scores - top[case]).exp(), (nobody - top).exp()
    total = none.index_add(0, case, pairs)
    return pairs / total[case], none / total


def positions(encoder, ids):
    """The positions of pieces, for an encoder that would count them by a padding piece of its own."""
    if encoder.config.model_type != "mpnet":
        return {}
    return {"position_ids": torch.arange(2, ids.shape[1] + 2, device=ids.device).expand_as(ids)}
