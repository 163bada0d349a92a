#!/usr/bin/env python3
"""Builds config/lexicon/wordnet.tsv: words that no rule lists, each with the listed trigger to which WordNet leads.

    wordnet.py [--wordnet DIR] [--check]

DIR contains WordNet 3.0 as in Debian's package wordnet-base 1:3.0-37 (default: /usr/share/wordnet). From each of the first two senses
of an unlisted verb or noun the script takes one step: to a word of the same synset, or of its hypernym. (Hyponyms were tried: none of
the 66 events that they gave was right.) The first listed trigger of the same part of speech wins. The table contains only these pairs.
--check compares the result with the existing file and writes nothing.
"""

import argparse
import pathlib
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]
RULES = ROOT / "config/lexicon/rules"
LISTS = ROOT / "config/lexicon/words.toml"
OUT = ROOT / "config/lexicon/wordnet.tsv"
PARTS = {"verb": "v", "noun": "n"}
SENSES = 2
# Relations, in the order in which they are tried, with their pointer symbol in WordNet.
RELATIONS = [("synonym", None), ("hypernym", "@")]
HEAD = """\
# Words that no rule lists, and the trigger of a rule that each of them stands for when `lexicon.wordnet` allows it.
# relation: how WordNet leads there from the word's sense, 1 or 2: synonym, or hypernym (the trigger is wider).
# Source: WordNet 3.0 (Debian wordnet-base 1:3.0-37), made by scripts/lexicon/wordnet.py; the licence is in NOTICE.
# word	part	trigger	relation	sense
"""


def triggers():
    """The trigger words that the rules list, by part of speech."""
    lists = tomllib.loads(LISTS.read_text())

    def words(entries):
        for entry in entries:
            if entry.startswith("@"):
                yield from words(lists[entry[1:]])
            else:
                yield entry

    found = {part: set() for part in PARTS}
    for file in sorted(RULES.glob("*.toml")):
        for rule in tomllib.loads(file.read_text()).get("rule", []):
            for part in PARTS:
                found[part] |= set(words(rule["trigger"].get(part, [])))
    return found


class Part:
    """The synsets and senses of one part of speech."""

    def __init__(self, folder, part):
        self.synsets = {}
        for line in (folder / f"data.{part}").read_text(encoding="latin-1").splitlines():
            if line.startswith("  "):
                continue
            fields = line.split(" | ")[0].split()
            count = int(fields[3], 16)
            words = [fields[4 + 2 * number].lower() for number in range(count)]
            at = 4 + 2 * count
            pointers = [
                (fields[at + 1 + 4 * number], fields[at + 2 + 4 * number])
                for number in range(int(fields[at]))
                if fields[at + 3 + 4 * number] == PARTS[part]
            ]
            self.synsets[fields[0]] = (words, pointers)
        self.senses = {}
        for line in (folder / f"index.{part}").read_text(encoding="latin-1").splitlines():
            if line.startswith("  "):
                continue
            fields = line.split()
            at = 4 + int(fields[3])
            self.senses[fields[0]] = fields[at + 2:]

    def beside(self, synset, pointer):
        """The words one step away from a synset through a pointer; the words of the synset itself for None."""
        words, pointers = self.synsets[synset]
        if pointer is None:
            yield from words
            return
        for kind, other in pointers:
            if kind == pointer:
                yield from self.synsets[other][0]

    def reach(self, word, listed):
        """The first listed word to which `word` leads, with relation and sense, or None."""
        for relation, pointer in RELATIONS:
            for sense, synset in enumerate(self.senses[word][:SENSES], start=1):
                for found in self.beside(synset, pointer):
                    if found != word and found in listed:
                        return found, relation, sense
        return None


def table(folder):
    listed = triggers()
    rows = []
    for part in PARTS:
        wordnet = Part(folder, part)
        for word in wordnet.senses:
            is_plain = word.isalpha() and word.isascii() and len(word) > 2
            if is_plain and not any(word in words for words in listed.values()):
                found = wordnet.reach(word, listed[part])
                if found:
                    trigger, relation, sense = found
                    rows.append(f"{word}\t{part}\t{trigger}\t{relation}\t{sense}")
    return HEAD + "".join(row + "\n" for row in sorted(rows))


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    arguments.add_argument("--wordnet", type=pathlib.Path, default=pathlib.Path("/usr/share/wordnet"))
    arguments.add_argument("--check", action="store_true")
    arguments = arguments.parse_args()
    made = table(arguments.wordnet)
    if arguments.check:
        same = OUT.read_text() == made
        print(f"{OUT.name}: {'as made from its source' if same else 'differs from its source'}")
        return 0 if same else 1
    OUT.write_text(made)
    print(f"{OUT.name}: {made.count(chr(10)) - HEAD.count(chr(10))} rows")
    return 0


if __name__ == "__main__":
    sys.exit(main())
