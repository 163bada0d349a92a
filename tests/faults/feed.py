"""Articles that stream into the input topic while faults strike."""

import json
import random
import threading
import time

from kafka import KafkaProducer

SENTENCES = (
    "The government of Estonia signed a trade agreement with Latvia on Monday.",
    "Protesters marched through the capital of Peru and demanded the resignation of the president.",
    "France sent food and medicine to Lebanon, the foreign minister said.",
    "Police in Kenya arrested twelve students on Friday. Their teachers criticized the government.",
    "The concert hall was painted blue.",
    "Kenya accused Uganda of supporting rebels. Uganda rejected the accusation on Tuesday.",
)
# Each is a dead letter: JSON that breaks off in two places, and a record of a schema registry.
POISON = (b'{"id": "broken', b'{"title": [1, {"text":', b"\x00\x00\x00\x00\x07\x0a")
CHUNK = 50


def message(number, mark, poison):
    """The key and the value of the article of that number; there are 97 keys."""
    key = f"k-{number % 97}".encode()
    if poison and number % poison == poison - 1:
        return key, POISON[number // poison % len(POISON)] + f" {mark}-{number}".encode()
    text = SENTENCES[number * 7 // 5 % len(SENTENCES)]
    fields = {"id": f"{mark}-{number}", "title": f"Report {number}", "text": text, "language": "en", "published_at": "2026-01-12T09:00:00Z"}
    return key, json.dumps(fields).encode()


class Feed(threading.Thread):
    """Publishes at least so many articles, and goes on until it is told that there will be no more faults.

    What a broker may have taken or not is sent again, so an article may stand in the input twice: the input topic is what
    counts, and it is read in the end.
    """

    def __init__(self, run, articles, rate, poison=0, seed=0):
        super().__init__(daemon=True)
        self.run_, self.articles, self.rate, self.poison = run, articles, rate, poison
        self.random = random.Random(seed)
        self.sent = 0
        self.error = None
        self.is_over = threading.Event()

    def run(self):
        try:
            self.publish()
        except Exception as error:  # Told by whoever waits for the feed.
            self.error = error

    def publish(self):
        producer = self.producer()
        began = time.monotonic()
        while not self.is_over.is_set() or self.sent < self.articles:
            due = self.articles if self.is_over.is_set() else int((time.monotonic() - began) * self.rate)
            count = min(due - self.sent, CHUNK)
            if count <= 0:
                time.sleep(0.02)
                continue
            chunk = [message(self.sent + n, self.run_.group, self.poison) for n in range(count)]
            while chunk:
                futures = [(pair, producer.send(self.run_.articles, key=pair[0], value=pair[1])) for pair in chunk]
                chunk = [pair for pair, future in futures if not self.arrived(future)]
            self.sent += count
        producer.close()

    def producer(self):
        return KafkaProducer(
            bootstrap_servers=self.run_.broker, acks="all", enable_idempotence=False, retries=1000, linger_ms=2,
            delivery_timeout_ms=20_000, request_timeout_ms=5_000, max_block_ms=120_000, reconnect_backoff_max_ms=500)

    def arrived(self, future):
        try:
            future.get(timeout=60)
            return True
        except Exception:
            return False

    def finish(self, patience):
        """No more faults come: publishes what is left."""
        self.is_over.set()
        self.join(patience)
        if self.error:
            raise self.error
        if self.is_alive():
            raise AssertionError(f"only {self.sent} of {self.articles} articles could be published")
