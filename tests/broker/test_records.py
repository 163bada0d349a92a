"""What is published: records, keys, headers, offsets and dead letters."""

import json
import os
import pathlib
import re
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

from harness import BINARY, PATIENCE, STORY, DeliveryCase, Run, article, events_of_story, free_port, text_headers, wait_until

TITLE = "Agreement in Tallinn"
WHEN = "2026-01-12T09:00:00Z"
DIALECTS = {
    "plain": {"id": "d-1", "title": TITLE, "text": STORY, "published_at": WHEN},
    "ninjs": {"uri": "d-2", "type": "text", "language": "en", "headline": TITLE, "versioncreated": WHEN, "body_text": STORY},
    "newsapi": {"source": {"id": "t", "name": "The Test"}, "title": TITLE, "url": "https://example.org/d-3", "publishedAt": WHEN, "content": STORY},
    "jsonld": {"@context": "https://schema.org", "@type": "NewsArticle", "@id": "d-4", "headline": TITLE, "datePublished": WHEN, "articleBody": STORY},
    "html": {"id": "d-5", "title": TITLE, "published_at": WHEN, "body": f"<html><body><p>{STORY}</p></body></html>"},
    "feed": {"id": "d-6", "title": TITLE, "published": WHEN, "content": [{"type": "text/html", "value": f"<p>{STORY}</p>"}]},
}
GERMAN = (
    "Die Regierung in Berlin hat am Montag ein Abkommen mit der Regierung in Warschau unterzeichnet. "
    "Der Minister sagte, die Verhandlungen seien lang und schwierig gewesen, aber das Ergebnis sei gut."
)
# Cut off in the middle; and a value in a registry's wire format, which is not read.
BROKEN = [b'{"id": "x", "title": "cut', b"\x00\x00\x00\x00\x07\x02a"]
ODD = [BROKEN[0], b"{}", b'{"id": "n", "title": null}']


# The articles of the demo, and real ones where a folder of them lies beside the checkout.
ROOT = pathlib.Path(__file__).parents[2]
STORED = sorted((ROOT / "config/demo").iterdir()) + sorted(ROOT.parent.glob("*/articles/*.json"))


def extracted(value, *arguments):
    """What the same binary makes of the same bytes without Kafka."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        file.write(value)
        file.flush()
        done = subprocess.run([BINARY, "extract", "--format", "jsonl", *arguments, file.name], capture_output=True, timeout=PATIENCE)
    return [json.loads(line) for line in done.stdout.splitlines()], done.returncode


class Records(DeliveryCase):
    def test_articles_in_several_dialects(self):
        run = Run(partitions=1)
        values = [json.dumps(fields).encode() for fields in DIALECTS.values()]
        values.insert(2, json.dumps({"id": "d-de", "title": "Abkommen", "text": GERMAN, "published_at": WHEN}).encode())
        values[4:4] = ODD
        run.produce([(b"k", value) for value in values])
        expected, rejected = [], []
        for value in values:
            records, code = extracted(value)
            expected += records
            if code != 0:
                rejected.append(value)
        self.assertIn(BROKEN[0], rejected, "what is broken is rejected")
        self.assertGreaterEqual(len(expected), len(DIALECTS))
        summary = run.run_to_end()

        messages = run.read(run.events)
        # One key in the input, but each event has its own and with it its partition; here there is only one.
        self.assertEqual([json.loads(message.value) for message in messages], expected)
        letters = run.read(run.dead_letters)
        self.assertEqual([letter.value for letter in letters], rejected)
        self.assertEqual(summary, {
            "articles": len(values), "events": len(expected), "dead_letters": len(rejected),
            "held_back": 0, "skipped": summary["skipped"]})
        self.assertGreaterEqual(summary["skipped"], 1, "what is not English is skipped")
        self.assert_all_committed(run)

    def test_stored_articles_give_the_same_as_without_kafka(self):
        run = Run(partitions=1)
        at = 1_768_208_400_000
        values = [path.read_bytes() for path in STORED]
        run.produce([(None, value, None, at) for value in values])
        published = ["--published", time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at / 1000))]
        results = [extracted(value, *published) for value in values]
        run.run_to_end()
        expected = [record for records, _ in results for record in records]
        self.assertGreater(len(expected), len(STORED))
        self.assertEqual([json.loads(message.value) for message in run.read(run.events)], expected)
        rejected = [value for value, (_, code) in zip(values, results) if code != 0]
        self.assertEqual([letter.value for letter in run.read(run.dead_letters)], rejected)
        self.assertNotEqual(rejected, [], "one sample is broken")
        self.assert_all_committed(run)

    def test_keys_and_headers_of_records(self):
        run = Run(partitions=1)
        trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        headers = [("traceparent", trace.encode()), ("tracestate", b"v=1"), ("other", b"stays behind")]
        run.produce([(b"k", article("h-1"), headers, None)])
        before = time.time() * 1000 - 60_000
        run.run_to_end()
        messages = run.read(run.events)
        self.assertEqual(len(messages), events_of_story())
        for message in messages:
            record = json.loads(message.value)
            self.assertEqual(message.key.decode(), record["event_id"])
            found = text_headers(message)
            recorded = found.pop("ce_recordedtime")
            self.assertRegex(recorded, r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
            self.assertEqual(found, {
                "ce_specversion": "1.0", "ce_id": record["event_id"], "ce_source": f"/dateline/{run.articles}",
                "ce_type": "dateline.event.v1", "ce_time": "2026-01-12T09:00:00.000Z", "content-type": "application/json",
                "traceparent": trace, "tracestate": "v=1"})
            self.assertGreater(message.timestamp, before)

    def test_dead_letters_carry_the_original_verbatim(self):
        run = Run()
        headers = [("twice", b"1"), ("twice", b"2"), ("binary", b"\x00\xff")]
        sent = [
            (b"\x00key", BROKEN[0], headers, 1_768_208_400_123),
            (None, BROKEN[1], None, 1_768_208_400_456),
        ]
        places = run.produce(sent)
        run.produce_articles(["good"])
        run.run_to_end()
        letters = {letter.value: letter for letter in run.read(run.dead_letters)}
        self.assertEqual(len(letters), 2)
        for (key, value, given, timestamp), (partition, offset) in zip(sent, places):
            letter = letters[value]
            self.assertEqual((letter.key, letter.timestamp), (key, timestamp))
            given = given or []
            self.assertEqual([(name, content) for name, content in letter.headers[:len(given)]], given)
            found = text_headers(letter)
            self.assertEqual(found["__connect.errors.topic"], run.articles)
            self.assertEqual(found["__connect.errors.partition"], str(partition))
            self.assertEqual(found["__connect.errors.offset"], str(offset))
            self.assertEqual(found["__connect.errors.stage"], "decode")
            self.assertEqual(found["x-dateline-attempt"], "1")
            self.assertRegex(found["x-dateline-reason"], r"^[a-z_]+$")
            self.assertNotEqual(found["__connect.errors.exception.message"], "")
            self.assertRegex(found["x-dateline-version"], r"^\d+\.\d+\.\d+")
        self.assert_all_committed(run)

    def test_a_dead_letter_that_its_topic_does_not_take_leaves_the_value_behind(self):
        run = Run(dead_letter_config={"max.message.bytes": "3000"})
        large = b'{"cut": "' + os.urandom(6000).hex().encode()
        run.produce([(b"large", large)])
        run.produce_articles(["good"])
        summary = run.run_to_end()
        self.assertEqual((summary["articles"], summary["dead_letters"]), (2, 1))
        (letter,) = run.read(run.dead_letters)
        self.assertEqual((letter.key, letter.value), (b"large", None))
        self.assertIn("x-dateline-omitted", text_headers(letter))
        self.assert_all_committed(run)

    def test_an_article_above_the_limit_is_a_dead_letter(self):
        run = Run()
        run.produce([(b"k", article("big", STORY * 20))])
        summary = run.run_to_end(extract__max_article_bytes=2000)
        self.assertEqual((summary["articles"], summary["dead_letters"]), (1, 1))
        (letter,) = run.read(run.dead_letters)
        self.assertEqual(text_headers(letter)["x-dateline-reason"], "article_too_large")

    def test_a_run_from_a_time_begins_there(self):
        run = Run()
        early, late = 1_768_208_400_000, 1_768_212_000_000
        run.produce([(b"e", article("early"), None, early), (b"l", article("late"), None, late)], partition=0)
        with run.worker("--until", "end", "--from", "2026-01-12T09:30:00Z") as worker:
            worker.ends_with(0)
            self.assertEqual(worker.summary()["articles"], 1)
        self.assertEqual({json.loads(message.value)["article_id"] for message in run.read(run.events)}, {"late"})


    def test_the_circuit_breaker_keeps_a_topic_out_of_the_dead_letters(self):
        run = Run()
        run.produce_articles([f"a-{number}" for number in range(50)])
        run.produce([(None, b'{"id": "%d", "title": "cut' % number) for number in range(1000)])
        port = free_port()
        with run.worker(http__listen=f"127.0.0.1:{port}", delivery__batch_articles=50) as worker:
            worker.waits_for("circuit breaker opened")
            with self.assertRaises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=PATIENCE)
            self.assertIn("the circuit breaker is open", refused.exception.read().decode())
            self.assertEqual(urllib.request.urlopen(f"http://127.0.0.1:{port}/livez", timeout=PATIENCE).status, 200)
            time.sleep(3)
            worker.stop()
            worker.ends_with(0)
        self.assertLess(len(run.read(run.dead_letters)), 250)
        with run.worker("--until", "end") as worker:
            worker.ends_with(1)
            self.assertIn("became dead letters", worker.said())


class Telemetry(DeliveryCase):
    def get(self, port, path):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return None, ""

    def test_every_metric_is_there_while_the_broker_is_away(self):
        run = Run()
        port = free_port()
        with run.worker(kafka__bootstrap_servers=f"127.0.0.1:{free_port()}", http__listen=f"127.0.0.1:{port}"):
            text = wait_until(lambda: self.get(port, "/metrics")[1], "the server answers")
            for series in (
                f'articles_consumed_total{{topic="{run.articles}"}}', 'articles_skipped_total{reason="language"}',
                'articles_dead_lettered_total{reason="invalid_json"}', 'events_produced_total{type="PROTEST"}',
                'annotated_articles_produced_total{kind="article"}', 'transactions_total{result="abort"}', 'rebalances_total{kind="revoke"}',
                "partitions_without_position", "circuit_breaker_open", "extraction_duration_seconds_count",
            ):
                self.assertIn(f"{series} 0\n", text)
            self.assertEqual(self.get(port, "/readyz"), (503, "starting\n"))

    def test_health_and_metrics(self):
        run = Run()
        port = free_port()
        run.produce_articles(["a-1", "a-2"])
        run.produce([(b"b", BROKEN[0])])
        with run.worker(http__listen=f"127.0.0.1:{port}") as worker:
            wait_until(lambda: self.get(port, "/readyz")[0] == 200, "the worker is ready")
            self.assertEqual(self.get(port, "/livez")[0], 200)
            consumed = f'articles_consumed_total{{topic="{run.articles}"}} 3'
            wait_until(lambda: consumed in self.get(port, "/metrics")[1], "three articles are consumed")
            wanted = (r'articles_dead_lettered_total\{[^}]*\} 1', rf'(?s)(consumer_lag\{{topic="{run.articles}"[^}}]*\}} 0\n){{3}}', "in_flight_articles 0")

            def settled():
                text = self.get(port, "/metrics")[1]
                return text if all(re.search(pattern, text) for pattern in wanted) else None

            found = wait_until(settled, "everything is committed and measured", 30)
            for name in (
                "events_produced_total", "articles_dead_lettered_total", "extraction_duration_seconds", "end_to_end_latency_seconds",
                "transaction_commit_duration_seconds", "in_flight_articles 0", "in_flight_bytes 0", "partitions_assigned 3",
                'rebalances_total{kind="assign"} 1', 'transactions_total{result="commit"}', "last_commit_timestamp_seconds",
            ):
                self.assertIn(name, found)
            worker.stop()
            worker.ends_with(0)
