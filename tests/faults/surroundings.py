"""What a trial stands on: the broker of the suite, one of its own behind a network that can be cut, or three with a disk that can be full."""

import concurrent.futures
import errno
import os
import pathlib
import random
import shutil
import socket
import subprocess
import tempfile
import time

SCRIPT = os.environ.get("DATELINE_TEST_BROKER_SCRIPT", ".ci/kafka/broker")
# Large enough for the topics of one trial; a partition touches more of its files than its records fill.
DISK = "192m"
# Bytes left when the disk is called full.
LEFT = 64 << 10
# Seconds until a broker that was restarted has caught up.
SETTLE = 10


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def free_ports(count):
    """Ports that are free together with the next, below those that the system gives to clients."""
    found = set()
    while len(found) < count:
        port = random.randrange(30000, 32700, 2)
        try:
            for number in (port, port + 1):
                with socket.socket() as tried:
                    tried.bind(("127.0.0.1", number))
            found.add(port)
        except OSError:
            pass
    return found


class Shared:
    """The broker of the whole suite."""

    replicas = 1

    def __init__(self):
        self.address = os.environ["DATELINE_TEST_BROKER"]
        self.folder = os.environ.get("DATELINE_TEST_BROKER_DIR")
        self.wrappers = {}

    def broker(self, command):
        subprocess.run([SCRIPT, command, self.folder], check=True, stdout=subprocess.DEVNULL)

    def transactions(self, topic, partitions):
        """What the brokers say of all transactions, and of the producers of a topic."""
        done = subprocess.run(
            [SCRIPT, "transactions", self.folder, topic, str(partitions)], check=True, capture_output=True, text=True, timeout=120)
        return done.stdout.splitlines()

    def restart_others(self):
        """Restarts the brokers that no fault struck, one after another; false where there is none."""
        return False

    def logs(self):
        """The logs of the brokers."""
        return [pathlib.Path(self.folder) / "broker.log"] if self.folder else []

    def close(self):
        pass


class Own(Shared):
    """A broker of its own in a folder of its own."""

    def __init__(self, host="127.0.0.1", mount=None, port=None, settings=None):
        self.folder = tempfile.mkdtemp(prefix="broker-", dir=os.environ.get("DATELINE_TEST_SCRATCH"))
        if mount:
            run("mount", "-t", "tmpfs", "-o", f"size={mount}", "tmpfs", self.folder)
        self.is_mounted = bool(mount)
        self.wrappers = {}
        try:
            done = subprocess.run(
                [SCRIPT, "start", self.folder, str(port or free_ports(1).pop())],
                env=os.environ | {"HOST": host, "SECURE": "0"} | (settings or {}), check=True, stdout=subprocess.PIPE, text=True)
        except BaseException:
            self.close()
            raise
        self.address = done.stdout.strip()

    def close(self):
        subprocess.run([SCRIPT, "kill", self.folder], check=False, stdout=subprocess.DEVNULL)
        if self.is_mounted:
            subprocess.run(["umount", "--lazy", self.folder], check=False)
        shutil.rmtree(self.folder, ignore_errors=True)


class Network(Own):
    """A namespace for the first worker, and a link from it to the broker."""

    def __init__(self):
        mark = random.randrange(256)
        self.name, self.outer, self.inner = f"dateline{mark}", f"dlo{mark}", f"dli{mark}"
        host, guest = f"10.213.{mark}.1", f"10.213.{mark}.2"
        run("ip", "netns", "add", self.name)
        run("ip", "link", "add", self.outer, "type", "veth", "peer", "name", self.inner, "netns", self.name)
        run("ip", "addr", "add", f"{host}/30", "dev", self.outer)
        run("ip", "link", "set", self.outer, "up")
        for command in (["addr", "add", f"{guest}/30", "dev", self.inner], ["link", "set", self.inner, "up"], ["link", "set", "lo", "up"]):
            run("ip", "netns", "exec", self.name, "ip", *command)
        super().__init__(host)
        self.wrappers = {"w0": ("ip", "netns", "exec", self.name)}

    def link(self, state):
        run("ip", "netns", "exec", self.name, "ip", "link", "set", self.inner, state)

    def close(self):
        super().close()
        subprocess.run(["ip", "link", "delete", self.outer], check=False, capture_output=True)
        subprocess.run(["ip", "netns", "delete", self.name], check=False, capture_output=True)


class SmallDisk(Shared):
    """Three brokers with three replicas of everything; the log of the first lies on a small file system."""

    replicas = 3

    def __init__(self):
        ports = dict(enumerate(free_ports(3), 1))
        voters = ",".join(f"{node}@127.0.0.1:{port + 1}" for node, port in ports.items())
        self.wrappers = {}
        self.brokers = []
        # None of them answers before two are there.
        with concurrent.futures.ThreadPoolExecutor() as pool:
            starts = [
                pool.submit(Own, mount=DISK if node == 1 else None, port=port, settings={"NODE": str(node), "VOTERS": voters})
                for node, port in ports.items()]
        try:
            for start in starts:
                self.brokers.append(start.result())
        except BaseException:
            self.brokers = [start.result() for start in starts if not start.exception()]
            self.close()
            raise
        self.address = ",".join(broker.address for broker in self.brokers)
        self.folder = self.brokers[0].folder
        self.ballast = pathlib.Path(self.folder) / "ballast"

    def fill(self):
        """Again, where the broker has written meanwhile what was to be taken."""
        with self.ballast.open("wb") as file:
            while (size := shutil.disk_usage(self.folder).free - LEFT) > 0:
                try:
                    return os.posix_fallocate(file.fileno(), 0, size)
                except OSError as error:
                    if error.errno != errno.ENOSPC:
                        raise

    def empty(self):
        self.ballast.unlink()

    def restart_others(self):
        for broker in self.brokers[1:]:
            broker.broker("restart")
            time.sleep(SETTLE)
        return True

    def logs(self):
        return [log for broker in self.brokers for log in broker.logs()]

    def is_broker_alive(self):
        try:
            os.kill(int((pathlib.Path(self.folder) / "pid").read_text()), 0)
        except (OSError, ValueError):
            return False
        return True

    def close(self):
        for broker in self.brokers:
            broker.close()


def for_kind(kind):
    """What a kind of fault needs."""
    return {"cut": Network, "full": SmallDisk}.get(kind, Shared)()
