#!/usr/bin/env python3
"""Adds missing names from CLDR to config/lexicon/countries.tsv, so that each country has all its English names in CLDR.

    countries.py [--cldr DIR] [--check]

DIR contains the unpacked npm packages cldr-localenames-full 48.2.0 and cldr-core 48.2.0 (default: downloaded with `npm pack`).
Missing names are appended to the table's own names. --check reports them and writes nothing. CLDR names with brackets
("Congo (DRC)"), "&" or "St." are spelt as in news. CLDR has no adjectives, peoples and seats of government; these come from
PLOVER's list and our own additions.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile
import unicodedata

TABLE = pathlib.Path(__file__).resolve().parents[2] / "config/lexicon/countries.tsv"
PACKAGES = ("cldr-localenames-full@48.2.0", "cldr-core@48.2.0")
# Not in the table: groups, pseudo-territories, and parts of countries without a code in news.
LEFT_OUT = {"EUE", "QUU", "UNO", "XAA", "XBB", "QOO", "AAA", "ZZZ"}
# Names that several countries share, or that news does not use.
UNUSED = {"UN", "Congo", "Congo (Republic)", "Chagos Archipelago"}


def key(name):
    """The form in which the lexicon compares names: lower case, no accents, full stops or article; hyphens and apostrophes as spaces."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    plain = plain.lower().translate(str.maketrans("łøıđ", "loid", "."))
    plain = re.sub(r"[-–—‑'’‘`´/\s]+", " ", plain).strip()
    return plain.removeprefix("the ")


def written_out(name):
    """The forms of a CLDR name that news uses."""
    if name in UNUSED:
        return []
    name = name.replace("’", "'")
    inner = re.fullmatch(r"(.*?) \((.*)\)", name)
    if inner:
        return [inner[1]] if "Kinshasa" not in name and "Brazzaville" not in name and "DRC" not in name else []
    forms = [name.replace(" & ", " and ")]
    if "St. " in forms[0]:
        forms.append(forms[0].replace("St. ", "Saint "))
    return forms


def names_of_cldr(folder):
    """English names by ISO 3166-1 alpha-3 code."""
    territories = next(folder.rglob("main/en/territories.json"))
    codes = next(folder.rglob("supplemental/codeMappings.json"))
    mapping = json.loads(codes.read_text())["supplemental"]["codeMappings"]
    display = json.loads(territories.read_text())["main"]["en"]["localeDisplayNames"]["territories"]
    found = {}
    for code, name in display.items():
        alpha3 = {"XK": "KOS"}.get(code[:2], mapping.get(code[:2], {}).get("_alpha3"))
        if alpha3 and re.fullmatch(r"[A-Z]{2}(-.*)?", code) and alpha3 not in LEFT_OUT:
            found.setdefault(alpha3, []).extend(written_out(name))
    return found


def fetch(folder):
    for package in PACKAGES:
        name = subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()
        with tarfile.open(folder / name) as archive:
            archive.extractall(folder / package.split("@")[0], filter="data")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--cldr", type=pathlib.Path)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.cldr or pathlib.Path(scratch)
        if not arguments.cldr:
            fetch(folder)
        cldr = names_of_cldr(folder)
    lines = TABLE.read_text().splitlines()
    owner = {}
    for line in lines:
        if not line.startswith("#"):
            code, names, adjectives, people, capitals = line.split("\t")
            for name in "|".join((names, adjectives, people, capitals)).split("|"):
                owner.setdefault(key(name), code)
    missing = []
    for number, line in enumerate(lines):
        if line.startswith("#"):
            continue
        fields = line.split("\t")
        for name in dict.fromkeys(cldr.get(fields[0], [])):
            if key(name) not in owner:
                owner[key(name)] = fields[0]
                missing.append(f"{fields[0]}: {name}")
                fields[1] += f"|{name}"
        lines[number] = "\t".join(fields)
    unknown = sorted(set(cldr) - {line.split("\t")[0] for line in lines})
    if arguments.check:
        print("\n".join(missing) or f"{TABLE.name}: has every name from CLDR")
        print(f"no row for: {' '.join(unknown)}") if unknown else None
        return 1 if missing else 0
    TABLE.write_text("\n".join(lines) + "\n")
    print(f"{len(missing)} names added: {'; '.join(missing)}\nno row for: {' '.join(unknown)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
