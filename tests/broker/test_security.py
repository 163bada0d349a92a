"""TLS, SCRAM and ACLs: a worker that may do what it needs, and what it is told when something is missing."""

import os
import pathlib
import subprocess
import tempfile
import time
import unittest

from kafka.admin import ACL, ACLOperation, ACLPermissionType, ACLResourcePatternType, KafkaAdminClient, ResourcePattern, ResourceType

from harness import BINARY, BROKER, PATIENCE, DeliveryCase, Run

SECURE = os.environ.get("DATELINE_TEST_BROKER_SECURE")
FOLDER = pathlib.Path(os.environ.get("DATELINE_TEST_BROKER_DIR", "."))
SETTINGS = {
    "kafka__bootstrap_servers": SECURE,
    "kafka__common__security__protocol": "SASL_SSL",
    "kafka__common__sasl__mechanism": "SCRAM-SHA-512",
    "kafka__common__sasl__username": "worker",
    "kafka__common__sasl__password": "worker-secret",
    "kafka__common__ssl__ca__location": str(FOLDER / "tls/ca.pem"),
}


def grant(run, but=None, describes=False):
    """Grants the user what docs/OPERATIONS.md names, but for one thing, or of that only to describe it."""
    literal, prefixed = ACLResourcePatternType.LITERAL, ACLResourcePatternType.PREFIXED
    needed = {
        "articles": (ResourceType.TOPIC, run.articles, literal, ACLOperation.READ),
        "events": (ResourceType.TOPIC, run.events, literal, ACLOperation.WRITE),
        "dead letters": (ResourceType.TOPIC, run.dead_letters, literal, ACLOperation.WRITE),
        "group": (ResourceType.GROUP, run.group, literal, ACLOperation.READ),
        "transactional id": (ResourceType.TRANSACTIONAL_ID, run.group, prefixed, ACLOperation.WRITE),
    }
    if run.annotated:
        needed["annotated articles"] = (ResourceType.TOPIC, run.annotated, literal, ACLOperation.WRITE)
    acls = [
        ACL("User:worker", "*", operation, ACLPermissionType.ALLOW, ResourcePattern(kind, name, pattern))
        for what, (kind, name, pattern, operation) in needed.items()
        if what != but
    ]
    if describes:
        kind, name, pattern, _ = needed[but]
        resource = ResourcePattern(kind, name, pattern)
        acls.append(ACL("User:worker", "*", ACLOperation.DESCRIBE, ACLPermissionType.ALLOW, resource))
    admin = KafkaAdminClient(bootstrap_servers=BROKER)
    admin.create_acls(acls)
    admin.close()


def check_config(run, **settings):
    """What `check-config --connect` prints, and its exit code."""
    chosen = SETTINGS | settings | {
        "kafka__group_id": run.group, "kafka__instance": "one", "topics__articles": run.articles, "topics__events": run.events,
        "topics__dead_letters": run.dead_letters, "topics__annotated": run.annotated or "",
    }
    options = [part for key, value in chosen.items() for part in ("--set", f"{key.replace('__', '.')}={value}")]
    done = subprocess.run([BINARY, "check-config", "--connect", *options], capture_output=True, text=True, timeout=2 * PATIENCE)
    return done.stdout + done.stderr, done.returncode


@unittest.skipUnless(SECURE, "the broker has no secure listener; start it with SECURE=1 and set DATELINE_TEST_BROKER_SECURE")
class Security(DeliveryCase):
    def test_a_worker_with_all_permissions_works(self):
        run = Run()
        grant(run)
        names = [f"a-{number}" for number in range(20)]
        run.produce_articles(names)
        self.assertEqual(run.run_to_end(**SETTINGS)["articles"], 20)
        self.assert_exactly_once(run, names)
        told, code = check_config(run)
        self.assertEqual(code, 0, told)
        self.assertNotIn("FAILED", told)

    def test_a_wrong_password_is_told_at_once(self):
        self.is_shut_out("invalid credentials", kafka__common__sasl__password="guessed")

    def test_a_wrong_password_is_told_at_once_without_transactions(self):
        self.is_shut_out("invalid credentials", kafka__common__sasl__password="guessed", delivery__guarantee="at_least_once")

    def test_an_unknown_authority_is_told_at_once(self):
        with tempfile.NamedTemporaryFile(suffix=".pem") as other:
            key = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=other", "-keyout", "/dev/null"]
            subprocess.run([*key, "-out", other.name], check=True, capture_output=True)
            self.is_shut_out("certificate", kafka__common__ssl__ca__location=other.name)

    def is_shut_out(self, why, **settings):
        run = Run()
        grant(run)
        began = time.monotonic()
        with run.worker(**SETTINGS | settings) as worker:
            worker.ends_with(1)
            self.assertIn("authentication or TLS failed", worker.said())
            self.assertIn(why, worker.said())
            self.assertNotIn("guessed", worker.said())
        told, code = check_config(run, **settings)
        self.assertLess(time.monotonic() - began, 20)
        self.assertEqual(code, 1, told)
        self.assertIn("authentication or TLS failed", told)
        self.assertIn(why, told)

    def test_a_missing_permission_to_read_articles(self):
        self.misses("articles", lambda run: run.articles, "grant Read")

    def test_a_missing_permission_on_the_group(self):
        self.misses("group", lambda run: run.group, "grant Read")

    def test_a_missing_permission_on_the_transactional_id(self):
        self.misses("transactional id", lambda run: f"{run.group}-one", "grant Write and Describe")

    def test_a_missing_permission_to_write_events(self):
        self.misses("events", lambda run: run.events, "grant Write and Describe")

    def test_a_missing_permission_to_write_dead_letters(self):
        self.misses("dead letters", lambda run: run.dead_letters, "grant Write and Describe")

    def test_a_missing_permission_to_write_events_that_may_be_described(self):
        self.misses("events", lambda run: run.events, "grant Write and Describe", describes=True)

    def test_a_missing_permission_to_write_annotated_articles(self):
        self.misses("annotated articles", lambda run: run.annotated, "grant Write and Describe")

    def test_a_missing_permission_to_write_events_without_transactions(self):
        at_least_once = {"delivery__guarantee": "at_least_once"}
        self.misses("events", lambda run: run.events, "grant Write and Describe", **at_least_once)

    def misses(self, what, name_of, remedy, describes=False, **settings):
        run = Run(annotated_config={})
        grant(run, what, describes)
        run.produce_articles(["a"])
        run.produce([(b"b", b'{"id": "broken", "title": "cut')])
        with run.worker(**SETTINGS | settings) as worker:
            worker.ends_with(1)
            said = worker.said()
            last = said.splitlines()[-1]
            self.assertIn(name_of(run), last)
            self.assertIn(remedy, last)
            self.assertNotIn("transaction aborted", said, "the first refusal is enough")
            self.assertNotIn("treat this exit as a crash", said)
            self.assertEqual(set(run.marks()) - {""}, set(), "no mark is left")
        told, code = check_config(run, **settings)
        self.assertEqual(code, 1, told)
        failed = [line for line in told.splitlines() if line.startswith("FAILED")]
        self.assertTrue(any(name_of(run) in line for line in failed), told)
