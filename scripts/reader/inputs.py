"""What the reader is told of an article, as arrays that do not change while it learns."""

import collections

import numpy as np

from data import ELSEWHERE, HERE, NONE, ROLES, SECTORS, TYPES, WORDS, candidates, head_of, way_names

LIMIT = 192
# Actor, recipient, place and date.
SLOTS = len(ROLES) + len(WORDS)
# Distances in words, as upper bounds of buckets.
BUCKETS = (1, 2, 3, 4, 5, 8, 12, 20, 35)


def bucket(distance):
    """The bucket of a signed distance in words."""
    near = next((k for k, most in enumerate(BUCKETS) if abs(distance) <= most), len(BUCKETS))
    return near + (len(BUCKETS) + 1 if distance > 0 else 0)


def votes(sentence):
    """For each word what the rules and what the ranker say of it."""
    v = np.zeros((len(sentence["words"]), 2 * len(TYPES)), np.float32)
    for which, name in enumerate(("rules", "ranked")):
        for trigger, kind, _, _ in sentence[name]:
            v[trigger, which * len(TYPES) + TYPES.index(kind)] = 1
    return v


def slot_votes(sentences, k, trigger, chosen):
    """For each phrase whether the rules, and the ranker, have it as actor or recipient of the trigger; the rules of another."""
    v = np.zeros((len(chosen), 6), np.float32)
    for row, (j, head) in enumerate(chosen):
        for which, name in enumerate(("rules", "ranked")):
            for t, _, actors, recipients in sentences[j][name]:
                if j == k and t == trigger:
                    v[row, 2 * which] = head in actors
                    v[row, 2 * which + 1] = head in recipients
                elif which == 0:
                    v[row, 4] = max(v[row, 4], head in actors)
                    v[row, 5] = max(v[row, 5], head in recipients)
    return v


def pairs(sentences, k, trigger, paths):
    """The candidates of a trigger as (sentence, head), with their paths, distances and votes; computed once."""
    known = sentences[k].setdefault("pairs", {})
    if trigger not in known:
        chosen = candidates(sentences, k, trigger)
        ids = np.zeros((len(chosen), 4), np.int64)
        for row, c in enumerate(chosen):
            for m, name in enumerate(way_names(sentences, k, trigger, c)):
                ids[row, m] = paths.get(name, 0)
        distances = np.array([bucket(h - trigger) if j == k else len(BUCKETS) for j, h in chosen], np.int64)
        known[trigger] = np.array(chosen, np.int64).reshape(-1, 2), ids, distances, slot_votes(sentences, k, trigger, chosen)
    return known[trigger]


def wanted(sentences, found, k, event):
    """For each phrase, and then for nobody, whether it is a right answer in each role, and whether it counts.

    Where the gold names somebody of another sentence, every phrase that names it is right. A role that no phrase can fill counts for nothing.
    """
    right, counts = np.zeros((len(found) + 1, SLOTS), np.float32), np.ones((len(found) + 1, SLOTS), bool)
    for r, slot in enumerate(event["slots"]):
        for row, (j, head) in enumerate(found.tolist()):
            # A place and a date are known again by the word itself, not by the whole phrase.
            said = sentences[j]["said"].get(head, set()) if r < len(ROLES) else {sentences[j]["tokens"][head][0].lower()}
            same = bool(said & event["elsewhere"][r])
            right[row, r] = slot and same and (j == k or slot == ELSEWHERE) or j == k and head in event["roles"][r]
            # The same one, named in another sentence too, is no wrong answer.
            counts[row, r] = not (same and slot == HERE and j != k)
        right[-1, r] = slot == NONE
        if not right[:, r].any():
            counts[:, r] = False
    return right, counts


def case(sentences, k, event, paths):
    """What is to be learnt of an event beside its type."""
    told = pairs(sentences, k, event["trigger"], paths)
    right, counts = wanted(sentences, told[0], k, event)
    return {
        "trigger": event["trigger"], "type": event["type"], "pairs": told, "roles": right, "counts": counts, "weight": 1.0, "is_gold": True,
        "flags": np.array(event["flags"], np.float32), "domain": np.eye(5, dtype=np.float32)[event["domain"]],
    }


def prepare(article, tokenizer, tags, paths):
    """Adds pieces, votes and tags to the sentences of an article, and what is to be learnt of them."""
    sentences = article["sentences"] = [s for s in article["sentences"] if s["words"]]
    if not sentences:
        return article
    encoded = tokenizer([s["words"] for s in sentences], is_split_into_words=True, truncation=True, max_length=LIMIT)
    for i, s in enumerate(sentences):
        at = {}
        for piece, w in enumerate(encoded.word_ids(i)):
            if w is not None:
                at.setdefault(w, piece)
        s["pieces"] = np.array(encoded["input_ids"][i], np.int64)
        s["first"] = np.array([at.get(w, 0) for w in range(len(s["words"]))], np.int64)
        s["votes"] = votes(s)
        s["tag_ids"] = np.array([tags.get(t[1], 0) for t in s["tokens"]], np.int64)
        s["target"] = np.zeros((len(s["words"]), len(TYPES)), np.float32)
        s["target"][[w for w in range(len(s["words"])) if w not in s["ignored"]], 0] = 1
        for event in s["events"]:
            s["target"][event["trigger"]] = np.eye(len(TYPES))[event["type"]]
    home = home_of(article["gold"]) if article.get("gold") else None
    for k, s in enumerate(sentences):
        s["cases"] = [case(sentences, k, event, paths) for event in s["events"]]
        s["sides"] = list(sides(s, home)) if home else []
    return article


def home_of(gold):
    """The home of an article: the country that most participants of its events have."""
    found = collections.Counter(p["country"] for e in gold["events"] for role in ROLES for p in e[role] if p["country"])
    return next((country for country, _ in found.most_common(1)), None)


def sides(sentence, home):
    """The participants of events that are named beside them: head, trigger, sector, and whether they are at home."""
    for event in sentence["events"]:
        for p in (p for role in ROLES for p in event["gold"][role] if p.get("start") is not None):
            head = head_of(sentence["tokens"], p["start"], p["end"])
            if head is not None and (p["sector"] or "-") in SECTORS:
                yield head, event["trigger"], SECTORS.index(p["sector"] or "-"), p["country"] == home


def near(sentences, k):
    """Whether a sentence is the first one, has an event, or stands before one that has."""
    return k == 0 or any(s["cases"] for s in sentences[k : k + 3])


def chance(number):
    """A probability of a file of soft labels."""
    return np.asarray(number, np.float32) / 255


def whole(sentences, k, asked, paths):
    """A case with its pairs; those of a teacher's case are computed here, when a step first asks for them."""
    if asked["pairs"] is None:
        found = pairs(sentences, k, asked["trigger"], paths)
        counts = np.ones((len(found[0]) + 1, SLOTS), bool)
        counts[:, asked["told"] :] = False
        return asked | {"pairs": found, "counts": counts}
    return asked


def shares(y, nobody):
    """The probabilities of phrases and of nobody, as one choice; 0 for slots of which the teachers say nothing."""
    told = np.concatenate([chance(y).reshape(-1, len(nobody)), chance(nobody)[None]])
    return np.pad(told / np.maximum(told.sum(0), 1e-6), ((0, 0), (0, SLOTS - len(nobody))))


def soft(article, answer, share):
    """Mixes what teachers say of an article into its labels; of an article without labels it is all that is learnt.

    The participants of events with labels stay those of the labels.
    """
    sentences = article["sentences"]
    for k, (s, (words, cases)) in enumerate(zip(sentences, answer["sentences"], strict=True)):
        told = np.zeros_like(s["target"])
        told[:, 0] = 1
        for word, types in words:
            told[word] = np.asarray(types, np.float32) / max(1, sum(types))
        s["target"] = share * told + (1 - share) * s["target"]
        own = {c["trigger"]: c for c in s["cases"]}
        for trigger, kind, y, nobody, flags, domain in cases:
            said = {"flags": chance(flags), "domain": chance(domain)}
            if trigger in own:
                for name, value in said.items():
                    own[trigger][name] = share * value + (1 - share) * own[trigger][name]
            elif share == 1:
                weight = 1 - float(told[trigger, 0])
                s["cases"].append({"trigger": trigger, "type": kind, "pairs": None, "weight": weight, "is_gold": False, "roles": shares(y, nobody), "told": len(nobody)} | said)
