"""Makes config/lexicon/places.tsv: cities and first-level areas with the country they lie in.

Input: two tab-separated extracts of Natural Earth 1:10m (public domain), populated places with the columns `name`,
`country_iso2`, `population`, and admin-1 areas with `name`, `country_iso2`; the table of countries of this lexicon,
whose names are left out; and a text file of lower-case words, one a line, which are no places when they open a sentence.
Names given on the standard input as `name<TAB>code` are added.

Usage: python scripts/lexicon/places.py cities.tsv admin1.tsv iso2_to_iso3.tsv words.txt < more.tsv > config/lexicon/places.tsv
"""

import csv
import re
import sys
import unicodedata

HEADER = """# Cities and first-level areas with the country they lie in; of several with one name the most populous.
# Source: Natural Earth 1:10m populated places and admin-1 areas (public domain), and names of regions of our own.
# name\tcountry
"""


def key(text):
    """The form by which a name is looked up, as in src/lexicon/table.rs."""
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    text = re.sub(r"[-–—'’`´/]", " ", text.lower().replace(".", ""))
    return re.sub(r"^the ", "", re.sub(r"\s+", " ", text).strip())


def rows(path):
    with open(path, encoding="utf-8") as file:
        yield from csv.DictReader(file, delimiter="\t")


def main(cities, areas, codes, words):
    iso3 = {row["iso2"]: row["iso3"] for row in rows(codes)} | {"XK": "KOS", "PS": "PSE"}
    with open(words, encoding="utf-8") as file:
        ordinary = set(file.read().split())
    taken, valid = set(), set()
    with open("config/lexicon/countries.tsv", encoding="utf-8") as file:
        for line in file:
            if not line.startswith("#"):
                code, *lists = line.rstrip("\n").split("\t")
                valid.add(code)
                taken.update(key(name) for names in lists for name in names.split("|"))
    best = {}
    candidates = [(row, int(row.get("population") or 0)) for row in rows(cities)] + [(row, 0) for row in rows(areas)]
    for row, population in candidates:
        name, code = row["name"], iso3.get(row["country_iso2"])
        usable = code in valid and len(name) > 3 and not re.search(r"[(?]", name) and key(name) not in ordinary | taken
        if usable and (key(name) not in best or population > best[key(name)][0]):
            best[key(name)] = (population, name, code)
    found = {name: code for _, name, code in best.values()}
    found.update(line.rstrip("\n").split("\t") for line in sys.stdin if line.strip())
    sys.stdout.write(HEADER + "".join(f"{name}\t{code}\n" for name, code in sorted(found.items())))


if __name__ == "__main__":
    main(*sys.argv[1:])
