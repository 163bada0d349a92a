"""Bounded runs, several topics, regular expressions, and the backfill of docs/OPERATIONS.md, by its own commands."""

import collections
import json
import os
import pathlib
import re
import subprocess
import time

from kafka import KafkaProducer
from kafka.admin import KafkaAdminClient, NewTopic

from harness import BINARY, BROKER, PATIENCE, DeliveryCase, Run, article, events_of_story, wait_until

GUIDE = pathlib.Path(__file__).parents[2] / "docs/OPERATIONS.md"
# Half past eight, nine, and half past nine on the day that the articles were published, in milliseconds.
EARLY, MIDDLE, LATE = 1_768_206_600_000, 1_768_208_400_000, 1_768_210_200_000


def make_topics(names, partitions=2):
    admin = KafkaAdminClient(bootstrap_servers=BROKER)
    admin.create_topics([NewTopic(name, partitions, 1) for name in names])
    admin.close()


def produce(topic, names, timestamp=None, transactional=None):
    """Publishes an article for each name; in a transaction of that id, which is aborted, when one is given."""
    producer = KafkaProducer(bootstrap_servers=BROKER, transactional_id=transactional)
    if transactional:
        producer.init_transactions()
        producer.begin_transaction()
    futures = [producer.send(topic, key=name.encode(), value=article(name), timestamp_ms=timestamp) for name in names]
    producer.flush()
    for future in futures:
        future.get(timeout=PATIENCE)
    if transactional:
        producer.abort_transaction()
    producer.close()


class Bounded(DeliveryCase):
    def published(self, run, topic=None):
        """How many events each article has."""
        return collections.Counter(json.loads(message.value)["article_id"] for message in run.read(topic or run.events))

    def assert_published(self, run, names):
        self.assertEqual(self.published(run), collections.Counter({name: events_of_story() for name in names}))

    def test_several_topics_are_read_to_their_ends(self):
        run = Run()
        more = [f"{run.articles}-wire", f"{run.articles}-empty"]
        make_topics(more)
        names = [f"a-{number}" for number in range(40)]
        run.produce_articles(names[:25])
        produce(more[0], names[25:])
        # What was aborted lies behind the last article, so that the position never comes to the end.
        produce(more[0], ["aborted"], transactional=f"{run.group}-source")
        topics = ",".join([run.articles, *more])
        for expected in (40, 0):
            with run.worker("--until", "end", topics__articles=topics) as worker:
                worker.waits_for("partitions assigned")
                assigned = time.monotonic()
                worker.ends_with(0)
                self.assertLess(time.monotonic() - assigned, 4)
                self.assertEqual(worker.summary()["articles"], expected)
        self.assert_published(run, names)

    def test_several_topics_between_two_times(self):
        run = Run()
        wire = f"{run.articles}-wire"
        make_topics([wire])
        run.produce([(b"k", article(name), None, when) for name, when in (("a", EARLY), ("b", MIDDLE), ("c", LATE))], partition=0)
        for name, when in (("d", EARLY), ("e", MIDDLE), ("f", LATE)):
            produce(wire, [name], when)
        times = ("--from", "2026-01-12T09:00:00Z", "--until", "2026-01-12T09:30:00Z")
        with run.worker(*times, topics__articles=f"{run.articles},{wire}") as worker:
            worker.ends_with(0)
        self.assert_published(run, ["b", "e"])

    def test_a_committed_position_wins_over_from_and_that_is_told(self):
        run = Run()
        run.produce([(b"k", article("first"), None, EARLY)], partition=0)
        run.run_to_end()
        run.produce([(b"k", article("second"), None, MIDDLE)], partition=0)
        with run.worker("--from", "2026-01-12T09:30:00Z", "--until", "end") as worker:
            worker.ends_with(0)
            self.assertIn("continues there, not at the given time", worker.said())
        self.assert_published(run, ["first", "second"])

    def test_a_run_without_a_partition_ends(self):
        run = Run(partitions=1)
        with run.worker(instance="one") as one:
            one.waits_for(r"partitions assigned partitions=\S+")
            nowhere = {"instance": "three", "kafka__group_id": f"{run.group}-none", "topics__articles": f"{run.articles}-none"}
            with run.worker("--until", "end", instance="two") as two, run.worker("--until", "end", **nowhere) as three:
                for worker in (two, three):
                    worker.ends_with(0)
                    self.assertIn("no partition was assigned", worker.said())

    def test_an_empty_topic_is_at_its_end(self):
        self.assertEqual(Run().run_to_end()["articles"], 0)

    def test_a_regular_expression_takes_in_topics_that_come_later(self):
        self.read_by_expression({})

    def test_a_regular_expression_in_the_next_generation_of_the_group_protocol(self):
        self.read_by_expression({"kafka__consumer__group__protocol": "consumer"})

    def read_by_expression(self, more):
        run = Run()
        early, late, other = (f"feed-{run.group}-{name}" for name in ("early", "late", "other2"))
        make_topics([early, other])
        produce(early, ["a"])
        produce(other, ["not-read"])
        settings = {
            "topics__articles": f"^feed-{run.group}-[a-z]+$",
            "kafka__consumer__topic.metadata.refresh.interval.ms": "1000",
            **more,
        }
        with run.worker(**settings) as worker:
            wait_until(lambda: "a" in self.published(run), "the topic that was there is read")
            make_topics([late])
            produce(late, ["b"])
            wait_until(lambda: "b" in self.published(run), "the topic that came later is read")
            worker.stop()
            worker.ends_with(0)
        self.assert_published(run, ["a", "b"])
        with run.worker("--until", "end", **settings) as worker:
            worker.ends_with(0)
            self.assertEqual(worker.summary()["articles"], 0)

    def test_what_cannot_be_subscribed_to_is_refused_at_once(self):
        run = Run()
        for entry, told in (
            (run.events, "the value of topics.events"),
            (f"^{run.dead_letters[:8]}", "the value of topics.dead_letters"),
            ("^feed.(", "not a valid regular expression"),
            ("^__.*", "an internal topic of Kafka"),
        ):
            for command in ("run", "check-config"):
                arguments = {"topics.articles": entry, "topics.events": run.events, "topics.dead_letters": run.dead_letters}
                options = [part for key, value in arguments.items() for part in ("--set", f"{key}={value}")]
                done = subprocess.run([BINARY, command, *options], capture_output=True, text=True, timeout=PATIENCE)
                self.assertEqual(done.returncode, 78, done.stderr)
                self.assertIn(told, done.stderr)


class Backfill(DeliveryCase):
    def test_the_procedure_of_the_guide(self):
        run = Run()
        again = f"{run.events}-again"
        make_topics([again], partitions=run.partitions)
        stories = (("a", EARLY), ("b", MIDDLE), ("c", MIDDLE), ("d", LATE))
        run.produce([(b"k", article(name), None, when) for name, when in stories], partition=1)
        run.run_to_end()
        live = {message.key: json.loads(message.value) for message in run.read(run.events)}
        live_group = run.committed()
        section = GUIDE.read_text().split("## Backfill")[1].split("\n## ")[0]
        blocks = re.findall(r"```console\n(.*?)```", section, re.S)
        self.assertEqual(len(blocks), 2, "one run into a topic of its own, one into the same")
        names = {"news.articles.dead-letter": run.dead_letters, "news.events.again": again, "news.events": run.events,
                 "news.articles": run.articles, "dateline-again": f"{run.group}-again", "2026-01-31T00:00:00Z": "2026-01-12T09:30:00Z",
                 "2026-01-01T00:00:00Z": "2026-01-12T09:00:00Z"}
        environment = os.environ | {
            "PATH": f"{pathlib.Path(BINARY).resolve().parent}:{os.environ['PATH']}",
            "DATELINE__KAFKA__BOOTSTRAP_SERVERS": BROKER, "DATELINE__KAFKA__GROUP_ID": run.group,
            "DATELINE__TOPICS__ARTICLES": run.articles, "DATELINE__TOPICS__EVENTS": run.events,
            "DATELINE__TOPICS__DEAD_LETTERS": run.dead_letters,
        }
        for block in blocks:
            command = re.sub("|".join(map(re.escape, names)), lambda found: names[found[0]], block)
            done = subprocess.run(["bash", "-ec", command], capture_output=True, text=True, timeout=2 * PATIENCE, env=environment)
            self.assertEqual(done.returncode, 0, f"{command}\n{done.stderr[-3000:]}")
            self.assertIn("articles=2", done.stderr)
        # The topic of its own has the events of the two articles between the times, under the ids of the live ones.
        found = {message.key: json.loads(message.value) for message in run.read(again)}
        wanted = {key: record for key, record in live.items() if record["article_id"] in ("b", "c")}
        self.assertEqual(found, wanted)
        # In the same topic they stand once more: a sink that upserts has the rows that it had.
        rows = {message.key: json.loads(message.value) for message in run.read(run.events)}
        self.assertEqual(rows, live)
        self.assertEqual(len(run.read(run.events)), len(live) + len(wanted))
        self.assertEqual(run.committed(), live_group, "the live group does not notice")
