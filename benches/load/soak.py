"""Runs the worker for minutes and prints its resident memory, file descriptors, threads and articles.

    .ci/broker-suite --with benches/load/soak.py [OPTION…]

With --pause the broker is suspended (SIGSTOP) for that many seconds in the second minute. The last line states whether the peak memory
stayed within its bound: the memory when ready, plus twice extract.in_flight_bytes, plus 150 MB. It also compares both halves of the run.
"""

import argparse
import itertools
import json
import os
import pathlib
import subprocess
import sys
import threading
import time
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "tests/broker"))

from harness import BROKER, STORY, Run, free_port  # noqa: E402
from kafka import KafkaProducer  # noqa: E402

MB = 1_000_000
ALLOWANCE = 150 * MB


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--bytes", type=int, default=4000, help="size of an article in bytes")
    parser.add_argument("--text", type=int, default=3000, help="size of its text in bytes; the rest is a field that is not read")
    parser.add_argument("--rate", type=float, default=0, help="articles per second; 0: as many as the worker can process")
    parser.add_argument("--pause", type=float, default=0, help="how long the broker hangs, in seconds")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="a setting of the worker")
    return parser.parse_args()


def article(number, size, text):
    """An article of about `size` bytes with about `text` bytes of text; `number` makes the text unique."""
    words, length = [], 0
    for count in itertools.count():
        if length >= text:
            break
        words.append(f"{STORY} The talks of round {number * 1000 + count} lasted {count + 2} hours.")
        length += len(words[-1]) + 2
    fields = {"id": f"soak-{number}", "title": "Agreement in Tallinn", "text": "\n\n".join(words), "language": "en",
              "published_at": "2026-01-12T09:00:00Z"}
    rest = size - len(json.dumps(fields)) - 12
    return json.dumps(fields | ({"raw": "x" * rest} if rest > 0 else {})).encode()


class Source(threading.Thread):
    """Publishes articles: at a fixed rate, or so that some are always waiting."""

    def __init__(self, run, options, done):
        super().__init__(daemon=True)
        self.run_of, self.options, self.done = run, options, done
        self.sent, self.is_over = 0, False

    def run(self):
        producer = KafkaProducer(bootstrap_servers=BROKER, max_request_size=2 * MB, delivery_timeout_ms=300_000, max_block_ms=300_000, linger_ms=5)
        ahead = max(50, 100 * MB // self.options.bytes) if self.options.bytes > 100_000 else 5000
        began = time.monotonic()
        while not self.is_over:
            wanted = (time.monotonic() - began) * self.options.rate if self.options.rate else self.done() + ahead
            if self.sent >= wanted:
                time.sleep(0.02)
                continue
            body = article(self.sent, self.options.bytes, self.options.text)
            producer.send(self.run_of.articles, key=str(self.sent).encode(), value=body)
            self.sent += 1


def status(pid):
    """Resident bytes, peak resident bytes, and number of threads."""
    lines = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
    fields = dict(line.split(":", 1) for line in lines)
    return int(fields["VmRSS"].split()[0]) * 1024, int(fields["VmHWM"].split()[0]) * 1024, int(fields["Threads"])


def metrics(port):
    """The worker's metrics, each summed over its labels."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        text = answer.read().decode()
    found = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, value = line.rsplit(" ", 1)
            name = name.split("{")[0]
            found[name] = found.get(name, 0.0) + float(value)
    return found


def hang(seconds):
    broker, folder = os.environ["DATELINE_TEST_BROKER_SCRIPT"], os.environ["DATELINE_TEST_BROKER_DIR"]
    subprocess.run([broker, "pause", folder], check=True)
    print(f"the broker hangs for {seconds:.0f} s", flush=True)
    time.sleep(seconds)
    subprocess.run([broker, "resume", folder], check=True)
    print("the broker resumes", flush=True)


def main():
    options = arguments()
    run, port = Run(partitions=6), free_port()
    settings = dict(assignment.split("=", 1) for assignment in options.set)
    budget = int(settings.get("extract.in_flight_bytes", 33554432))
    with run.worker(**{"http__listen": f"127.0.0.1:{port}", "log__level": "warn", **settings}) as worker:
        pid = worker.process.pid
        deadline = time.monotonic() + 60
        while status(pid)[2] < 5 or not metrics_or_none(port):
            assert time.monotonic() < deadline, worker.said()
            time.sleep(0.2)
        time.sleep(3)
        base = status(pid)[0]
        bound = base + 2 * budget + ALLOWANCE
        print(f"ready: {base / MB:.0f} MB resident; the bound is {bound / MB:.0f} MB")
        print("minute  resident MB  peak MB  descriptors  threads  articles  in flight MB  aborts", flush=True)
        source = Source(run, options, lambda: (metrics_or_none(port) or {}).get("articles_consumed_total", 0))
        source.start()
        began, rows = time.monotonic(), []
        if options.pause:
            timer = threading.Timer(90, hang, [options.pause])
            timer.daemon = True
            timer.start()
        while time.monotonic() - began < options.minutes * 60:
            step = began + 60 * (len(rows) + 1)
            time.sleep(max(0.1, min(step, began + options.minutes * 60) - time.monotonic()))
            if worker.process.poll() is not None:
                print(worker.said()[-3000:])
                return 1
            resident, peak, threads = status(pid)
            found = metrics_or_none(port) or {}
            descriptors = len(os.listdir(f"/proc/{pid}/fd"))
            rows.append((resident, descriptors))
            print(f"{(time.monotonic() - began) / 60:6.1f}  {resident / MB:11.0f}  {peak / MB:7.0f}  {descriptors:11}  {threads:7}  "
                  f"{found.get('extraction_duration_seconds_count', 0):8.0f}  {found.get('in_flight_bytes', 0) / MB:12.1f}  "
                  f"{aborts(port):6.0f}", flush=True)
        source.is_over = True
        peak = status(pid)[1]
        worker.stop()
        worker.process.wait(60)
        print(f"exited with status {worker.process.returncode}; warnings: {len(worker.said().splitlines())}")
        for line in worker.said().splitlines()[-5:]:
            print(f"  {line[:200]}")
    half = len(rows) // 2
    first, second = (max(row[0] for row in part) for part in (rows[:half] or rows, rows[half:]))
    print(f"peak {peak / MB:.0f} MB of {bound / MB:.0f} MB allowed: {'within' if peak <= bound else 'ABOVE'}; highest of the first half "
          f"{first / MB:.0f} MB, of the second {second / MB:.0f} MB; descriptors {min(r[1] for r in rows)} to {max(r[1] for r in rows)}")
    return 0 if peak <= bound else 1


def metrics_or_none(port):
    try:
        return metrics(port)
    except OSError:
        return None


def aborts(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
            lines = answer.read().decode().splitlines()
    except OSError:
        return 0
    return sum(float(line.rsplit(" ", 1)[1]) for line in lines if line.startswith('transactions_total{result="abort"}'))


if __name__ == "__main__":
    sys.exit(main())
