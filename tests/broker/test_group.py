"""Workers of one group: taking over from each other, stopping, and being told apart."""

import signal
import time

from harness import DeliveryCase, Run, events_of_story, wait_until


class Group(DeliveryCase):
    def test_a_worker_takes_over_from_one_that_is_killed(self):
        self.take_over()

    def test_a_worker_takes_over_in_the_next_generation_of_the_group_protocol(self):
        self.take_over(kafka__consumer__group__protocol="consumer")

    def take_over(self, **settings):
        run = Run(partitions=6)
        first = [f"a-{number}" for number in range(200)]
        with run.worker(instance="one", **settings) as one:
            one.waits_for("partitions assigned partitions=.+")
            # This one will stand still with an open transaction, its offsets in it.
            with run.worker("--fail-point", "after-offsets:2", instance="two", delivery__batch_articles=20, **settings) as two:
                two.waits_for(r"partitions assigned partitions=\S+")
                one.waits_for(r"partitions revoked partitions=\S+")
                run.produce_articles(first)
                two.waits_for("fail point reached")
                more = [f"b-{number}" for number in range(100)]
                run.produce_articles(more)
                two.kill()
            expected = 300
            seen = lambda: len({m.key for m in run.read(run.events)}) >= expected * events_of_story()
            wait_until(seen, "all articles are published")
            one.stop()
            one.ends_with(0)
        self.assert_exactly_once(run, first + more)
        self.assertNotEqual(self.doubled(run), [], "a client that reads what was aborted sees it")

    def test_a_worker_that_wakes_up_after_its_session_does_no_harm(self):
        run = Run(partitions=6)
        names = [f"a-{number}" for number in range(600)]
        with run.worker(instance="one") as one, run.worker(instance="two", delivery__batch_articles=10) as two:
            one.waits_for(r"partitions assigned partitions=\S+")
            two.waits_for(r"partitions assigned partitions=\S+")
            run.produce_articles(names)
            two.process.send_signal(signal.SIGSTOP)
            try:
                complete = lambda: len({m.key for m in run.read(run.events)}) >= len(names) * events_of_story()
                wait_until(complete, "the other worker does its part")
            finally:
                two.process.send_signal(signal.SIGCONT)
            # It still believes in its partitions, and goes on with what it has in work.
            two.waits_for("partitions lost|partitions revoked|transaction aborted")
            for worker in (one, two):
                worker.stop()
                worker.ends_with(0)
        self.assert_exactly_once(run, names)

    def test_a_partition_changes_hands_while_articles_come(self):
        self.change_hands()

    def test_a_partition_changes_hands_in_the_next_generation_of_the_group_protocol(self):
        self.change_hands(kafka__consumer__group__protocol="consumer")

    def test_a_static_member_that_is_restarted_finds_its_partitions(self):
        run = Run(partitions=6)
        settings = {"kafka__static_membership": "true", "kafka__consumer__session__timeout__ms": "20000"}
        with run.worker(instance="one", **settings) as one:
            one.waits_for(r"partitions assigned partitions=\S+")
            with run.worker(instance="two", **settings) as two:
                two.waits_for(r"partitions assigned partitions=\S+")
                one.waits_for(r"partitions revoked partitions=\S+")
                two.stop()
                two.ends_with(0)
            before = one.said().count("partitions ")
            names = [f"a-{number}" for number in range(60)]
            run.produce_articles(names)
            with run.worker(instance="two", **settings) as two:
                two.waits_for(r"partitions assigned partitions=\S+")
                seen = lambda: len({m.key for m in run.read(run.events)}) >= len(names) * events_of_story()
                wait_until(seen, "all articles are published")
                self.assertEqual(one.said().count("partitions "), before, "the other worker notices nothing")
                for worker in (one, two):
                    worker.stop()
                    worker.ends_with(0)
        self.assert_exactly_once(run, names)

    def change_hands(self, **settings):
        run = Run(partitions=6)
        names = [f"a-{number}" for number in range(400)]
        with run.worker(instance="one", **settings) as one:
            one.waits_for(r"partitions assigned partitions=\S+")
            run.produce_articles(names[:200])
            with run.worker(instance="two", **settings) as two:
                two.waits_for(r"partitions assigned partitions=\S+")
                run.produce_articles(names[200:])
                two.stop()
                two.ends_with(0)
            seen = lambda: len({m.key for m in run.read(run.events)}) >= len(names) * events_of_story()
            wait_until(seen, "all articles are published")
            one.stop()
            one.ends_with(0)
        self.assert_exactly_once(run, names)

    def test_a_stopped_worker_drains_and_ends_with_0(self):
        run = Run()
        names = [f"a-{number}" for number in range(600)]
        run.produce_articles(names)
        with run.worker(delivery__batch_articles=50, log__level="info,dateline::stream=debug") as worker:
            worker.waits_for(" committed ")
            began = time.monotonic()
            worker.stop()
            worker.ends_with(0)
            self.assertLess(time.monotonic() - began, 20)
            done = worker.summary()["articles"]
        self.assertEqual(sum(offset or 0 for offset in run.committed().values()), done)
        self.assertEqual(run.run_to_end()["articles"], len(names) - done)
        self.assert_exactly_once(run, names)
        self.assertEqual(self.doubled(run), [], "nothing had to be aborted")

    def test_two_workers_with_one_name_are_told_apart(self):
        run = Run()
        with run.worker(instance="same") as one:
            one.waits_for(r"partitions assigned partitions=\S+")
            with run.worker(instance="same") as two:
                two.waits_for("partitions assigned")
                run.produce_articles([f"a-{number}" for number in range(60)])
                one.ends_with(1)
                self.assertIn("give each worker of the group its own kafka.instance", one.said())
                self.assertIsNone(two.process.poll(), "the later one goes on")
