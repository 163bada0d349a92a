"""What the worker keeps to: the time within which the consumer is polled, and what it tells the service manager."""

import os
import socket
import tempfile
import time
import unittest.mock

from harness import DeliveryCase, Run, STORY, article, wait_until


class Bounds(DeliveryCase):
    def test_slow_articles_do_not_cost_the_membership(self):
        """Each article takes longer than the consumer may go unpolled, and only one fits into the budget."""
        run = Run(partitions=2)
        names = [f"a-{number}" for number in range(4)]
        text = "\n\n".join(f"{STORY} The talks of round {number} lasted {number + 2} hours." for number in range(2600))
        run.produce([(name.encode(), article(name, text)) for name in names])
        limit = {f"kafka__consumer__{key}": "3000" for key in ("max__poll__interval__ms", "session__timeout__ms")}
        settings = {"extract__in_flight_bytes": "1000", "extract__threads": "1", "extract__article_timeout": "60s"}
        began = time.monotonic()
        with run.worker("--until", "end", **limit, **settings) as worker:
            worker.ends_with(0, 300)
            took = time.monotonic() - began
            for sign in ("partitions lost", "MAXPOLL", "aborted"):
                self.assertNotIn(sign, worker.said())
            self.assertEqual(worker.summary()["articles"], len(names))
        self.assert_all_committed(run)
        if took < 3 * len(names):
            self.skipTest("this machine is too fast for it: the articles took less than the limit")

    def test_the_service_manager_is_told(self):
        with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            manager.bind(f"{folder}/notify")
            manager.setblocking(False)
            heard = []

            def hear(wanted):
                try:
                    while True:
                        heard.extend(manager.recv(4096).decode().splitlines())
                except BlockingIOError:
                    return wanted in heard

            environment = {"NOTIFY_SOCKET": f"{folder}/notify", "WATCHDOG_USEC": "2000000"}
            with unittest.mock.patch.dict(os.environ, environment):
                worker = Run().worker()
            with worker:
                wait_until(lambda: hear("READY=1"), "the worker is ready")
                heard.clear()
                wait_until(lambda: hear("WATCHDOG=1"), "the worker gives a sign of life")
                worker.stop()
                worker.ends_with(0)
                self.assertTrue(hear("STOPPING=1"), heard)

    def test_a_slow_article_does_not_hold_back_the_other_partitions(self):
        run = Run(partitions=2)
        slow = article("slow", "The minister of Peru visited Chile and met the president of Brazil. " * 12_000)
        run.produce([(b"slow", slow)] + [(b"behind", article(f"behind-{n}")) for n in range(400)], partition=0)
        settings = {"delivery__batch_articles": 20, "extract__threads": 2, "extract__article_timeout": "120s"}
        with run.worker(**settings) as worker:
            worker.waits_for("partitions assigned")
            # Enough of the first partition is there to fill the budget of 128 articles.
            wait_until(lambda: run.committed()[0] is not None, "work on the slow article has begun")
            run.produce([(b"other", article(f"other-{n}")) for n in range(100)], partition=1)
            wait_until(lambda: run.committed()[1] == 100, "the other partition is done")
            self.assertEqual(run.committed()[0], 0, "the slow article is still in work, or this shows nothing")
            wait_until(lambda: run.committed()[0] == 401, "the first one is done as well", 120)
            worker.stop()
            worker.ends_with(0)
        self.assert_all_committed(run)
