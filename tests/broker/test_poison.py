"""Poison between good articles: each is one dead letter with all of the original, and the good ones come out in order."""

import gzip
import json
import zlib

from kafka import KafkaProducer
from harness import DeliveryCase, PATIENCE, Run, STORY, article, events_of_story, text_headers


def message(text):
    """An article whose text is written as given, quotation marks and all."""
    return b'{"id": "p", "title": "Talks end", "text": ' + text + b"}"


# What is sent and the reason that its dead letter gives.
POISON = {
    "not UTF-8": (b"\xff" * 100, "invalid_utf8"),
    "zeros": (bytes(100), "confluent_wire_format"),
    "cut off": (b'{"id": "x", "title": "cut', "truncated_json"),
    "deep array": (message(b"[" * 100_000 + b"]" * 100_000), "json_too_deep"),
    "deep object": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "json_too_deep"),
    "half a surrogate": (message(b'"The talks \\ud800 ended."'), "invalid_json"),
    "control characters": (message(b'"a\x01b"'), "invalid_json"),
    "bomb": (gzip.compress(message(b'"' + b" " * (40 << 20) + b'"')), "gzip_too_large"),
    "bomb in a bomb": (gzip.compress(gzip.compress(bytes(1 << 20))), "compressed_twice"),
    "damaged gzip": (b"\x1f\x8b\x08\x00\x01\x02\x03", "invalid_gzip"),
    "oversized": (article("large", STORY * 3000), "article_too_large"),
}
# What is read to its end: nothing in it may hold up its neighbours.
HARMLESS = {
    "deep markup": article("markup", "<html><body>" + "<div>" * 100_000),
    "one sentence": article("sentence", STORY + "the man who killed " * 2000),
    "one word": article("word", STORY + "a" * 200_000),
    "brackets": article("brackets", STORY + "(" * 10_000),
}
LIMIT = 650_000


class Poison(DeliveryCase):
    def test_every_kind_between_good_articles(self):
        run = Run(partitions=1)
        sent, good = [], []
        for number, (name, (value, _)) in enumerate(POISON.items()):
            good.append(f"g-{number}")
            headers = [("kind", name.encode()), ("binary", b"\x00\xff"), ("kind", b"twice")]
            sent.append((good[-1].encode(), article(good[-1])))
            sent.append((b"\x00" + name.encode(), value, headers, 1_768_208_400_000 + number))
        sent += [(name.encode(), value) for name, value in HARMLESS.items()] + [(b"last", article("last"))]
        producer = KafkaProducer(bootstrap_servers=run.broker, max_request_size=8 << 20)
        places = []
        for key, value, headers, timestamp in [(*one, None, None)[:4] for one in sent]:
            future = producer.send(run.articles, key=key, value=value, headers=headers, timestamp_ms=timestamp, partition=0)
            places.append(future.get(timeout=PATIENCE).offset)
        producer.close()
        summary = run.run_to_end(extract__max_article_bytes=LIMIT, delivery__breaker_ratio="1.0")
        self.assertEqual((summary["articles"], summary["dead_letters"]), (len(sent), len(POISON)))

        ids = [json.loads(event.value)["article_id"] for event in run.read(run.events)]
        of_good = [name for name in ids if name.startswith("g-") or name == "last"]
        self.assertEqual(of_good, [name for name in [*good, "last"] for _ in range(events_of_story())])
        letters = run.read(run.dead_letters)
        poisoned = [(one, place) for one, place in zip(sent, places) if len(one) == 4]
        self.assertEqual(len(letters), len(poisoned))
        for letter, ((key, value, headers, timestamp), place), (name, (_, reason)) in zip(letters, poisoned, POISON.items()):
            with self.subTest(name):
                self.assertEqual((letter.key, letter.value, letter.timestamp), (key, value, timestamp))
                self.assertEqual(letter.headers[:len(headers)], headers)
                found = text_headers(letter)
                self.assertEqual(found["__connect.errors.offset"], str(place))
                self.assertEqual(found["x-dateline-reason"], reason)
                trace = found["__connect.errors.exception.stacktrace"]
                self.assertEqual(trace, f"dateline::{found['x-dateline-reason']}: {found['__connect.errors.exception.message']}")
        self.assert_all_committed(run)

    def test_a_batch_that_unfolds_to_a_hundred_times_its_size(self):
        """A batch of the broker's limit holds many articles that are all white space, and none is lost."""
        run = Run(partitions=1)
        count, value = 60, article("wide", STORY + " " * 900_000)
        producer = KafkaProducer(
            bootstrap_servers=run.broker, compression_type="gzip", batch_size=64 << 20, linger_ms=2000,
            max_request_size=64 << 20)
        for _ in range(count):
            producer.send(run.articles, value=value, partition=0)
        producer.flush()
        producer.close()
        self.assertGreater(count * len(value), 100 * len(zlib.compress(value)) * count)
        summary = run.run_to_end(extract__in_flight_bytes="4000000")
        self.assertEqual((summary["articles"], summary["dead_letters"]), (count, 0))
        self.assertEqual(len(run.read(run.events)), count * events_of_story())
        self.assert_all_committed(run)
