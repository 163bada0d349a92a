"""A broker that hangs or restarts: the worker waits, and continues without a gap or a duplicate."""

import os
import subprocess
import threading
import time
import unittest

from kafka.errors import KafkaError

from harness import DeliveryCase, Run, events_of_story, wait_until

DIRECTORY = os.environ.get("DATELINE_TEST_BROKER_DIR")


def broker(command):
    subprocess.run([os.environ["DATELINE_TEST_BROKER_SCRIPT"], command, DIRECTORY], check=True, stdout=subprocess.DEVNULL)


@unittest.skipUnless(DIRECTORY, "the broker is not ours to stop")
class Outage(DeliveryCase):
    def outage(self, happen):
        run = Run()
        names = [f"a-{number}" for number in range(400)]
        run.produce_articles(names)
        with run.worker(delivery__batch_articles=10, log__level="info,dateline::stream=debug") as worker:
            worker.waits_for(" committed ")
            happen()

            def seen():
                try:
                    return len({message.key for message in run.read(run.events)}) >= len(names) * events_of_story()
                except KafkaError:
                    # A broker that has just come back knows of no broker yet, not even of itself.
                    return False

            try:
                wait_until(seen, "all articles are published", 90)
            except AssertionError as error:
                raise AssertionError(f"{error}; the worker:\n{worker.said()[-6000:]}") from None
            worker.stop()
            worker.ends_with(0)
        self.assert_exactly_once(run, names)

    def test_a_broker_that_hangs_longer_than_a_transaction_may_last(self):
        def happen():
            broker("pause")
            resume = threading.Timer(13, broker, ["resume"])
            resume.start()
            resume.join()

        self.outage(happen)

    def test_a_broker_that_is_away_for_longer_than_a_minute(self):
        def happen():
            broker("stop")
            time.sleep(70)
            broker("restart")

        self.outage(happen)

    def test_a_broker_that_is_started_anew(self):
        self.outage(lambda: (broker("restart"), time.sleep(1)))
