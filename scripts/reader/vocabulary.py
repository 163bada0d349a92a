#!/usr/bin/env python3
"""Chooses the pieces of a model's vocabulary that English news needs.

    vocabulary.py OUT --most N FILE…

FILE is text, or JSON Lines with the key `text`. A piece is kept when it is one character, which spells any word, or among
the N most frequent; the order is that of the model's vocabulary. Words without their piece are put together from shorter ones.
"""

import argparse
import collections
import json

from transformers import BertTokenizerFast

from encoders import minilm

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("files", nargs="+")
    parser.add_argument("--most", type=int, required=True)
    parser.add_argument("--model", default=minilm())
    options = parser.parse_args()
    tokenizer = BertTokenizerFast.from_pretrained(options.model)
    counts = collections.Counter()
    for path in options.files:
        with open(path, encoding="utf8") as lines:
            texts = [json.loads(line)["text"] if path.endswith(".jsonl") else line for line in lines]
        for start in range(0, len(texts), 256):
            for ids in tokenizer(texts[start : start + 256], add_special_tokens=False)["input_ids"]:
                counts.update(ids)
    pieces = tokenizer.convert_ids_to_tokens(range(len(tokenizer)))
    short = {i for i, piece in enumerate(pieces) if len(piece.removeprefix("##")) == 1 and piece.removeprefix("##").isascii() or piece in SPECIAL}
    kept = set(short)
    for i, _ in counts.most_common():
        if len(kept) >= options.most:
            break
        kept.add(i)
    with open(options.out, "w", encoding="utf8") as out:
        out.writelines(pieces[i] + "\n" for i in sorted(kept))
    covered = sum(counts[i] for i in kept)
    print(len(kept), "pieces,", f"{100 * covered / sum(counts.values()):.2f} % of {sum(counts.values())}; seen", len(counts))


if __name__ == "__main__":
    main()
