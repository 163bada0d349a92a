"""The reckoning: what went in, what must come out of it, and what an independent client reads."""

import collections
import dataclasses
import json
import pathlib
import subprocess
import tempfile

from kafka import KafkaConsumer, TopicPartition

import harness


@dataclasses.dataclass
class Account:
    """What was found, and in which way it is wrong."""

    articles: int = 0
    events: int = 0
    dead_letters: int = 0
    lost: int = 0
    doubled: int = 0
    other: int = 0
    disordered: int = 0
    doubled_uncommitted: int = 0
    notes: list = dataclasses.field(default_factory=list)

    def is_good(self):
        return not (self.lost or self.doubled or self.other or self.disordered)


def expected_events(articles):
    """The events of each article by its id, in their order, as `dateline extract` gives them for the same bytes."""
    expected = collections.defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "articles.jsonl"
        file.write_bytes(b"\n".join(articles) + b"\n")
        command = [harness.BINARY, "extract", "--format", "jsonl", str(file)]
        done = subprocess.run(command, capture_output=True, check=True, timeout=900)
    for line in done.stdout.splitlines():
        expected[json.loads(line)["article_id"]].append(json.loads(line))
    return expected


def is_poison(value):
    try:
        return not isinstance(json.loads(value)["id"], str)
    except (ValueError, TypeError, KeyError):
        return True


def reckon(run, examples=5):
    """Compares what a read_committed client sees with what it must see."""
    account = Account()
    sources = run.read(run.articles)
    account.articles = len(sources)
    good = [message for message in sources if not is_poison(message.value)]
    expected = expected_events([message.value for message in good])
    events = run.read(run.events)
    letters = run.read(run.dead_letters)
    account.events, account.dead_letters = len(events), len(letters)
    uncommitted = run.read(run.events, "read_uncommitted")

    def note(kind, what):
        if sum(line.startswith(kind) for line in account.notes) < examples:
            account.notes.append(f"{kind}: {what}")

    # What the producer of the articles sent twice must come out twice.
    times = collections.Counter(json.loads(message.value)["id"] for message in good)
    wanted = {event["event_id"]: event for of_article in expected.values() for event in of_article}
    wanted_times = {event_id: times[event["article_id"]] for event_id, event in wanted.items()}
    found = collections.Counter(message.key.decode() for message in events)
    hidden = collections.Counter(message.key.decode() for message in uncommitted)
    for event_id, count in wanted_times.items():
        if found[event_id] < count:
            account.lost += count - found[event_id]
            note("lost", f"event {event_id} of {wanted[event_id]['article_id']}; read_uncommitted has it {hidden[event_id]} times")
    for event_id, count in found.items():
        if count > wanted_times.get(event_id, count):
            account.doubled += count - wanted_times[event_id]
            note("doubled", f"event {event_id}, {count} times")
    for message in events:
        if json.loads(message.value) != wanted.get(message.key.decode()):
            account.other += 1
            note("other", f"{message.topic}/{message.partition}/{message.offset} is no event that extract gives")
    account.doubled_uncommitted = sum(max(0, count - wanted_times.get(key, 1)) for key, count in hidden.items())
    compare_letters(account, note, [message for message in sources if is_poison(message.value)], letters)
    check_order(account, note, good, expected, times, events)
    if account.lost:
        account.notes.append(ends(run))
    return account


def compare_letters(account, note, poison, letters):
    """Each poisoned message is in the dead letters once, byte for byte; nothing else is."""
    wanted = {(message.partition, message.offset): message for message in poison}
    found = collections.Counter()
    for letter in letters:
        headers = harness.text_headers(letter)
        place = (int(headers["__connect.errors.partition"]), int(headers["__connect.errors.offset"]))
        found[place] += 1
        source = wanted.get(place)
        if source is None or (source.key, source.value, source.timestamp) != (letter.key, letter.value, letter.timestamp):
            account.other += 1
            note("other", f"the dead letter of {place} is not the message as it came: {headers.get('__connect.errors.exception.message')}")
    for place in wanted:
        if found[place] == 0:
            account.lost += 1
            note("lost", f"the dead letter of {place}")
        account.doubled += max(0, found[place] - 1)
        if found[place] > 1:
            note("doubled", f"the dead letter of {place}")


def check_order(account, note, good, expected, times, events):
    """In every output partition the events of one input partition stand in the order of their articles."""
    rank = {}
    for message in good:
        article = json.loads(message.value)["id"]
        if times[article] == 1:
            for index, event in enumerate(expected[article]):
                rank[event["event_id"]] = (message.partition, message.offset, index)
    last = {}
    for message in events:
        if message.key.decode() not in rank:
            continue
        source, *place = rank[message.key.decode()]
        way = (message.partition, source)
        if place < last.get(way, place):
            account.disordered += 1
            note("out of order", f"{message.topic}/{message.partition}/{message.offset} after a later one of input partition {source}")
        last[way] = place


def stable_and_end(run):
    """The ends of the output's partitions with `read_committed` and with `read_uncommitted`."""
    found = []
    partitions = [TopicPartition(run.events, number) for number in range(run.partitions)]
    for level in ("read_committed", "read_uncommitted"):
        consumer = KafkaConsumer(bootstrap_servers=run.broker, isolation_level=level, enable_auto_commit=False)
        try:
            reached = consumer.end_offsets(partitions)
        finally:
            consumer.close()
        found.append([reached[partition] for partition in partitions])
    return found


def ends(run):
    """Whether a transaction hangs open: then the two ends of a partition differ."""
    stable, end = stable_and_end(run)
    verdict = "nothing hangs open: lost" if stable == end else "A TRANSACTION HANGS OPEN: hidden"
    return f"last stable offsets {stable}, end offsets {end}: {verdict}"
