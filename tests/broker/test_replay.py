"""Dead letters are shown, and sent back once, by runs that are repeated or killed."""

import collections
import os
import re
import subprocess
import tempfile
import time

from harness import BINARY, BROKER, PATIENCE, DeliveryCase, Run, text_headers

# A message that is cut off, and one in the wire format of a registry, which is not read.
CUT = [b'{"id": "%d", "title": "cut' % number for number in range(40)]
WIRE = b"\x00\x00\x00\x00\x07\x02a"


class Replay(DeliveryCase):
    def setUp(self):
        self.topics = Run()
        self.topics.produce([(b"k", value, [("trace", b"t-1")], 1_768_208_400_000) for value in CUT] + [(None, WIRE)])
        self.topics.produce_articles(["good"])
        self.topics.run_to_end()
        self.count = len(CUT) + 2

    def command(self, *arguments):
        settings = {"kafka.bootstrap_servers": BROKER, "kafka.group_id": self.topics.group, "topics.dead_letters": self.topics.dead_letters}
        command = [BINARY, "replay", *arguments]
        for key, value in settings.items():
            command += ["--set", f"{key}={value}"]
        return command

    def replay(self, *arguments):
        done = subprocess.run(self.command(*arguments), capture_output=True, text=True, timeout=PATIENCE)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def sent_back(self):
        return [message for message in self.topics.read(self.topics.articles) if "dateline-replayed-from" in text_headers(message)]

    def reason_of(self, value):
        (letter,) = [letter for letter in self.topics.read(self.topics.dead_letters) if letter.value == value]
        return text_headers(letter)["x-dateline-reason"]

    def test_without_send_they_are_only_shown(self):
        letter = self.topics.read(self.topics.dead_letters)[3]
        place = f"{letter.partition}/{letter.offset}"
        said = self.replay("--show", "--at", place)
        self.assertIn(f"{self.topics.dead_letters}/{place} from {self.topics.articles}/", said)
        self.assertRegex(said, r"41 letters read, 1 selected, 1 sendable, 0 not sendable; add --send")
        self.assertIn("  trace: t-1", said)
        self.assertEqual(self.sent_back(), [])

    def test_what_is_sent_is_the_original_and_only_once(self):
        reason = self.reason_of(CUT[0])
        self.assertNotEqual(reason, self.reason_of(WIRE))
        said = self.replay("--reason", reason, "--send")
        self.assertRegex(said, r"41 letters read, 40 selected, 40 sent, 0 not sendable")
        back = self.sent_back()
        self.assertEqual(sorted(message.value for message in back), sorted(CUT))
        places = {letter.value: f"{letter.topic}/{letter.partition}/{letter.offset}" for letter in self.topics.read(self.topics.dead_letters)}
        for message in back:
            self.assertEqual((message.key, message.timestamp, message.headers[0]), (b"k", 1_768_208_400_000, ("trace", b"t-1")))
            self.assertEqual(text_headers(message)["dateline-replayed-from"], places[message.value])
        self.assertIn("0 letters read, 0 selected, 0 sent", self.replay("--reason", reason, "--send"))
        self.assertEqual(len(self.sent_back()), 40)
        # What fails again is a dead letter with a higher count, and the choice can leave it alone.
        self.topics.run_to_end()
        attempts = collections.Counter(text_headers(letter)["x-dateline-attempt"] for letter in self.topics.read(self.topics.dead_letters))
        self.assertEqual(attempts, {"1": 41, "2": 40})
        self.assertIn("40 letters read, 40 selected", self.replay("--reason", reason))
        self.assertIn("81 letters read, 1 selected", self.replay("--max-attempts", "1", "--reason", self.reason_of(WIRE)))

    def test_a_killed_run_is_taken_up_where_it_was(self):
        for place in ("after-produce", "after-offsets", "after-commit"):
            with self.subTest(place), tempfile.NamedTemporaryFile("w+", dir=os.environ.get("DATELINE_TEST_SCRATCH")) as log:
                before = len(self.sent_back())
                arguments = ["--run", place, "--reason", self.reason_of(CUT[0]), "--send"]
                process = subprocess.Popen(self.command(*arguments, "--fail-point", f"{place}:1"), stdout=log, stderr=log)
                deadline = time.monotonic() + PATIENCE
                while not re.search("fail point reached", open(log.name).read()):
                    self.assertLess(time.monotonic(), deadline, open(log.name).read())
                    self.assertIsNone(process.poll(), open(log.name).read())
                    time.sleep(0.05)
                process.kill()
                process.wait()
                self.replay(*arguments)
                self.assertEqual(len(self.sent_back()) - before, len(CUT))
                self.assertIn(" 0 sent", self.replay(*arguments))
