"""The kinds of faults. Each is a function that lets so many of them happen to the workers of a trial while articles come."""

import signal
import time


def kill(trial, count):
    """SIGKILL at random moments; the worker is started anew."""
    for _ in range(count):
        time.sleep(trial.random.uniform(0.2, 2.5))
        instance = trial.fleet.pick(trial.random)
        trial.fleet.kill(instance)
        time.sleep(trial.random.uniform(0, 1))
        trial.fleet.start(instance)


def zombie(trial, count):
    """SIGSTOP for longer than the session and the transaction: others take over, then it wakes up."""
    for _ in range(count):
        time.sleep(trial.random.uniform(0.5, 2))
        instance = trial.fleet.pick(trial.random)
        trial.fleet.send(instance, signal.SIGSTOP)
        time.sleep(trial.random.uniform(8, 10))
        trial.fleet.send(instance, signal.SIGCONT)


def term(trial, count):
    """SIGTERM: the worker drains and ends with 0."""
    for _ in range(count):
        time.sleep(trial.random.uniform(0.2, 2))
        instance = trial.fleet.pick(trial.random)
        trial.fleet.stop(instance)
        trial.fleet.start(instance)


KINDS = {"kill": kill, "zombie": zombie, "term": term}
