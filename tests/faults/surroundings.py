"""What a trial stands on: the broker of the suite, or one of its own behind a network that can be cut or on a disk that can be full."""

import os
import pathlib
import random
import shutil
import subprocess
import tempfile

SCRIPT = os.environ.get("DATELINE_TEST_BROKER_SCRIPT", ".ci/kafka/broker")
# Large enough for the topics of one trial; a partition touches more of its files than its records fill.
DISK = "192m"
# Bytes left when the disk is called full.
LEFT = 64 << 10


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


class Shared:
    """The broker of the whole suite."""

    def __init__(self):
        self.address = os.environ["DATELINE_TEST_BROKER"]
        self.folder = os.environ.get("DATELINE_TEST_BROKER_DIR")
        self.wrappers = {}

    def broker(self, command):
        subprocess.run([SCRIPT, command, self.folder], check=True, stdout=subprocess.DEVNULL)

    def close(self):
        pass


class Own(Shared):
    """A broker of its own in a folder of its own."""

    def __init__(self, host="127.0.0.1", mount=None):
        self.folder = tempfile.mkdtemp(prefix="broker-", dir=os.environ.get("DATELINE_TEST_SCRATCH"))
        if mount:
            run("mount", "-t", "tmpfs", "-o", f"size={mount}", "tmpfs", self.folder)
        self.is_mounted = bool(mount)
        self.wrappers = {}
        port = random.randrange(31000, 39000, 2)
        done = subprocess.run(
            [SCRIPT, "start", self.folder, str(port)], env=os.environ | {"HOST": host, "SECURE": "0"}, check=True,
            stdout=subprocess.PIPE, text=True)
        self.address = done.stdout.strip()

    def close(self):
        subprocess.run([SCRIPT, "stop", self.folder], check=False, stdout=subprocess.DEVNULL)
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


class SmallDisk(Own):
    """A broker whose log lies on a small file system."""

    def __init__(self):
        super().__init__(mount=DISK)
        self.ballast = pathlib.Path(self.folder) / "ballast"

    def fill(self):
        size = shutil.disk_usage(self.folder).free - LEFT
        with self.ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, size)

    def empty(self):
        self.ballast.unlink()

    def is_broker_alive(self):
        try:
            os.kill(int((pathlib.Path(self.folder) / "pid").read_text()), 0)
        except (OSError, ValueError):
            return False
        return True


def for_kind(kind):
    """What a kind of fault needs."""
    return {"cut": Network, "full": SmallDisk}.get(kind, Shared)()
