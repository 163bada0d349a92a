"""Scores as they are counted on the dense gold: by trigger, by type, and with who and whom by text."""

from data import content as words


def content(text):
    """The content words of a text."""
    return words([text])


def slot(people, text, name):
    """Whether a slot agrees with the participants of the gold."""
    if not people:
        return text is None
    return any(content(p.get("text")) & content(text) or content(p["name"]) & (content(text) | content(name)) for p in people)


def score(gold, records, flags=None):
    """Counts over one article. A record is (start, end, type, actor, recipient, reciprocal); a participant is (text, name) or None."""
    count = dict(gold=len(gold["events"]), given=len(records), none=0, trigger=0, type=0, both=0, actor=0, recipient=0, flags=0, historical=0, domain=0)
    used = set()
    for i, (start, end, kind, actor, recipient, reciprocal) in enumerate(records):
        over = [(k, e) for k, e in enumerate(gold["events"]) if e["start"] < end and start < e["end"]]
        if not over:
            count["none"] += 1
            continue
        k, e = next(((k, e) for k, e in over if e["type"] == kind and k not in used), over[0])
        if k in used:
            continue
        used.add(k)
        count["trigger"] += 1
        if e["type"] != kind:
            continue
        count["type"] += 1
        actor, recipient = actor or (None, None), recipient or (None, None)
        a, r = slot(e["actors"], *actor), slot(e["recipients"], *recipient)
        if reciprocal and not (a and r) and slot(e["recipients"], *actor) and slot(e["actors"], *recipient):
            a = r = True
        count["actor"] += a
        count["recipient"] += r
        count["both"] += a and r
        if flags:
            count["flags"] += all(e[f] == flags[i][f] for f in ("negated", "future", "hypothetical"))
            count["historical"] += e["historical"] == flags[i]["historical"]
            count["domain"] += e["domain"] == flags[i]["domain"]
    return count


def line(count):
    """One line of figures."""
    f = lambda k: "%s P %.1f R %.1f F1 %.1f" % (k, 100 * count[k] / max(1, count["given"]), 100 * count[k] / max(1, count["gold"]), 200 * count[k] / max(1, count["given"] + count["gold"]))
    of = lambda k: "%s %.1f" % (k, 100 * count[k] / max(1, count["type"]))
    return " | ".join([f("trigger"), f("type"), f("both"), "none %.1f" % (100 * count["none"] / max(1, count["given"])), of("actor"), of("recipient"), of("flags"), of("historical"), of("domain")])
