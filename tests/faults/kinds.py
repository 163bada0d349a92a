"""The kinds of faults. Each lets so many of them happen to the workers of a trial while articles come."""

import signal
import subprocess
import time

from kafka.admin import KafkaAdminClient, NewTopic

from harness import wait_until


def kill(trial, count):
    """SIGKILL at random moments; the worker is restarted."""
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


def join(trial, count):
    """Another worker joins the group and leaves it again."""
    for number in range(count):
        trial.fleet.start(f"guest{number}")
        time.sleep(trial.random.uniform(1, 4))
        trial.fleet.stop(f"guest{number}")
        time.sleep(trial.random.uniform(0, 1))


def transaction(trial, count):
    """A worker stands still with an open transaction until the broker has aborted it, then it is killed."""
    for number in range(count):
        instance = trial.fleet.pick(trial.random)
        trial.fleet.kill(instance)
        point = trial.random.choice(["after-produce", "after-offsets", "before-commit"])
        worker = trial.fleet.start(instance, "--fail-point", f"{point}:{number % 3 + 1}")
        wait_until(lambda: "fail point reached" in worker.said(), "the worker reaches its fail point", 30)
        time.sleep(7)
        trial.fleet.kill(instance)
        trial.fleet.start(instance)


def restart(trial, count):
    """The broker is restarted."""
    for _ in range(count):
        time.sleep(trial.random.uniform(1, 3))
        trial.broker("restart")


def interrupt(trial, count, begin, seconds, end):
    """Something is begun at a random moment and ended after so many seconds, at least and at most."""
    for _ in range(count):
        time.sleep(trial.random.uniform(1, 3))
        begin()
        time.sleep(trial.random.uniform(*seconds))
        end()


def away(trial, count):
    """The broker is stopped for 30 s."""
    interrupt(trial, count, lambda: trial.broker("stop"), (30, 30), lambda: trial.broker("restart"))


def hang(trial, count):
    """The broker hangs for longer than a session and a transaction may last."""
    interrupt(trial, count, lambda: trial.broker("pause"), (8, 12), lambda: trial.broker("resume"))


def cut(trial, count):
    """The network between the first worker, which lives in a namespace of its own, and the broker is cut."""
    interrupt(trial, count, lambda: trial.link("down"), (9, 14), lambda: trial.link("up"))


def full(trial, count):
    """The file system of one of three brokers is full: the broker ends; then there is room, and it is restarted."""
    for _ in range(count):
        time.sleep(trial.random.uniform(1, 2))
        trial.fill()
        wait_until(lambda: not trial.is_broker_alive(), "the broker ends because its disk is full", 60)
        time.sleep(2)
        trial.empty()
        trial.broker("restart")


def missing(trial, count):
    """The topic of the events is not there; the workers say so, and go on when it is."""
    time.sleep(12)
    name = trial.run.events
    complaints = [line for line in trial.fleet.said().splitlines() if name in line and " WARN " in line]
    if not complaints:
        raise AssertionError(f"no worker complains of {name}, which is not there:\n{trial.fleet.said()[-3000:]}")
    admin = KafkaAdminClient(bootstrap_servers=trial.run.broker)
    admin.create_topics([NewTopic(name, trial.run.partitions, 1)])
    admin.close()


def poison(trial, count):
    """Every tenth message cannot be read, and the workers are killed all the same."""
    kill(trial, count)


# The often striking ones first: `--kills` counts those.
OFTEN = {"kill": kill, "zombie": zombie, "term": term, "join": join, "transaction": transaction, "poison": poison}
ONCE = {"restart": restart, "away": away, "hang": hang, "cut": cut, "full": full, "missing": missing}
KINDS = OFTEN | ONCE


def can_change_the_system():
    """Whether namespaces, links and mounts can be made: as root, with iproute2. What is tried vanishes with its namespace."""
    alone = ["unshare", "--net", "--mount"]
    try:
        subprocess.run(["ip", "netns", "list"], check=True, capture_output=True)
        subprocess.run([*alone, "ip", "link", "add", "one", "type", "veth", "peer", "name", "other"], check=True, capture_output=True)
        subprocess.run([*alone, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return True
