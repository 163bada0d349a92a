"""The workers of a trial: restarted when they exit, their logs kept."""

import pathlib
import re
import signal
import threading
import time

from harness import Worker, wait_until

# How the worker and librdkafka report that the broker refused a worker whose partitions or transaction were another's.
FENCED = re.compile(
    r"ILLEGAL_GENERATION|UNKNOWN_MEMBER_ID|PRODUCER_FENCED|generation id is not valid|Unknown member|[Ff]enced|"
    r"newer transaction|obsolete epoch|exceeded delivery.transaction_timeout")


class Fleet:
    """Workers by the name of their instance, some of them behind a command that becomes the worker. One that ends by itself is started again, as a supervisor would do it."""

    def __init__(self, run, settings, wrappers=None):
        self.run, self.settings, self.wrappers = run, settings, wrappers or {}
        self.workers = {}
        self.logs = []
        self.ended = []
        self.lock = threading.RLock()
        self.is_over = threading.Event()
        self.supervisor = threading.Thread(target=self.supervise, daemon=True)
        self.supervisor.start()

    def start(self, instance, *arguments):
        with self.lock:
            worker = Worker(self.run, instance, arguments, self.settings, self.wrappers.get(instance, ()))
            worker.is_expected = True
            self.workers[instance] = worker
            self.logs.append(worker.log.name)
            return worker

    def supervise(self):
        while not self.is_over.wait(0.25):
            with self.lock:
                for instance, worker in list(self.workers.items()):
                    if worker.is_expected and worker.process.poll() is not None:
                        self.ended.append((instance, worker.process.returncode, worker.said()[-2000:]))
                        self.start(instance)

    def pick(self, random):
        with self.lock:
            return random.choice(sorted(self.workers))

    def kill(self, instance):
        with self.lock:
            self.workers[instance].is_expected = False
            self.workers[instance].kill()

    def send(self, instance, number):
        self.workers[instance].process.send_signal(number)

    def stop(self, instance):
        """Lets a worker end as it likes to, once it has begun: before that it has not heard of signals."""
        with self.lock:
            worker = self.workers.pop(instance)
        worker.is_expected = False
        wait_until(lambda: worker.said() or worker.process.poll() is not None, "the worker begins", 30)
        worker.process.send_signal(signal.SIGCONT)
        worker.stop()
        worker.ends_with(0)

    def stop_all(self):
        for instance in sorted(self.workers):
            self.stop(instance)

    def close(self):
        """Nothing is left running, whatever happened."""
        self.is_over.set()
        self.supervisor.join()
        for worker in self.workers.values():
            if worker.process.poll() is None:
                worker.kill()

    def said(self):
        return "".join(pathlib.Path(name).read_text() for name in self.logs)

    def fencings(self):
        return sum(bool(FENCED.search(line)) for line in self.said().splitlines())

    def waits_for_assignment(self, patience=30):
        """Every worker is in the group."""
        for worker in list(self.workers.values()):
            wait_until(lambda: "partitions assigned" in worker.said(), "the worker joins the group", patience)
        time.sleep(0.2)
