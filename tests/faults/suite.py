"""Faults of every kind while articles stream through real workers and a real broker. Start it with

    .ci/broker-suite --with tests/faults/suite.py [--kinds …] [--kills N] [--articles N] [--workers 1,2,3] [--seed S]

After each kind, a client of another implementation reads what is committed: each article must have led to what
`dateline extract` gives for it, or to a dead letter, exactly once and in order.
"""

import argparse
import os
import pathlib
import random
import re
import subprocess
import sys
import time
import traceback

sys.path[:0] = [str(pathlib.Path(__file__).parent), str(pathlib.Path(__file__).parent.parent / "broker")]

from kafka import KafkaConsumer, TopicPartition  # noqa: E402
from kafka.errors import KafkaError  # noqa: E402

from feed import Feed  # noqa: E402
from fleet import Fleet  # noqa: E402
from harness import Run, wait_until  # noqa: E402
from kinds import KINDS, OFTEN, can_change_the_system  # noqa: E402
from ledger import ends, reckon, stable_and_end  # noqa: E402
from surroundings import for_kind  # noqa: E402

SETTINGS = {"delivery.batch_articles": "50", "delivery.transaction_timeout": "5s"}
# Kinds that change the system beneath the broker.
PRIVILEGED = {"cut", "full"}
# Lines of a log that report trouble, in the words of the worker, librdkafka and the broker.
TROUBLE = re.compile(r" (WARN|ERROR|FATAL) ")
COLUMNS = (
    "kind", "workers", "faults", "articles", "events", "dead letters", "lost", "doubled", "other", "out of order",
    "doubled uncommitted", "fenced", "ended", "seconds")


class Trial:
    """One kind of fault on topics and with workers of its own."""

    def __init__(self, kind, faults, articles, workers, rate, seed):
        self.kind, self.faults, self.articles, self.workers, self.rate = kind, faults, articles, workers, rate
        self.random = random.Random(f"{seed} {kind} {workers}")
        self.surroundings = for_kind(kind)
        self.run = Run(
            partitions=6, broker=self.surroundings.address, has_events=kind != "missing", replicas=self.surroundings.replicas)
        self.fleet = None
        self.told = []

    def __getattr__(self, name):
        """What can be done to the surroundings can be done to the trial."""
        return getattr(self.surroundings, name)

    def perform(self):
        began = time.monotonic()
        self.fleet = Fleet(self.run, SETTINGS, self.surroundings.wrappers)
        failure = None
        try:
            for number in range(self.workers):
                self.fleet.start(f"w{number}")
            feed = Feed(self.run, self.articles, self.rate, poison=10 if self.kind == "poison" else 0)
            feed.start()
            self.fleet.waits_for_assignment()
            KINDS[self.kind](self, self.faults)
            feed.finish(300)
            self.waits_until_it_is_through()
            self.fleet.stop_all()
        except AssertionError as error:
            failure = error
        try:
            account = reckon(self.run)
            account.notes += self.told
            if failure:
                account.lost = account.lost or 1
                account.notes.append(f"failed: {failure}")
            if not account.is_good():
                account.notes += [*self.hanging(), *complaints(self.fleet.logs + self.surroundings.logs())]
        finally:
            self.fleet.close()
            self.surroundings.close()
        return account, self.row(account, time.monotonic() - began)

    def hanging(self):
        """What the brokers know of transactions, where one hangs open."""
        try:
            return self.surroundings.transactions(self.run.events, self.run.partitions)
        except subprocess.SubprocessError as error:
            return [f"what the brokers know of transactions could not be read: {error}"]

    def waits_until_it_is_through(self):
        """Brokers that could write no mark of a transaction's end on the full disk can forget it until they are restarted."""
        try:
            wait_until(self.is_through, "every article is done", 120)
        except AssertionError:
            stuck = [f"stuck: {ends(self.run)}", *self.hanging()]
            if not self.surroundings.restart_others():
                raise
            self.told += [*stuck, "the other brokers were restarted"]
            wait_until(self.is_through, "every article is done", 120)

    def is_through(self):
        """Whether the committed positions are the ends of the input, and no transaction is open."""
        partitions = [TopicPartition(self.run.articles, number) for number in range(self.run.partitions)]
        try:
            stable, end = stable_and_end(self.run)
            if stable != end:
                return False
            consumer = KafkaConsumer(
                bootstrap_servers=self.run.broker, group_id=self.run.group, enable_auto_commit=False)
            try:
                ends = consumer.end_offsets(partitions)
                return all((consumer.committed(partition) or 0) >= ends[partition] for partition in partitions)
            finally:
                consumer.close()
        except KafkaError:
            return False

    def row(self, account, seconds):
        return (
            self.kind, self.workers, self.faults, account.articles, account.events, account.dead_letters, account.lost,
            account.doubled, account.other, account.disordered, account.doubled_uncommitted, self.fleet.fencings(),
            len(self.fleet.ended), round(seconds))


def complaints(logs, count=25):
    """The last lines of each log that report trouble."""
    for log in logs:
        lines = [line for line in pathlib.Path(log).read_text(errors="replace").splitlines() if TROUBLE.search(line)]
        yield f"the last {min(count, len(lines))} of {len(lines)} complaints in {log}:"
        yield from (f"  {line[:400]}" for line in lines[-count:])


def print_table(rows):
    widths = [max(len(str(row[n])) for row in [COLUMNS, *rows]) for n in range(len(COLUMNS))]
    for row in [COLUMNS, *rows]:
        print("  ".join(str(cell).rjust(width) for cell, width in zip(row, widths)), flush=True)


def arguments():
    parser = argparse.ArgumentParser(description="Faults of every kind while articles stream through.")
    parser.add_argument("--kinds", default=",".join(KINDS),
                        help=f"comma-separated, of {', '.join(KINDS)}; default: all")
    parser.add_argument("--kills", type=int, default=4, help=f"faults of each of {', '.join(OFTEN)}; of the others one")
    parser.add_argument("--articles", type=int, default=600, help="articles of each kind")
    parser.add_argument("--rate", type=int, default=60, help="articles a second")
    parser.add_argument("--workers", default="2", help="workers of the group, for example 2 or 1,2,3: each kind with each")
    parser.add_argument("--seed", default="1", help="decides who is hit, and when")
    return parser.parse_args()


def main():
    if not os.environ.get("DATELINE_TEST_BROKER"):
        print("SKIPPED: no broker; run .ci/broker-suite --with tests/faults/suite.py, which starts one")
        return 0
    options = arguments()
    rows, failed = [], []
    for workers in map(int, options.workers.split(",")):
        for kind in options.kinds.split(","):
            if kind in PRIVILEGED and not can_change_the_system():
                print(f"SKIPPED: {kind}: it needs root, iproute2, and leave to make links and mounts")
                continue
            faults = options.kills if kind in OFTEN else 1
            try:
                trial = Trial(kind, faults, options.articles, workers, options.rate, options.seed)
                account, row = trial.perform()
            except Exception:
                traceback.print_exc()
                failed.append(kind)
                continue
            rows.append(row)
            print(", ".join(f"{name} {value}" for name, value in zip(COLUMNS, row)), flush=True)
            for line in account.notes:
                print(f"  {line}")
            for instance, code, said in trial.fleet.ended:
                print(f"  worker {instance} ended with {code}:\n{said}")
            if not account.is_good():
                failed.append(kind)
    print()
    print_table(rows)
    print(f"{len(rows) - len(failed)} passed, {len(failed)} failed {' '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
