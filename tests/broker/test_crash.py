"""An article that takes the process down becomes a dead letter after a few restarts; a crash for another reason costs nothing."""

import signal

from kafka import KafkaConsumer, TopicPartition
from kafka.structs import OffsetAndMetadata

from harness import DeliveryCase, Run, article, text_headers, wait_until

KILLER = "This sentence ends the process."
LIMIT = 3


class Crashes(DeliveryCase):
    def restart_until_done(self, run, **settings):
        """Starts workers as a supervisor would; returns how many of them the article ended."""
        for crashes in range(3 * LIMIT):
            with run.worker("--crash-on", KILLER, "--until", "end", kafka__static_membership="true", **settings) as worker:
                code = worker.process.wait(120)
                if code == 0:
                    return crashes
                self.assertEqual(code, -signal.SIGABRT, worker.said()[-2000:])
        raise AssertionError("it crashes for ever")

    def killed_by_one_of(self, **settings):
        run = Run()
        names = [f"c-{number}" for number in range(150)]
        killer = article("killer", KILLER)
        run.produce_articles(names[:70])
        ((partition, offset),) = run.produce([(b"killer", killer, [("trace", b"7")], 1_767_000_000_000)])
        run.produce_articles(names[70:])
        crashes = self.restart_until_done(run, **settings)
        self.assertGreaterEqual(crashes, LIMIT)
        self.assertLessEqual(crashes, LIMIT + 2, "at most twice in company")
        (letter,) = run.read(run.dead_letters)
        self.assertEqual((letter.key, letter.value, letter.timestamp), (b"killer", killer, 1_767_000_000_000))
        headers = text_headers(letter)
        self.assertEqual((headers["x-dateline-reason"], headers["trace"]), ("crash_loop", "7"))
        self.assertEqual(headers["__connect.errors.partition"], str(partition))
        self.assertEqual(headers["__connect.errors.offset"], str(offset))
        self.assertEqual(set(run.marks()), {""}, "no mark is left")
        return run, names

    def test_an_article_that_ends_the_process_becomes_a_dead_letter(self):
        run, names = self.killed_by_one_of()
        self.assert_exactly_once(run, names)

    def test_without_transactions_too(self):
        run, _ = self.killed_by_one_of(delivery__guarantee="at_least_once")
        self.assert_all_committed(run)

    def test_what_others_wrote_beside_the_position_is_no_mark(self):
        run = Run(partitions=1)
        run.produce_articles(["a"])
        consumer = KafkaConsumer(bootstrap_servers=run.broker, group_id=run.group, enable_auto_commit=False)
        where = TopicPartition(run.articles, 0)
        consumer.assign([where])
        consumer.commit({where: OffsetAndMetadata(0, "by hand, ünd not by a worker", -1)})
        consumer.close()
        with run.worker("--until", "end") as worker:
            worker.ends_with(0)
            self.assertNotIn("a process died before it finished an article", worker.said())
        self.assert_exactly_once(run, ["a"])

    def test_a_worker_that_is_stopped_before_it_has_finished_anything_leaves_no_mark(self):
        run = Run(partitions=1)
        run.produce([(b"long", article("long", "The minister of Peru visited Chile. " * 20_000))])
        with run.worker(delivery__drain_timeout="10ms", extract__article_timeout="60s") as worker:
            worker.waits_for("partitions assigned")
            self.wait_for_mark(run)
            worker.stop()
            worker.ends_with(0)
        self.assertEqual(run.marks(), [""])
        self.assertEqual(run.committed(), {0: 0})

    def wait_for_mark(self, run):
        wait_until(lambda: any(" begun=1" in text for text in run.marks()), "a mark")
