"""A worker that is killed in the middle of a transaction loses nothing and doubles nothing."""

import json

from harness import DeliveryCase, Run

ARTICLES = [f"a-{number}" for number in range(120)]


class FailPoints(DeliveryCase):
    def kill_at(self, place):
        """Kills a worker in its second transaction; returns what was to be seen before the next one came."""
        run = Run()
        run.produce_articles(ARTICLES)
        with run.worker("--fail-point", f"{place}:2", delivery__batch_articles=20) as worker:
            worker.waits_for(f"fail point reached.*{place}")
            worker.kill()
        committed = len(run.read(run.events))
        written = len(run.read(run.events, "read_uncommitted"))
        self.assertGreater(written, 0)
        run.run_to_end()
        self.assert_exactly_once(run, ARTICLES)
        return run, committed, written

    def assert_aborted_records_are_seen(self, run, committed, written):
        """Otherwise the test could pass although nothing had to be rolled back."""
        self.assertGreater(written, committed, "the worker was killed with records in an open transaction")
        self.assertNotEqual(self.doubled(run), [], "a client that reads what was aborted sees it")

    def test_after_produce(self):
        self.assert_aborted_records_are_seen(*self.kill_at("after-produce"))

    def test_after_offsets(self):
        self.assert_aborted_records_are_seen(*self.kill_at("after-offsets"))

    def test_before_commit(self):
        self.assert_aborted_records_are_seen(*self.kill_at("before-commit"))

    def test_after_commit(self):
        run, committed, written = self.kill_at("after-commit")
        self.assertEqual(committed, written, "the transaction was committed when the worker was killed")
        self.assertEqual(self.doubled(run), [])

    def test_at_least_once_loses_nothing(self):
        run = Run()
        run.produce_articles(ARTICLES)
        settings = {"delivery__guarantee": "at_least_once", "delivery__batch_articles": 20}
        with run.worker("--fail-point", "after-produce:2", **settings) as worker:
            worker.waits_for("fail point reached")
            worker.kill()
        run.run_to_end(**settings)
        events = [json.loads(message.value) for message in run.read(run.events)]
        self.assertEqual({event["article_id"] for event in events}, set(ARTICLES))
        self.assertGreater(len(events), len({event["event_id"] for event in events}), "some came twice")
        self.assert_all_committed(run)
