"""What the tests of this folder share: topics, articles, the worker as a process, and reading what it published."""

import collections
import functools
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import tempfile
import time
import unittest
import uuid

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient, NewTopic

BROKER = os.environ["DATELINE_TEST_BROKER"]
BINARY = os.environ.get("DATELINE", "target/release/dateline")
PATIENCE = 60

STORY = (
    "TALLINN, Estonia - The government of Estonia signed a trade agreement with Latvia on Monday. "
    "Protesters marched through the capital of Peru and demanded the resignation of the president. "
    "France sent food and medicine to Lebanon, the foreign minister said."
)


def article(name, text=STORY):
    """An article in JSON whose id is its name."""
    fields = {"id": name, "title": "Agreement in Tallinn", "text": text, "language": "en", "published_at": "2026-01-12T09:00:00Z"}
    return json.dumps(fields).encode()


class Run:
    """Topics and a consumer group of their own for one test."""

    def __init__(self, partitions=3, dead_letter_config=None, broker=None, has_events=True, replicas=1, annotated_config=None):
        mark = uuid.uuid4().hex[:8]
        self.broker = broker or BROKER
        self.group = f"dateline-{mark}"
        self.articles = f"articles-{mark}"
        self.events = f"events-{mark}"
        self.dead_letters = f"dead-{mark}"
        self.annotated = None if annotated_config is None else f"annotated-{mark}"
        self.partitions = partitions
        admin = KafkaAdminClient(bootstrap_servers=self.broker)
        topics = [
            NewTopic(self.articles, partitions, replicas),
            NewTopic(self.dead_letters, 1, replicas, topic_configs=dead_letter_config or {}),
        ]
        if has_events:
            topics.append(NewTopic(self.events, partitions, replicas))
        if self.annotated:
            topics.append(NewTopic(self.annotated, partitions, replicas, topic_configs=annotated_config))
        admin.create_topics(topics)
        admin.close()

    def produce(self, messages, partition=None):
        """Publishes `(key, value)` or `(key, value, headers, timestamp)`; returns where each of them went."""
        producer = KafkaProducer(bootstrap_servers=self.broker, linger_ms=5)
        futures = []
        for message in messages:
            key, value, headers, timestamp = (*message, None, None)[:4]
            futures.append(producer.send(
                self.articles, key=key, value=value, headers=headers, timestamp_ms=timestamp, partition=partition))
        producer.flush()
        found = [future.get(timeout=PATIENCE) for future in futures]
        producer.close()
        return [(where.partition, where.offset) for where in found]

    def produce_articles(self, names):
        """Publishes a plain article for each name, under the name as key."""
        return dict(zip(names, self.produce([(name.encode(), article(name)) for name in names])))

    def read(self, topic, isolation="read_committed"):
        """Everything that a topic holds, in the order of each partition."""
        consumer = KafkaConsumer(
            bootstrap_servers=self.broker, isolation_level=isolation, enable_auto_commit=False, auto_offset_reset="earliest")
        try:
            count = 1 if topic == self.dead_letters else self.partitions
            partitions = [TopicPartition(topic, number) for number in range(count)]
            consumer.assign(partitions)
            ends = consumer.end_offsets(partitions)
            found = collections.defaultdict(list)
            deadline = time.monotonic() + PATIENCE
            while any(consumer.position(p) < ends[p] for p in partitions):
                if time.monotonic() > deadline:
                    raise AssertionError(f"{topic} cannot be read to its end")
                for partition, messages in consumer.poll(timeout_ms=200).items():
                    found[partition] += messages
            return [message for partition in partitions for message in found[partition]]
        finally:
            consumer.close()

    def committed(self):
        """The committed offset of each partition of the input."""
        admin = KafkaAdminClient(bootstrap_servers=self.broker)
        try:
            consumer = KafkaConsumer(bootstrap_servers=self.broker, group_id=self.group, enable_auto_commit=False)
            try:
                return {n: consumer.committed(TopicPartition(self.articles, n)) for n in range(self.partitions)}
            finally:
                consumer.close()
        finally:
            admin.close()

    def marks(self):
        """The metadata of the committed positions."""
        consumer = KafkaConsumer(bootstrap_servers=self.broker, group_id=self.group, enable_auto_commit=False)
        try:
            found = [consumer.committed(TopicPartition(self.articles, n), metadata=True) for n in range(self.partitions)]
            return [offset.metadata for offset in found if offset]
        finally:
            consumer.close()

    def worker(self, *arguments, instance="one", **settings):
        """Starts a worker on these topics."""
        return Worker(self, instance, arguments, settings)

    def run_to_end(self, **settings):
        """Lets a worker do what is there, and returns its last words."""
        with self.worker("--until", "end", **settings) as worker:
            worker.ends_with(0)
            return worker.summary()


class Worker:
    """The worker's binary as a process; a wrapper is a command that becomes the worker."""

    def __init__(self, run, instance, arguments, settings, wrapper=()):
        self.log = tempfile.NamedTemporaryFile(
            "w+", prefix="worker-", suffix=".log", dir=os.environ.get("DATELINE_TEST_SCRATCH"), delete=False)
        chosen = {
            "kafka.bootstrap_servers": run.broker,
            "kafka.group_id": run.group,
            "kafka.instance": instance,
            "topics.articles": run.articles,
            "topics.events": run.events,
            "topics.dead_letters": run.dead_letters,
            "topics.annotated": run.annotated or "",
            "kafka.consumer.session.timeout.ms": "6000",
            "kafka.consumer.heartbeat.interval.ms": "500",
            "http.listen": "",
            **{key.replace("__", "."): value for key, value in settings.items()},
        }
        if chosen.get("kafka.consumer.group.protocol") == "consumer":
            # The broker knows them in that protocol.
            del chosen["kafka.consumer.session.timeout.ms"], chosen["kafka.consumer.heartbeat.interval.ms"]
        command = [*wrapper, BINARY, "run", *arguments]
        for key, value in chosen.items():
            command += ["--set", f"{key}={value}"]
        environment = {key: value for key, value in os.environ.items() if not key.startswith("DATELINE__")}
        self.process = subprocess.Popen(command, stderr=self.log, stdout=self.log, env=environment | {"NO_COLOR": "1"})

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.kill()
        self.log.close()

    def said(self):
        return pathlib.Path(self.log.name).read_text()

    def waits_for(self, pattern, patience=PATIENCE):
        """Waits until the log has a line like that."""
        deadline = time.monotonic() + patience
        while not re.search(pattern, self.said()):
            if self.process.poll() is not None:
                raise AssertionError(f"the worker ended with {self.process.returncode}:\n{self.said()[-3000:]}")
            if time.monotonic() > deadline:
                raise AssertionError(f"the worker never said {pattern!r}:\n{self.said()[-3000:]}")
            time.sleep(0.05)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)

    def ends_with(self, code, patience=PATIENCE):
        try:
            found = self.process.wait(patience)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"the worker does not end:\n{self.said()[-3000:]}") from None
        if found != code:
            raise AssertionError(f"the worker ended with {found}, not {code}:\n{self.said()[-3000:]}")

    def summary(self):
        """The counts of its last line."""
        line = re.findall(r"stopped .*", self.said())[-1]
        return {key: int(value) for key, value in re.findall(r"(\w+)=(\d+)", line)}


def wait_until(condition, what, patience=PATIENCE):
    """Waits until something holds, and returns it."""
    deadline = time.monotonic() + patience
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"it never came to this: {what}")
        time.sleep(0.25)


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def text_headers(message):
    """The last header of each name, as text."""
    return {name: value.decode(errors="replace") for name, value in message.headers if value is not None}


@functools.cache
def events_of_story():
    """How many events the extraction finds in the story that most articles here are made of."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        file.write(article("one"))
        file.flush()
        done = subprocess.run([BINARY, "extract", "--format", "jsonl", file.name], capture_output=True, check=True, timeout=PATIENCE)
    return len(done.stdout.splitlines())


class DeliveryCase(unittest.TestCase):
    """Assertions about what was delivered."""

    maxDiff = 2000

    def assert_exactly_once(self, run, names):
        """Every article's events are there once, in the order of the article, and every offset is committed."""
        events = [json.loads(message.value) for message in run.read(run.events)]
        ids = collections.Counter(event["event_id"] for event in events)
        self.assertEqual([event_id for event_id, count in ids.items() if count > 1], [], "these came twice")
        count = collections.Counter(event["article_id"] for event in events)
        self.assertEqual(sorted(set(names) - set(count)), [], "these were lost")
        self.assertEqual(set(count.values()), {events_of_story()}, "events of each article")
        self.assert_all_committed(run)

    def assert_all_committed(self, run):
        consumer = KafkaConsumer(bootstrap_servers=BROKER, enable_auto_commit=False)
        partitions = [TopicPartition(run.articles, number) for number in range(run.partitions)]
        ends = {p.partition: end for p, end in consumer.end_offsets(partitions).items()}
        consumer.close()
        committed = run.committed()
        self.assertEqual({n: committed[n] or 0 for n in ends}, ends, "committed offsets")

    def doubled(self, run):
        """Events that a client sees more than once which also reads what was aborted."""
        messages = run.read(run.events, "read_uncommitted")
        count = collections.Counter(message.key for message in messages)
        return [key for key, number in count.items() if number > 1]
