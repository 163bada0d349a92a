"""Ministers and other national office-holders since 2000, from the repositories of github.com/every-politician-scrapers.

Each repository has one country's office-holders of Wikidata (CC0 1.0) in html/holders21.csv. Ambassadors and the spouses of presidents are
left out. Terms of one person in one office that follow each other or overlap are one.

An office that Wikidata does not end is, if it is one person's at a time, taken to end when the next holder takes it. If there is no next
one, it was held in the source's state, of 2022 or 2023, and nobody knows for how long after it: the row ends OPEN months later, when half
of those who held an office in a month have left it (47 to 52 of 100 in 2008, 2012, 2016 and 2018). If it began more than LONGEST months
before the state, it is left out, for nobody may have noted its end.

A name of several people would give an office to those who do not hold it. Left out are therefore
  - people whose article in Wikipedia has a title with brackets, "Ahmed Galal (politician)": there is another known person of that name;
  - names that two people of the source have;
  - names of two words, if so many people of the source have the first one and so many the second that the product is RARE or more. Of
    those with a product of 32 to 63, 8 of 100 have an article whose title has brackets; with 64 to 127, 13, then 21, 39 and more;
  - names that are also names of places, bodies or offices in the lexicon; of one word or of more than eight; with letters that the lexicon
    does not compare (ß, ð, ə).
Offices of regions and cities are left out as far as their names show it; a minister of an Australian or Indian state stays a minister.
"""

import csv
import re
import subprocess
from collections import Counter, defaultdict

SINCE = "2000-01"
# Months after the source's state.
OPEN = 24
# Months before the source's state.
LONGEST = 120
RARE = 64
LONGEST_NAME = 8
# Terms of one office count as one if they are at most this number of months apart.
NEAR = 2
# An office has one holder at a time if at most this part of its terms overlap with one of another person.
SHARED = 0.2
# Repositories whose names are not those of their countries.
CODES = {
    "antigua-barbuda": "ATG", "bvi": "VGB", "caymans": "CYM", "czech": "CZE", "faroes": "FRO", "saudi": "SAU", "solomons": "SLB",
    "swiss": "CHE", "uae": "ARE", "us": "USA",
}  # fmt: skip
KIND = re.compile(r"-(?:ministers|cabinet|federal-council)$")
NOT_NATIONAL = re.compile(
    r"ambassador|mayor|first lady|spouse|permanent representative|prefect|intendant|lieutenant|high commissioner|\bcity (?:council|manager)"
    r"|parliamentary (?:under|secretary|ombudsman)|shadow|private secretary|provincial|flemish|walloon|brussels|oblast|landtag|united nations general|deputy (?:governor|chief|speaker)|vice governor"
)
# The first that is found in a position, and the sector and the office in the table.
OFFICES = [
    (r"^(?:acting |interim )?prime minister$|^taoiseach$|^(?:federal )?chancellor$", "GOV", "prime minister"),
    (r"^(?:acting |interim )?president(?: of the republic)?$", "GOV", "president"),
    (r"^(?:first |second )?(?:vice|deputy)[- ]president$", "GOV", "vice president"),
    (r"^(?:first |second )?(?:deputy|vice)[- ](?:prime minister|premier)|^tánaiste$", "GOV", "deputy prime minister"),
    (r"(?:governor|president|chair\w*) of (?:the )?.*bank\b", "GOV", "central bank governor"),
    (r"chief justice|president of the (?:supreme|constitutional) court|justice of the supreme|supreme court justice", "JUD", "judge"),
    (r"judge", "JUD", "judge"),
    (r"(?:prosecutor[- ]general|general prosecutor|chief prosecutor|^public prosecutor)", "JUD", "prosecutor"),
    (r"^attorney[- ]general", "GOV", "attorney general"),
    (r"^(?:speaker|(?:president|chair\w*|marshal) of the (?:senate|national|chamber|house|parliament|congress|legislative|federal council|sejm"
     r"|council of states|people|state duma|riksdag|storting|folketing|althing|saeima|riigikogu|seimas|knesset|assembly|majlis))", "LEG", "speaker"),
    (r"chief of (?:the |general |army |defence |defense |naval |air |joint )*(?:general |army |navy |air |defence |defense )?(?:staff|force)"
     r"|commander", "MIL", "commander"),
    (r"police", "COP", "police chief"),
    (r"minister .*foreign (?:affairs|relations)|foreign minister|minister of external|secretary of foreign|foreign secretary", "GOV", "foreign minister"),
    (r"\bminister\b|^tánaiste|^treasurer$|^chancellor of the exchequer", "GOV", "minister"),
    (r"secretary\b", "GOV", "secretary"),
    (r"spokes|advis[eo]r|^head of (?:the )?(?:government|state|cabinet|presid)|^administrator", "GOV", "official"),
]  # fmt: skip
OFFICES = [(re.compile(pattern), sector, office) for pattern, sector, office in OFFICES]
CIVILIAN = re.compile(r"white house|downing|cabinet|presiden|prime minister|kremlin")


def office_of(position):
    """Sector and office of a position; none if it is not of the state as a whole."""
    position = position.lower()
    if NOT_NATIONAL.search(position):
        return None
    for pattern, sector, office in OFFICES:
        if pattern.search(position):
            return ("GOV", "official") if sector == "MIL" and CIVILIAN.search(position) else (sector, office)
    return None


def number(month):
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def written(months):
    return f"{months // 12:04}-{months % 12 + 1:02}"


def plain(name):
    """A name without initials and titles before it."""
    name = re.sub(r"^(?:(?:Dr|Prof|Gen|Sir|Dame|Lord|Sheikh|Shaikh)\.? )+", "", name.strip())
    return " ".join(re.sub(r"(?<=\w )(?:[A-Z]\. ?)+|,? (?:Jr|Sr)\.?$", " ", name).split())


class Cabinets:
    """Terms of office-holders, one country after the other. Names are compared by the lexicon's `key`."""

    def __init__(self, folder, codes, key, taken, report):
        self.key, self.taken, self.report = key, taken, report
        self.states, self.people, held = [], {}, []
        for path in sorted(folder.iterdir()):
            name = KIND.sub("", path.name)
            code = CODES.get(name) or codes.get(key(name))
            if not code:
                report(f"Cabinets: no country for {path.name}")
                continue
            self.path = path
            self.states.append(self.git("log", "-1", "--format=%cs", "--", "html/holders21.csv")[:7])
            held += self.read(code, self.states[-1])
        self.first, self.last = min(self.states), max(self.states)
        self.held = self.ended(held)
        words = [key(person[0]).split() for person in self.people.values()]
        self.given = Counter(found[0] for found in words if len(found) > 1)
        self.surnames = Counter(found[-1] for found in words if len(found) > 1)
        self.bearers = Counter(form for person in self.people.values() for form in set(map(key, person)))

    def git(self, *arguments):
        return subprocess.run(["git", f"--git-dir={self.path}", *arguments], check=False, capture_output=True, text=True).stdout

    def rows(self, file):
        return csv.DictReader(self.git("show", f"HEAD:html/{file}").splitlines())

    def read(self, code, state):
        """The terms of a country: person, country, position, first and last month, the source's state, month of death."""
        articles = {row["id"]: row.get("enwiki") for row in self.rows("bio.csv")}
        for row in self.rows("holders21.csv"):
            person, start, end = row["personID"], row["start"], row["end"]
            if not re.match(r"\d{4}", start):
                continue
            article = row.get("enwiki") or articles.get(person) or ""
            self.people.setdefault(person, [plain(name) for name in (row["person"], article) if name])
            first = number(start if len(start) > 6 else start[:4] + "-01")
            last = number(end if len(end) > 6 else end[:4] + "-12") if end else None
            death = row.get("DOD") or ""
            died = number(death) if len(death) > 6 else None
            yield person, code, row["position"], first, last if last is not None else died, number(state)

    def ended(self, held):
        """The terms with their ends, those that are left out taken away."""
        by_post = defaultdict(list)
        for term in held:
            by_post[term[1:3]].append(term)
        found = []
        for (code, position), terms in by_post.items():
            office = office_of(position)
            if not office:
                continue
            terms.sort(key=lambda term: term[3])
            for person, _, _, first, last, state in terms:
                if last is None:
                    later = [term[3] for term in terms if term[3] > first and term[0] != person]
                    if later and self.is_of_one(terms):
                        last = later[0]
                    elif first < state - LONGEST:
                        self.report(f"Cabinets: no end: {self.people[person][0]} {code} {position} {written(first)}")
                        continue
                    else:
                        last = state + OPEN
                if first <= last and last >= number(SINCE) and first <= state:
                    found.append((person, code, office, first, last))
        return found

    @staticmethod
    def is_of_one(terms):
        closed = [term for term in terms if term[4] is not None]
        overlaps = sum(one[0] != other[0] and other[3] < one[4] - NEAR for one, other in zip(closed, closed[1:], strict=False))
        return len(closed) < 2 or overlaps <= SHARED * len(closed)

    def why_not(self, form):
        """The reason to leave a form of a name out."""
        key = self.key(form)
        found = key.split()
        if not re.fullmatch(r"[a-z ]+", key) or not 2 <= len(found) <= LONGEST_NAME or len(found[-1]) == 1:
            return "not a name that is compared"
        if key in self.taken:
            return "a place, body or office"
        if self.bearers[key] > 1:
            return "two people have it"
        if len(found) == 2 and self.given[found[0]] * self.surnames[found[1]] >= RARE:
            return "both names are common"
        return ""

    def terms(self):
        by_person = defaultdict(list)
        for person, code, office, first, last in self.held:
            by_person[person, code, office].append((first, last))
        forms = {}
        for person, names in self.people.items():
            if any("(" in name for name in names):
                self.report(f"Cabinets: left out, another known person has the name: {names[0]}")
                continue
            distinct = list({self.key(name): name for name in reversed(names)}.values())
            reasons = {name: self.why_not(name) for name in distinct}
            forms[person] = [name for name in distinct if not reasons[name]]
            for name, reason in reasons.items():
                if reason:
                    self.report(f"Cabinets: left out, {reason}: {name}")
        for (person, code, (sector, office)), spans in by_person.items():
            if not forms.get(person):
                continue
            for first, last in joined(spans):
                yield forms[person], written(first), written(last), code, sector, office


def joined(spans):
    """Spans that follow each other or overlap, as one."""
    found = []
    for first, last in sorted(spans):
        if found and first - found[-1][1] <= NEAR:
            found[-1][1] = max(last, found[-1][1])
        else:
            found.append([first, last])
    return found
