"""From gold labels and the engine's features to training examples.

An article is a list of sentences. A sentence has its words with tag, label, head and lemma, the noun phrases that may take
part, the votes of the rules and of the ranker, and, where it is annotated, the mentions of the gold by token.
"""

import bisect
import collections
import json
import re

STOP = {"the", "a", "an", "of", "and", "in", "to", "for"}


def content(texts):
    """The content words of texts."""
    return {w for t in texts for w in re.findall(r"\w+", (t or "").lower())} - STOP

TYPES = ["-", *"AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()]
FLAGS = ["negated", "future", "hypothetical", "historical"]
DOMAINS = ["politics", "conflict", "crime", "business", "other"]
# Who takes part in an event, and by which words the gold tells where and when it happened.
ROLES = ["actors", "recipients"]
WORDS = ["place_text", "date_text"]
# Where the gold has what fills a role: nowhere, in the sentence of the event, or in another one.
NONE, HERE, ELSEWHERE = range(3)
SECTORS = ["-", *"AGR BUS COP CRM CVL EDU ELI GOV JRN JUD LAB LEG MED MIL OPP PRE PRM PTY REB REF REL SOC SPY UAF UNK".split()]
TYPE = {name: index for index, name in enumerate(TYPES)}
# The outlets of the fold that is held back where none is named; the same as in .ci/floors.
FOLD = "af_allaf,sa_star,bangladesh_star,mong_montsame,alg_africanews,chile_chiletoday,kw_gulftimes,nz_rnz,kenya_tuko,cn_article_xinhua,kr_jgdaily,in_gazette"
# The longest path between a trigger and a noun phrase that is told step by step.
LONGEST_PATH = 6


def outlet(article_id):
    """The outlet of an article: its id without the number at the end."""
    return article_id.rsplit("_", 1)[0]


def head_of(tokens, start, end):
    """The token that heads the words between two offsets, or none where there are none."""
    inside = [i for i, t in enumerate(tokens) if t[5] < end and start < t[6] and t[0].strip()]
    outside = [i for i in inside if tokens[i][3] not in inside or tokens[i][3] == i]
    return next(iter(outside or inside), None)


def path(tokens, trigger, word):
    """The way through the tree from a trigger to a word: labels up, then down; prepositions are named."""
    def ancestors(i):
        chain = [i]
        while tokens[chain[-1]][3] != chain[-1] and 0 <= tokens[chain[-1]][3] < len(tokens) and len(chain) < 40:
            chain.append(tokens[chain[-1]][3])
        return chain

    def step(i):
        label = tokens[i][2]
        return f"{label}:{tokens[i][0].lower()}" if tokens[i][4] else label

    up, down = ancestors(trigger), ancestors(word)
    meet = next((a for a in up if a in down), None)
    if meet is None:
        return ["apart"]
    steps = [step(i) + "^" for i in up[: up.index(meet)]] + [step(i) for i in reversed(down[: down.index(meet)])]
    return steps or ["self"]


def path_names(tokens, trigger, word):
    """The names of a path from the most to the least exact: whole, without words, its first and last step with its length."""
    steps = path(tokens, trigger, word)
    if len(steps) > LONGEST_PATH:
        return [f"long:{min(len(steps), 12)}"]
    bare = [s.split(":")[0] + ("^" if s.endswith("^") and ":" in s else "") for s in steps]
    return ["/".join(steps), "/".join(bare), f"{bare[0]}..{bare[-1]}:{len(bare)}", f"long:{len(bare)}"]


# Sentences before that of the trigger whose noun phrases may take part in its event; the first sentence may always.
BEFORE = 2


def candidates(sentences, k, trigger):
    """The noun phrases that may take part in the event of a trigger: those of its sentence, and those of sentences before."""
    own = [(k, h) for h in nearest(sentences[k]["spans"], trigger) if h != trigger]
    others = [j for j in {0, *range(k - BEFORE, k)} if 0 <= j < k]
    return own + [(j, h) for j in sorted(others, reverse=True) for h in nearest(sentences[j]["spans"], 0)]


# As many noun phrases of a sentence may take part: the nearest to the trigger; in other sentences the first ones.
PHRASES = 80


def nearest(heads, position):
    """The phrases around a position."""
    heads = sorted(heads)
    start = min(max(0, bisect.bisect_left(heads, position) - PHRASES // 2), max(0, len(heads) - PHRASES))
    return heads[start : start + PHRASES]


def way_names(sentences, k, trigger, candidate):
    """The names of the way to a candidate, also to one of another sentence."""
    j, head = candidate
    if j == k:
        return path_names(sentences[k]["tokens"], trigger, head)
    place = f"before:{k - j}" if k - j <= BEFORE else "lead"
    return [place, f"{place}:{sentences[j]['tokens'][head][2]}"]


def articles(features, gold):
    """The articles of a features file with the labels of a gold file, in its order."""
    labels = {}
    if gold:
        with open(gold, encoding="utf8") as lines:
            labels = {g["id"]: g for g in map(json.loads, lines)}
    with open(features, encoding="utf8") as lines:
        for article in map(json.loads, lines):
            yield example(article, labels.get(article["id"]))


def example(article, gold):
    """One article as sentences; `lost` counts the mentions of the gold that fit no token."""
    sentences, lost = [], 0
    for s in article["sentences"]:
        tokens = s["words"]
        sentences.append({
            "tokens": tokens, "words": [w[0] if w[0].strip() else "." for w in tokens], "events": [], "ignored": set(),
            "spans": {head: (start, end, name) for head, start, end, name in s["phrases"]}, "rules": s["rules"], "ranked": s["ranked"],
        })
    if gold:
        for event in gold["events"]:
            at = next((s for s in sentences if s["tokens"] and s["tokens"][0][5] < event["end"] and event["start"] < s["tokens"][-1][6]), None)
            trigger = at and head_of(at["tokens"], event["start"], event["end"])
            if trigger is None:
                lost += 1
                continue
            roles, slots, elsewhere = [], [], []
            for role in ROLES:
                heads = [head_of(at["tokens"], p["start"], p["end"]) for p in event[role] if p.get("start") is not None]
                heads = {h for h in heads if h is not None}
                roles.append(heads)
                slots.append(NONE if not event[role] else HERE if heads else ELSEWHERE)
                elsewhere.append(content([p["name"] for p in event[role]]))
            for words in (event.get(name) for name in WORDS):
                heads = headed_within(at, article["text"], words, event["start"]) if words else set()
                roles.append(heads)
                slots.append(NONE if not words else HERE if heads else ELSEWHERE)
                elsewhere.append(content([words]))
            at["events"].append({
                "elsewhere": elsewhere, "trigger": trigger, "type": TYPE[event["type"]], "roles": roles, "slots": slots, "gold": event,
                "flags": [float(event[f]) for f in FLAGS], "domain": DOMAINS.index(event["domain"]),
            })
            inside = {i for i, t in enumerate(at["tokens"]) if t[5] < event["end"] and event["start"] < t[6]}
            at["ignored"] |= inside - {trigger}
    sentences = [s for s in sentences if s["tokens"]]
    for s in sentences:
        s["said"] = {h: content([article["text"][a:b], n]) for h, (a, b, n) in s["spans"].items()}
        s["ignored"] -= {e["trigger"] for e in s["events"]}
    return {"id": article["id"], "text": article["text"], "sentences": sentences, "lost": lost, "gold": gold}


def headed_within(sentence, text, words, position):
    """The phrases of a sentence that are headed within words, where these stand nearest to a position."""
    tokens = sentence["tokens"]
    first, last = tokens[0][5], tokens[-1][6]
    starts = [m.start() + first for m in re.finditer(re.escape(words), text[first:last])]
    if not starts:
        return set()
    start = min(starts, key=lambda start: abs(start - position))
    return {head for head in sentence["spans"] if start <= tokens[head][5] and tokens[head][6] <= start + len(words)}


def tables(examples, at_least=5):
    """The tags and the paths that occur often enough to be told apart."""
    tags, paths = collections.Counter(), collections.Counter()
    for a in examples:
        for k, s in enumerate(a["sentences"]):
            tags.update(t[1] for t in s["tokens"])
            for e in s["events"]:
                for c in candidates(a["sentences"], k, e["trigger"]):
                    paths.update(way_names(a["sentences"], k, e["trigger"], c))
    keep = lambda counts, least: [k for k, n in sorted(counts.items()) if n >= least]
    return keep(tags, 20), keep(paths, at_least)
