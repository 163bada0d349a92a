"""Runs the tests in this folder against the broker at DATELINE_TEST_BROKER; `.ci/broker-suite` starts one and calls this."""

import os
import pathlib
import sys
import time
import unittest


class Result(unittest.TextTestResult):
    """Tells how long each test took."""

    def startTest(self, test):
        self.began = time.monotonic()
        super().startTest(test)

    def stopTest(self, test):
        super().stopTest(test)
        self.stream.writeln(f"    {time.monotonic() - self.began:.1f} s")


def main():
    if not os.environ.get("DATELINE_TEST_BROKER"):
        print("SKIPPED: no broker; run .ci/broker-suite, which starts one, or set DATELINE_TEST_BROKER to an address")
        return 0
    here = pathlib.Path(__file__).parent
    sys.path.insert(0, str(here))
    loader = unittest.defaultTestLoader
    tests = loader.loadTestsFromNames(sys.argv[1:]) if sys.argv[1:] else loader.discover(str(here))
    result = unittest.TextTestRunner(sys.stdout, verbosity=2, resultclass=Result).run(tests)
    failed = len(result.failures) + len(result.errors)
    for test, reason in result.skipped:
        print(f"SKIPPED: {test}: {reason}")
    passed = result.testsRun - failed - len(result.skipped)
    print(f"{passed} passed, {failed} failed")
    return 0 if passed and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
