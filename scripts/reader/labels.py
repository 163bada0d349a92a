#!/usr/bin/env python3
"""Puts the labels of annotated articles beside their texts.

    labels.py join LABELS OUT FILE…     gold lines, from labels by offset and from files with the articles' texts
    labels.py part GOLD LABELS SOURCE   the labels alone, appended to LABELS: offsets, codes and flags, without a word of the text

An article is known by the SHA-256 of its cleaned text; FILE is what `dateline features` prints.
"""

import hashlib
import json
import lzma
import sys

from data import FLAGS


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def spot(text, words, near=0):
    """Where words stand in a text, nearest to an offset."""
    if not words:
        return None
    places, at = [], text.find(words)
    while at >= 0:
        places.append(at)
        at = text.find(words, at + 1)
    return min(places, key=lambda p: abs(p - near), default=None)


def parted(gold, source):
    """An article's labels without its text."""
    text, events = gold["text"], []
    for e in gold["events"]:
        kept = {"s": e["s"], "at": [e["start"], e["end"]], "type": e["type"], "mode": e.get("mode"), "domain": e["domain"], "event": e["event"]}
        kept |= {f: True for f in FLAGS if e[f]}
        for role in ("actors", "recipients"):
            kept[role] = []
            for p in e[role]:
                person = {"country": p["country"], "sector": p["sector"]}
                if p.get("start") is not None:
                    person["at"] = [p["start"], p["end"]]
                name = spot(text, p["name"], e["start"])
                if name is not None:
                    person["name"] = [name, name + len(p["name"])]
                kept[role].append(person)
        for key in ("date_text", "place_text"):
            place = spot(text, e.get(key), e["start"])
            if place is not None:
                kept[key.removesuffix("_text")] = [place, place + len(e[key])]
        events.append(kept)
    return {"source": source, "id": gold["id"], "sha256": digest(text), "sentences": gold["sentences"], "events": events}


def joined(labels, text, article_id):
    """An article's labels as a line of the gold."""
    say = lambda span: span and text[span[0] : span[1]]
    events = []
    for e in labels["events"]:
        line = {"s": e["s"], "trigger": say(e["at"]), "start": e["at"][0], "end": e["at"][1], "type": e["type"], "mode": e["mode"]}
        for role in ("actors", "recipients"):
            line[role] = []
            for p in e[role]:
                own = say(p.get("at"))
                person = {"text": own, "name": say(p.get("name")) or own or "", "country": p["country"], "sector": p["sector"]}
                if own:
                    person["start"], person["end"] = p["at"]
                line[role].append(person)
        line |= {f: e.get(f, False) for f in FLAGS}
        line |= {f"{key}_text": say(e[key]) for key in ("date", "place") if key in e}
        events.append(line | {"domain": e["domain"], "event": e["event"]})
    return {"id": article_id, "text": text, "sentences": labels["sentences"], "events": events}


def opened(path, mode="r"):
    """A text file, compressed if its name says so."""
    return (lzma.open if path.endswith(".xz") else open)(path, mode + "t", encoding="utf8")


def lines(path):
    with opened(path) as file:
        return [json.loads(line) for line in file]


def main():
    if sys.argv[1:2] == ["part"] and len(sys.argv) == 5:
        with opened(sys.argv[3], "a") as out:
            for gold in lines(sys.argv[2]):
                out.write(json.dumps(parted(gold, sys.argv[4]), separators=(",", ":")) + "\n")
    elif sys.argv[1:2] == ["join"] and len(sys.argv) > 4:
        texts = {digest(a["text"]): a for path in sys.argv[4:] for a in lines(path)}
        missing = 0
        with open(sys.argv[3], "w", encoding="utf8") as out:
            for labels in lines(sys.argv[2]):
                article = texts.get(labels["sha256"])
                if article is None:
                    missing += 1
                    continue
                out.write(json.dumps(joined(labels, article["text"], article["id"]), ensure_ascii=False) + "\n")
        if missing:
            print(missing, "articles are in none of the files, or have another text", file=sys.stderr)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
