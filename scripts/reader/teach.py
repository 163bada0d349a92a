#!/usr/bin/env python3
"""Writes what trained readers say of articles, on average: soft labels that another one learns from.

    teach.py OUT.jsonl.xz --model MODEL.pt … FEATURES …

A line has the SHA-256 of an article's text and, for each sentence, its words that may be triggers with the probabilities of the types, and
its probable triggers with those of roles, of nobody, of flags and of domains, in 255ths.
"""

import argparse
import json
import lzma

import numpy as np
import torch

import inputs
from data import articles
from encoders import encoder, tokenizer
from labels import digest
from model import Reader, grown
from read import read


def load(path):
    """A trained reader, with its vocabulary."""
    saved = torch.load(path, weights_only=False)
    number = lambda names: {name: i + 1 for i, name in enumerate(names)}
    model = Reader(encoder(saved["options"]["encoder"], saved["vocabulary"], saved["options"]["layers"]), number(saved["tags"]), number(saved["paths"]))
    model.load_state_dict(grown(saved["state"], model))
    return model.eval(), saved["vocabulary"]


def parts(numbers):
    return np.round(np.asarray(numbers) * 255).astype(int).tolist()


def answer(models, article, device):
    """What models say of an article."""
    sentences = [([], []) for _ in article["sentences"]]
    for f in read(models, article, device, most_none=0.98):
        words, cases = sentences[f["sentence"]]
        words.append([f["trigger"], parts(f["types"])])
        if f["types"][0] < 0.8:
            trained = min(model.trained_slots for model in models)
            slots = [row[:trained] for row in f["roles"]], f["nobody"][:trained]
            cases.append([f["trigger"], f["type"], *map(parts, (*slots, f["flags"], f["domains"]))])
    return {"sha256": digest(article["text"]), "sentences": sentences}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("--model", action="append", required=True)
    parser.add_argument("features", nargs="+")
    options = parser.parse_args()
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    loaded = [load(path) for path in options.model]
    models, pieces = [model.to(device) for model, _ in loaded], tokenizer(loaded[0][1])
    with lzma.open(options.out, "wt", encoding="utf8") as out:
        for article in (a for path in options.features for a in articles(path, None)):
            inputs.prepare(article, pieces, models[0].tags, models[0].paths)
            if article["sentences"]:
                out.write(json.dumps(answer(models, article, device), separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
