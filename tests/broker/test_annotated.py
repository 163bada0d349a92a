"""The annotated topic: one document for each article, with its events in one transaction, and retractions."""

import collections
import json
import subprocess
import tempfile

from harness import BINARY, PATIENCE, STORY, DeliveryCase, Run, article, text_headers

NAMES = [f"a-{number}" for number in range(120)]


def extracted(value):
    """The document that `dateline extract` prints for an article."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        file.write(value)
        file.flush()
        command = [BINARY, "extract", "--format", "article", file.name]
        return json.loads(subprocess.run(command, capture_output=True, check=True, timeout=PATIENCE).stdout)


class Annotated(DeliveryCase):
    def documents(self, run):
        """The documents of each article, in their order."""
        found = collections.defaultdict(list)
        for message in run.read(run.annotated):
            document = json.loads(message.value)
            self.assertEqual(message.key.decode(), document["article_id"])
            found[document["article_id"]].append(document)
        return found

    def assert_documents(self, run, names):
        """Each article has one document, which lists the events that are on the events topic."""
        documents = self.documents(run)
        self.assertEqual({name: len(of) for name, of in documents.items()}, {name: 1 for name in names})
        events = collections.defaultdict(set)
        for message in run.read(run.events):
            record = json.loads(message.value)
            events[record["article_id"]].add(record["event_id"])
        self.assertEqual({name: set(of[0]["event_ids"]) for name, of in documents.items()}, dict(events))

    def test_documents_are_what_extract_prints(self):
        for settings in ({}, {"delivery__guarantee": "at_least_once"}):
            run = Run(annotated_config={})
            run.produce([(b"a", article("a"), [("traceparent", b"00-1-2-03")])])
            run.run_to_end(**settings)
            (message,) = run.read(run.annotated)
            self.assertEqual(json.loads(message.value), extracted(article("a")))
            headers = text_headers(message)
            self.assertEqual(headers["ce_type"], "dateline.article.v1")
            self.assertEqual(headers["ce_source"], f"/dateline/{run.articles}")
            self.assertEqual(headers["traceparent"], "00-1-2-03")
            self.assert_documents(run, ["a"])

    def test_a_retraction_replaces_the_document(self):
        run = Run(annotated_config={})
        run.produce_articles(NAMES[:20])
        canceled = json.dumps({"uri": "a-4", "version": "2", "pubstatus": "canceled", "headline": "Withdrawn"}).encode()
        run.produce([(b"a-3", None), (b"a-4", canceled)])
        with run.worker("--until", "end") as worker:
            worker.ends_with(0)
            summary = worker.summary()
            self.assertRegex(worker.said(), r"INFO .*skipped: (deleted|canceled) by the producer.*reason=\"?retraction")
        self.assertEqual((summary["articles"], summary["skipped"]), (22, 2))
        self.assert_exactly_once(run, NAMES[:20])
        documents = self.documents(run)
        for name, version in (("a-3", None), ("a-4", "2")):
            first, last = documents[name]
            self.assertFalse(first["retracted"])
            self.assertTrue(last["retracted"])
            self.assertEqual((last["event_ids"], last["text"], last["article_version"]), ([], "", version))
        self.assertEqual(sum(len(of) for of in documents.values()), 22)

    def test_a_killed_worker_loses_and_doubles_no_document(self):
        for place in ("after-produce", "before-commit"):
            run = Run(annotated_config={})
            run.produce_articles(NAMES)
            with run.worker("--fail-point", f"{place}:2", delivery__batch_articles=20) as worker:
                worker.waits_for("fail point reached")
                worker.kill()
            visible = len(run.read(run.annotated))
            self.assertGreater(len(run.read(run.annotated, "read_uncommitted")), visible, "documents in an open transaction")
            run.run_to_end()
            self.assert_exactly_once(run, NAMES)
            self.assert_documents(run, NAMES)

    def test_a_document_that_its_topic_does_not_take_becomes_a_reference(self):
        run = Run(annotated_config={"max.message.bytes": "40000"})
        run.produce([(b"short", article("short")), (b"long", article("long", " ".join([STORY] * 20)))])
        summary = run.run_to_end(kafka__producer__compression__type="none")
        self.assertEqual((summary["articles"], summary["dead_letters"]), (2, 0))
        self.assert_documents(run, ["short", "long"])
        (reference,) = self.documents(run)["long"]
        self.assertEqual((reference["text"], reference["events"]), ("", []))
        self.assertEqual([issue["code"] for issue in reference["issues"]][-1], "document_too_large")
