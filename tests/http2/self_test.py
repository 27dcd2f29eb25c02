#!/usr/bin/env python3
"""The cases can fail: against toy_server.py, which checks nothing, every case that wants an error must, and a case must
not pass against a server that is dead."""

import pathlib
import socket
import subprocess
import sys
import unittest

import conformance  # noqa: F401  Enters the cases.
import harness
import wire

TOY = pathlib.Path(__file__).with_name("toy_server.py")
WANTS_AN_ERROR = ("is-a-connection-error", "is-malformed", "are-malformed", "is-an-error")


class Cases(unittest.TestCase):
    def test_there_are_at_least_146_and_each_has_a_name_of_its_own(self) -> None:
        self.assertGreaterEqual(len(conformance.selected("")), 146)

    def test_a_server_that_checks_nothing_fails_every_case_that_wants_an_error(self) -> None:
        toy = subprocess.Popen([sys.executable, str(TOY)], stdout=subprocess.PIPE, text=True)
        try:
            # A short patience: here silence is what is awaited, a hundred and more times.
            target = wire.Target("127.0.0.1", int(toy.stdout.readline()), patience=0.05)
            request = harness.Request()
            harness.alive(target, request)
            wanting = [one for one in harness.CASES if any(word in one.name for word in WANTS_AN_ERROR)]
            self.assertGreater(len(wanting), 100)
            passed = [one.name for one in wanting if not harness.run_case(one, target, request)]
            self.assertEqual([], passed)
        finally:
            toy.kill()
            toy.wait()
            toy.stdout.close()

    def test_no_case_passes_against_a_dead_server(self) -> None:
        # A port that was bound a moment ago and is no longer.
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        target = wire.Target("127.0.0.1", port, patience=0.05)
        passed = [one.name for one in harness.CASES if not harness.run_case(one, target, harness.Request())]
        self.assertEqual([], passed)


if __name__ == "__main__":
    unittest.main()
