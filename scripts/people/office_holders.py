#!/usr/bin/env python3
"""Prints config/lexicon/office_holders.tsv: heads of state and government, members of the US Congress and ministers, with their months.

    office_holders.py --factbook GIT_DIR --congress FILE --executive FILE --cabinets FOLDER [--reign FILE --regimes FILE] > office_holders.tsv

--factbook: git directory of github.com/factbook/factbook.json with its history (CIA World Factbook, public domain; CC0 1.0). The last
    commit of each month is read. A term ends when the next holder takes the office; if that is long after the last state that has the
    holder, the row is left out. Of several offices of one person in an entry, the first counts.
--congress, --executive: legislators-current.yaml and executive.yaml of github.com/unitedstates/congress-legislators (CC0 1.0).
--cabinets: a folder with the git directories of the repositories of github.com/every-politician-scrapers, by their names; see cabinets.py.
    What the other sources have of a name goes before what these have of it.
--reign, --regimes: leaderlist and regime_list of REIGN (One Earth Future). They are compared with people.tsv and give no rows: their
    repository states no licence for the data, most of its leaders have only a surname, and it does not name their office.

Needs PyYAML. People of people.tsv are left out, in other spellings, too, for that table is by hand. What is left out, and why, is
written to stderr. Names are written as the Factbook has them, in its transliteration; if words follow the surname, which it has in
capitals, there is a second form without them ("Salva KIIR Mayardit": "Salva Kiir Mayardit", "Salva Kiir").

A name that ordinary people bear, too, would give them an office that they do not hold. Left out are therefore
  - members of Congress whose article in Wikipedia (a field of the source) has a title with brackets, "Mike Rogers (Alabama politician)":
    there is another known person of that name. Of senators, too: one of the three is John Kennedy;
  - members of the House whose first name and surname are each borne by at least three members;
  - others with a name of two words, the second of which is the surname of a member of Congress;
  - a name that people.tsv has in another country, or that the sources have in two countries.
Members of the House with an office of their party or chamber (field `leadership_roles`) are exempt from the first two rules.
Of ministers and other holders of national offices, cabinets.py leaves out more.
"""

import argparse
import csv
import difflib
import functools
import html
import json
import pathlib
import re
import subprocess
import sys
from collections import Counter, defaultdict

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts/lexicon"))
from cabinets import OPEN, Cabinets  # noqa: E402
from countries import key  # noqa: E402

LEXICON = ROOT / "config/lexicon"
PEOPLE = LEXICON / "people.tsv"
COUNTRIES = LEXICON / "countries.tsv"
SINCE = "1990-01"
# A name is common if so many members of Congress have it.
COMMON = 3
# Two dates agree if they are at most so many months apart.
NEAR = 2
# If the next holder took office more months after the last state that has the holder, another one may have come between. The source has
# no usable states from December 2015 to October 2016 and from April 2017 to October 2020.
GAP = 12
# The source names a holder so many months after the end of the term at most.
LAG = 6
# Two words are spellings of one name if they are at least so similar.
ALIKE = 0.75
HEAD = """\
# Heads of state and government since {since}, governors-general, members of the US Congress, and ministers, speakers of parliaments and
# holders of other national offices since 2000, with the months they held office.
# People of people.tsv are not repeated here. Names that ordinary people often have are left out (see the script).
# Sources: CIA World Factbook (public domain) as in factbook.json (CC0 1.0), its states of {first} to {last}, the
# latest office taken in {latest}; congress-legislators (CC0 1.0), those in office in {congress}; Wikidata (CC0 1.0), for ministers and
# others, as in the repositories of every-politician-scrapers, their states of {cabinets} to {cabinets_last}.
# Made by scripts/people/office_holders.py. Unlike people.tsv, nobody has checked the rows one by one.
# An empty last month: in office in the source's last state. An office without an end in Wikidata has a last month {open} months after the
# source's state: by then about half of the holders have left such an office. A date that is only a year is its January or December.
# Of {both} terms of the first two sources that people.tsv also has, {agree} agree with it within two months at both ends; of {cabinets_both} terms of presidents and
# prime ministers that ended before Wikidata's states, {cabinets_agree}.{reign}
# name	from	to	country	sector	office
"""
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
WITH_DATE = re.compile(r"([^;]{3,160}?) \((?:since )?(?:\d{1,2} )?([A-Z][a-z]{2,8})\.? (\d{4})\b")
GOVERNOR = re.compile(r"represented by ((?:Acting )?Governor[- ]General [^;]*)")
# Words before an office that do not change it.
QUALIFIER = r"(?:(?:Acting|Interim|Transition|Transitional|Caretaker|GNU|CNSP|Co-)[ ]?)*"
# Office in the source, and in the table.
OFFICES = {
    "Chairman of the Cabinet of Ministers": "prime minister", "Chairperson of the Council of Ministers": "prime minister",
    "Chairman of the Council of Ministers": "prime minister", "President of the Swiss Confederation": "president",
    "Prime Minister": "prime minister", "President": "president", "Governor[- ]General": "governor-general", "King": "king",
    "Queen": "queen", "Emperor": "emperor", "Sultan": "sultan", "Amir": "emir", "Grand Duke": "grand duke", "Prince": "prince",
    "Chancellor": "chancellor", "Taoiseach": "taoiseach", "Premier": "premier", "Pope": "pope", "Chief Executive": "chief executive",
    "Chief Minister": "chief minister", "Governor": "governor", "Vice President": "vice president",
}  # fmt: skip
OFFICE = re.compile(rf"{QUALIFIER}({'|'.join(OFFICES)})(?:(?: and|,)? (?:{'|'.join(OFFICES)}|Foreign Minister|Co-Vice President|Crown Prince))* ")
MONARCHS = ("king", "queen", "emperor", "sultan", "prince", "grand duke", "pope")
HONORIFIC = re.compile(
    r"(?:Dr|Prof|Lt|Maj|Brig|Gen|Col|Capt|Adm|Sr|Eng|Hon|Rt)\.? |(?:General|Colonel|Captain|Admiral|Marshal|Field Marshal|Sir|Dame"
    r"|Ratu|Archbishop|Cardinal|Professor|Grand Chief|Crown Prince|Prince|Princess|Dato|Datuk|Tun) "
)
PARTICLES = set("al el bin bint ibn ibni ben ould de del della dos das da do du di van von der den la le e i y ag wa zu".split())


def report(*words):
    print(*words, file=sys.stderr)


def months(month):
    """Months since the year 0; the end of an office that is still held is far away."""
    return int(month[:4]) * 12 + int(month[5:]) if month else 10**6


def near(one, other):
    return abs(months(one) - months(other)) <= NEAR


@functools.cache
def word_list(name):
    """The words of a name for comparison, without initials, particles and monarchs' titles."""
    found = key(name).replace('"', " ").split()
    plain = [word for word in found if len(word) > 1 and word not in {*MONARCHS, *PARTICLES, "jr", "sheikh", "shaykh"}]
    return plain or found


def words(name):
    return tuple(sorted(word_list(name)))


def alike(one, other):
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE


def is_spelling(one, other):
    """Whether two names have much the same first and last words."""
    one, other = word_list(one), word_list(other)
    return len(one) > 1 < len(other) and alike(one[0], other[0]) and alike(one[-1], other[-1])


def is_similar(one, other):
    """Whether two names have much the same first or last word."""
    one, other = word_list(one), word_list(other)
    return alike(one[0], other[0]) or alike(one[-1], other[-1])


def same_person(one, other):
    """Whether all words of the shorter name are in the longer one."""
    short, long = sorted((Counter(word_list(one)), Counter(word_list(other))), key=Counter.total)
    return bool(short) and short <= long and (short.total() > 1 or short == long)


def is_in(forms, names, same=same_person):
    return any(same(form, name) for form in forms for name in names)


def table(path):
    """The rows of a table of the lexicon, without comments."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def country_codes():
    return {key(name): row[0] for row in table(COUNTRIES) for name in row[1].split("|")}


# --- Names of the Factbook


def in_news(word):
    """A word of a name in the Factbook as news writes it: TRUMP, DIAZ-CANEL, III, al-SISI, VAN."""
    parts = []
    for part in word.split("-"):
        if part.lower() in PARTICLES and part.isupper() and len(part) > 1:
            parts.append(part.lower())
        elif part.isupper() and len(part.replace("'", "").rstrip(".")) > 1 and not re.fullmatch(r"[IVX]+", part):
            parts.append(part[0] + part[1:].lower() if part[1] != "'" else part[:3] + part[3:].lower())
        else:
            parts.append(part)
    return re.sub(r"\bMc([a-z])", lambda mac: "Mc" + mac[1].upper(), "-".join(parts))


def is_capital(word):
    letters = re.sub(r"[^\w]|\d", "", word)
    return len(letters) > 1 and sum(letter.isupper() for letter in letters) > 1 and bool(re.match(r"(?:[a-z]+-)?\w'?’?[A-ZÀ-Þ]", word))


def joined(found):
    name = " ".join(map(in_news, found))
    return name[0].upper() + name[1:]


def names(written, office):
    """The forms of a name, best first; none if it is not clearly a name."""
    written = re.sub(r',? Jr\.?(?= |$)|"[^"]*"|“[^”]*”', " ", written.replace("’", "'"))
    while HONORIFIC.match(written.strip()):
        written = HONORIFIC.sub("", written.strip(), count=1)
    found = written.split()
    found = [word for place, word in enumerate(found) if place == 0 or not re.fullmatch(r"(?:[A-Z]\.)+", word)]
    capital = [place for place, word in enumerate(found) if is_capital(word)]
    plain = all(re.fullmatch(r"[^\W\d_]+(?:[-'][^\W\d_]+)*'?", word) for word in found)
    if not capital or not plain or any(word[0].islower() and word.split("-")[0] not in PARTICLES for word in found):
        return []
    forms = [joined(found)]
    if 0 < capital[0] and capital[-1] + 1 < len(found) and len(word_list(joined(found[: capital[-1] + 1]))) > 1:
        forms.append(joined(found[: capital[-1] + 1]))
    only = len(found) == 1 or (len(found) == 2 and re.fullmatch(r"[IVX]+", found[1]))
    if only:
        if office not in MONARCHS:
            return []
        title = f"{office.title()} {forms[0]}"
        return [title, forms[0]] if len(found) == 2 else [title]
    return forms


def holder(text):
    """Forms of the name, first month and office of the first person in an entry of the Factbook."""
    dated = WITH_DATE.match(text)
    if not dated or dated[2][:3].lower() not in MONTHS:
        return None
    before = re.sub(r"\s*\([^)]*\)", "", dated[1])
    office = OFFICE.match(before)
    if not office:
        return None
    title = next(to for written, to in OFFICES.items() if re.fullmatch(written, office[1]))
    forms = names(before[office.end() :], title)
    month = f"{dated[3]}-{MONTHS.index(dated[2][:3].lower()) + 1:02}"
    return (forms, month, title) if forms else None


def of_holder(found, term):
    """Whether an entry is about the holder of a term: the same name, another spelling of it, or a similar one with the same first month."""
    forms = term["forms"]
    similar = found[1] == term["from"] and is_in(found[0], forms, is_similar)
    return similar or is_in(found[0], forms) or is_in(found[0], forms, is_spelling)


# --- Sources: each gives terms (forms of the name, from, to, country, sector, office)


class Factbook:
    """The entries of the executive branch in the last commit of each month."""

    def __init__(self, folder):
        self.folder = folder
        dates = [line.split() for line in self.git("log", "--format=%cd %H", "--date=format:%Y-%m").splitlines()]
        commits = {}
        for month, commit in dates:
            commits.setdefault(month, commit)
        self.states = [(month, self.files(commits[month])) for month in sorted(commits)]
        self.states = [(month, files) for month, files in self.states if files]
        self.first, self.last = self.states[0][0], self.states[-1][0]
        self.entries = self.read({blob for _, files in self.states for blob in files.values()})

    def git(self, *arguments):
        return subprocess.run(["git", f"--git-dir={self.folder}", *arguments], check=True, capture_output=True, text=True).stdout

    def files(self, commit):
        """Blobs by country, in the Factbook's code."""
        found = re.findall(r"blob (\w+)\t[a-z-]+/(\w\w)\.json$", self.git("ls-tree", "-r", commit), re.M)
        return {code: blob for blob, code in found if code != "xx"}

    def read(self, blobs):
        """Country name and entries by blob."""
        order = sorted(blobs)
        command = ["git", f"--git-dir={self.folder}", "cat-file", "--batch"]
        found = {}
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            for blob in order:
                process.stdin.write(f"{blob}\n".encode())
                process.stdin.flush()
                size = process.stdout.readline().split()
                if size[-1] == b"missing":
                    continue
                body = process.stdout.read(int(size[2]) + 1)
                found[blob] = self.entry(json.loads(body))
            process.stdin.close()
        return found

    @staticmethod
    def entry(country):
        government = country.get("Government", {})

        def text(part, field):
            value = government.get(part, {})
            value = value.get(field, {}) if isinstance(value, dict) else {}
            value = value.get("text", "") if isinstance(value, dict) else ""
            return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(value)).split())

        called = [text("Country name", f"conventional {form} form") for form in ("short", "long")]
        chief, head = text("Executive branch", "chief of state"), text("Executive branch", "head of government")
        governor = GOVERNOR.search(chief)
        return called, {"chief of state": chief, "head of government": head, "governor-general": governor[1] if governor else ""}

    def countries(self):
        """ISO 3166-1 alpha-3 codes by the Factbook's codes."""
        codes, found, unknown = country_codes(), {}, {}
        for _, files in self.states:
            for country, blob in files.items():
                short, long = self.entries[blob][0] if blob in self.entries else ("", "")
                unknown[country] = long if short in ("", "none") else short
                code = codes.get(key(short)) or codes.get(key(long)) or codes.get(key(re.sub(r"\s*[\[(].*", "", short)))
                if code and short:
                    found.setdefault(country, code)
        report("Factbook: no country for", sorted(name for country, name in unknown.items() if name and country not in found))
        return found

    def terms(self):
        for country, code in sorted(self.countries().items()):
            for post in ("chief of state", "head of government", "governor-general"):
                found = [(month, self.entries.get(files.get(country))) for month, files in self.states]
                yield from self.of_post(code, post, [(month, entry[1][post]) for month, entry in found if entry])

    @staticmethod
    def of_post(code, post, texts):
        """The terms of one post, from its entries by month of the source."""
        terms = []
        for month, text in texts:
            found = holder(text)
            if found and len(terms) > 1 and found[1] <= terms[-1]["from"] and is_in(found[0], terms[-2]["forms"]):
                report(f"Factbook: taken back: {code} {terms.pop()['forms'][0]}")
                terms[-1].update(to="", seen=month)
            elif found and terms and of_holder(found, terms[-1]):
                if len(terms) == 1 or found[1] >= terms[-2]["from"]:
                    terms[-1]["from"] = min(terms[-1]["from"], found[1])
                there = set(map(key, terms[-1]["forms"]))
                terms[-1]["forms"] += [form for form in found[0] if key(form) not in there]
                terms[-1].update(office=found[2], seen=month)
            elif found:
                # If the next holder took office before the last one, one of the two months is a mistake of the source.
                clash = bool(terms) and found[1] < terms[-1]["from"]
                if terms:
                    terms[-1].update(to=found[1], clash=clash or terms[-1]["clash"])
                terms.append({"forms": list(found[0]), "from": found[1], "to": "", "office": found[2], "seen": month, "clash": clash})
        last = texts[-1][1] if texts else ""
        if last and not holder(last):
            report(f"Factbook: not understood: {code} {post}: {last[:110]}")
        for term in terms:
            if not term["to"] and not holder(last):
                report(f"Factbook: no end: {code} {term['forms'][0]}")
            elif term["to"] and term["to"] <= texts[0][0]:
                # The first state of the source is older than its date: others may have come between.
                report(f"Factbook: ended before the first state: {code} {term['forms'][0]}")
            elif term["clash"] or term["to"] and months(term["seen"]) - months(term["to"]) > LAG:
                report(f"Factbook: months in conflict: {code} {term['forms'][0]}")
            elif term["to"] and months(term["to"]) - months(term["seen"]) > GAP:
                report(f"Factbook: end unknown, last seen {term['seen']}, next holder {term['to']}: {code} {term['forms'][0]}")
            else:
                sector = "REL" if term["office"] == "pope" else "GOV"
                yield term["forms"], term["from"], term["to"], code, sector, term["office"]


def load(path):
    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def runs(terms):
    """Terms of one kind that follow each other, as one: kind, first and last day."""
    found = []
    for term in sorted(terms, key=lambda term: str(term["start"])):
        kind, start, end = term["type"], str(term["start"]), str(term["end"])
        if found and found[-1][0] == kind and months(start[:7]) - months(found[-1][2][:7]) <= NEAR:
            found[-1][2] = end
        else:
            found.append([kind, start, end])
    return found


class Congress:
    """Members of the US Congress, presidents and vice presidents."""

    OFFICES = {"sen": ("LEG", "senator"), "rep": ("LEG", "congressman"), "prez": ("GOV", "president"), "viceprez": ("GOV", "vice president")}

    def __init__(self, members, executive):
        self.members, self.executive = load(members), load(executive)
        self.first = Counter(name for member in self.members for name in self.given(member))
        self.surnames = Counter(key(member["name"]["last"]) for member in self.members)
        # The last beginning of a term or role: what is later than it is not over.
        dates = [str(role["start"]) for member in self.members for role in member["terms"] + member.get("leadership_roles", [])]
        self.written = max(dates)

    @staticmethod
    def title(member):
        name = member["name"]
        return member["id"].get("wikipedia") or f"{name.get('nickname', name['first'])} {name['last']}"

    def given(self, member):
        """The first names of a member, in all forms."""
        forms = {self.title(member).split()[0], member["name"]["first"], member["name"].get("nickname", "")}
        return {key(form) for form in forms if form}

    def forms(self, member):
        """As the article in Wikipedia is called, then as the member signs, without initials and nicknames."""
        name = member["name"]
        usual, signed = (
            " ".join(re.sub(r'\(.*|"[^"]*"|,? (?:Jr|Sr|II|III|IV)\.?$|(?<=\w )(?:[A-Z]\. ?)+|(?<=\w)[A-Z]\.(?= )', " ", form).split())
            for form in (self.title(member), name.get("official_full", self.title(member)))
        )
        rare = self.first[key(name["first"])] < COMMON and self.surnames[key(name["last"])] == 1
        clear = rare or member["terms"][-1]["type"] == "sen"
        return [usual] + [signed] * (key(signed) != key(usual) and clear and signed[1] != ".")

    def is_leader(self, member):
        return any("end" not in role or str(role["end"]) > self.written for role in member.get("leadership_roles", []))

    def why_not(self, member):
        """The reason to leave a member out."""
        senator = member["terms"][-1]["type"] == "sen"
        if self.is_leader(member):
            return ""
        if "(" in self.title(member):
            return "another known person has the name"
        first = max(self.first[name] for name in self.given(member))
        if not senator and first >= COMMON and self.surnames[key(member["name"]["last"])] >= COMMON:
            return "both names are common"
        return ""

    def terms(self):
        for person in self.members + self.executive:
            reason = self.why_not(person) if person in self.members else ""
            if reason:
                report(f"Congress: left out, {reason}: {self.title(person)}")
                continue
            for kind, start, end in runs(person["terms"]):
                sector, office = self.OFFICES[kind]
                yield self.forms(person), start[:7], "" if end > self.written else end[:7], "USA", sector, office

    def has_surname(self, name):
        """Whether a name has two words, and a member the second as surname."""
        parts = word_list(name)
        return len(parts) == 2 and parts[1] in self.surnames


# --- The table


def rows(terms, people, congress):
    """The rows of the terms that people.tsv does not have, without names that others bear."""
    here, elsewhere = defaultdict(list), defaultdict(set)
    for name, *_, country, _, _ in people:
        here[country].append(name)
        elsewhere[words(name)].add(country)
    found = set()
    for forms, start, end, country, sector, office in terms:
        if end and end < SINCE or is_in(forms, here[country]):
            continue
        is_member = (country, sector) == ("USA", "LEG")
        if not is_member and is_in(forms, here[country], is_spelling):
            report(f"left out, another spelling of a name in people.tsv: {forms[0]} {country}")
            continue
        for form in forms:
            if elsewhere[words(form)] - {country}:
                report(f"left out, people.tsv has it in another country: {form} {country}")
            elif not is_member and congress.has_surname(form):
                report(f"left out, a common name: {form} {country}")
            else:
                found.add((form, start, end, country, sector, office))
    countries = defaultdict(set)
    for form, _, _, country, *_ in found:
        countries[words(form)].add(country)
    for form in sorted({row[0] for row in found if len(countries[words(row[0])]) > 1}):
        report(f"left out, in several countries: {form}")
    return without_overlaps(row for row in found if len(countries[words(row[0])]) == 1)


def without_overlaps(found):
    """Of the rows of one name with overlapping months and one office, or one start, only the longest."""
    kept = defaultdict(list)
    for row in sorted(found, key=lambda row: (row[0], -months(row[2]) + months(row[1]), row)):
        same = kept[row[0], row[3]]
        if not any(other[1] <= row[1] and months(row[2]) <= months(other[2]) for other in same):
            same.append(row)
    return sorted((row for same in kept.values() for row in same), key=lambda row: "\t".join(row).encode())


def with_others(found, others):
    """Rows with those of another source that say something else. Names that the rows have in another country are left out, and all rows
    of a name have one spelling."""
    countries, known = defaultdict(set), defaultdict(list)
    for row in found:
        countries[words(row[0])].add(row[3])
        known[key(row[0]), row[3]].append(row)
    spelling = {key(row[0]): row[0] for row in reversed([*found, *others])}
    added = []
    for name, start, end, country, sector, office in others:
        same = known[key(name), country]
        says_nothing = any(
            near(start, row[1])
            or row[5] == office and row[1] <= (end or "9999") and start <= (row[2] or "9999")
            or row[1] <= start and months(end) <= months(row[2])
            for row in same
        )
        if countries[words(name)] - {country}:
            report(f"left out, another source has it in another country: {name} {country}")
        elif not says_nothing:
            added.append((spelling[key(name)], start, end, country, sector, office))
    return sorted([*found, *without_overlaps(added)], key=lambda row: "\t".join(row).encode())


def agreement(terms, people):
    """How many terms belong to people of people.tsv, and how many of them have the same months there."""
    both = agree = 0
    for forms, start, end, country, *_ in terms:
        spans = [row[1:3] for row in people if row[3] == country and any(same_person(form, row[0]) for form in forms)]
        if spans and not (end and end < SINCE):
            both += 1
            agree += any(near(start, first) and near(end, last) for first, last in spans)
    return both, agree


def reign_agreement(leaders, regimes, people):
    """The same for REIGN, whose leaders are mostly surnames; of one who held office at its end, only the beginning is compared."""
    codes = country_codes()
    with regimes.open(encoding="utf-8", errors="replace") as file:
        names = {row["cowcode"]: row["gwf_country"] for row in csv.DictReader(file)}
    both = agree = 0
    unknown = set()
    with leaders.open(encoding="utf-8", errors="replace") as file:
        for row in csv.DictReader(file):
            name = key(re.sub(r"Rep$", "Republic", names.get(row["ccode"], "")))
            code = codes.get(name) or codes.get(" ".join(reversed(name.split())))
            start, end = (f"{row[year]}-{int(row[month] or 1):02}" if row[year] else "" for year, month in (("syear", "smonth"), ("eyear", "emonth")))
            if not start or end and end < SINCE:
                continue
            if not code:
                unknown.add(f"{row['stateabb']} {names.get(row['ccode'], '')}".strip())
                continue
            leader = set(words(re.sub(r"\(.*", "", row["leader"])))
            spans = [(one[1], one[2]) for one in people if one[3] == code and one[4] == "GOV" and leader and leader <= set(words(one[0]))]
            both += bool(spans)
            agree += any(near(start, first) and (near(end, last) if end else months(last) >= 2021 * 12 + 1) for first, last in spans)
    report("REIGN: no country for", sorted(unknown))
    return both, agree


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("factbook", "congress", "executive", "cabinets"):
        parser.add_argument(f"--{name}", type=pathlib.Path, required=True)
    for name in ("reign", "regimes"):
        parser.add_argument(f"--{name}", type=pathlib.Path)
    options = parser.parse_args()
    people = table(PEOPLE)
    factbook, congress = Factbook(options.factbook), Congress(options.congress, options.executive)
    names = {key(row[0]) for name in ("places", "organisations", "roles") for row in table(LEXICON / f"{name}.tsv")}
    cabinets = Cabinets(options.cabinets, country_codes(), key, names, report)
    sources = {"Factbook": list(factbook.terms()), "Congress": list(congress.terms()), "Cabinets": list(cabinets.terms())}
    terms = [*sources["Factbook"], *sources["Congress"]]
    for name, source in sources.items():
        report(f"{name}: {len(source)} terms; of {{}} that people.tsv also has, {{}} agree".format(*agreement(source, people)))
        report(f"{name}: rows", Counter(row[4] for row in rows(source, people, congress)))
    reign = ""
    if options.reign and options.regimes:
        figures = reign_agreement(options.reign, options.regimes, people)
        reign = "\n# Of {} terms of REIGN (leaders until 2021) that people.tsv has, {} agree with it so; no row is from REIGN.".format(*figures)
    both, agree = agreement(terms, people)
    latest = max(term[1] for term in sources["Factbook"])
    dates = {"first": factbook.first, "since": factbook.first[:4], "last": factbook.last, "latest": latest, "congress": congress.written[:7]}
    ended = [term for term in sources["Cabinets"] if term[5] in ("president", "prime minister") and term[2] < cabinets.first]
    dates |= dict(zip(("cabinets_both", "cabinets_agree"), agreement(ended, people), strict=True))
    dates |= {"cabinets": cabinets.first, "cabinets_last": cabinets.last, "open": OPEN}
    print(HEAD.format(**dates, both=both, agree=agree, reign=reign), end="")
    for row in with_others(rows(terms, people, congress), rows(sources["Cabinets"], people, congress)):
        print(*row, sep="\t")


if __name__ == "__main__":
    main()
