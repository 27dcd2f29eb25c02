#!/usr/bin/env python3
"""Tests of what bench/harness makes of samples; nothing is measured."""

import contextlib
import io
import json
import pathlib
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench"))
import measure  # noqa: E402
from harness import figures, loads, page, servers  # noqa: E402

ECHO = figures.FIGURES[0]
TARGETS = {"echo": 0.75, "echo_deferred": 0.45, "echo_batching_client": 0.30, "idle_connection": 0.45,
           "handshake": 0.65, "push_shared": 1.0, "push_each": 1.0}
H2LOAD = """finished in 1.2s, 80000.00 req/s, 56MB/s
requests: {n} total, {n} started, {n} done, {ok} succeeded, {failed} failed, 0 errored, 0 timeout
traffic: 54.4MB (57040000) total, 512.3KB (524600) headers (space savings 95.00%), 52.0MB ({data}) data
"""


def document(ours: list[float] | None = None) -> dict:
    return {"echo": figures.evaluate(ECHO, ours or [], [20.0, 20.0, 20.0]),
            "run": {"machine": "2 cores, test", "date": "2026-01-02 03:04", "commit": "abc", "mode": "quick",
                    "rounds": 3}}


class Evaluate(unittest.TestCase):
    def test_ratio_is_the_median_of_the_rounds_ratios(self):
        # A neighbour made the second round twice as dear for both.
        result = figures.evaluate(ECHO, [10.0, 24.0, 12.0], [20.0, 40.0, 20.0])
        self.assertEqual(result["ratio"], 0.6)
        self.assertEqual((result["value"], result["baseline"]), (12.0, 20.0))
        self.assertAlmostEqual(result["spread"], (0.6 - 0.5) / 0.6)

    def test_without_our_door_the_baseline_is_still_told(self):
        result = figures.evaluate(ECHO, [], [20.0, 22.0, 21.0])
        self.assertIsNone(result["value"])
        self.assertIsNone(result["ratio"])
        self.assertEqual(result["baseline"], 21.0)
        self.assertAlmostEqual(result["spread"], 2 / 21)

    def test_without_any_sample_nothing_is_made_up(self):
        result = figures.evaluate(ECHO, [], [])
        self.assertEqual((result["value"], result["baseline"], result["ratio"], result["spread"]), (None,) * 4)

    def test_every_figure_has_the_keys_that_others_read(self):
        for figure in figures.FIGURES:
            result = figures.evaluate(figure, [1.0], [2.0])
            self.assertLessEqual({"value", "unit", "baseline", "ratio", "target", "better", "spread"}, set(result))
            self.assertIn(result["better"], ("lower", "higher"))


class Verdict(unittest.TestCase):
    def verdict(self, ratio: float | None, target: float | None, better: str) -> str:
        return figures.verdict({"ratio": ratio, "target": target, "better": better})

    def test_the_target_itself_is_met(self):
        self.assertEqual(self.verdict(0.75, 0.75, "lower"), "met")
        self.assertEqual(self.verdict(0.751, 0.75, "lower"), "missed")

    def test_where_more_is_better_less_is_missed(self):
        self.assertEqual(self.verdict(1.2, 1.0, "higher"), "met")
        self.assertEqual(self.verdict(0.9, 1.0, "higher"), "missed")

    def test_what_was_not_measured_is_neither(self):
        self.assertEqual(self.verdict(None, 0.75, "lower"), "not measured")

    def test_information_has_no_verdict(self):
        self.assertEqual(self.verdict(0.5, None, "lower"), "")


class Plan(unittest.TestCase):
    def test_targets_are_those_that_were_promised(self):
        self.assertEqual({figure.key: figure.target for figure in figures.FIGURES if figure.target}, TARGETS)

    def test_a_server_takes_each_load_once_a_round(self):
        plan = dict(figures.plan(figures.FIGURES, {figures.DOOR, figures.GRPC_ASYNC, figures.GRPC_CALLBACK}))
        self.assertEqual(plan["echo"], [figures.DOOR, figures.GRPC_ASYNC, figures.GRPC_CALLBACK])
        self.assertEqual(plan["echo_deferred"], [figures.DOOR, figures.GRPC_CALLBACK, figures.GRPC_ASYNC])

    def test_servers_that_are_not_there_are_left_out(self):
        plan = dict(figures.plan(figures.FIGURES, {figures.GRPC_ASYNC}))
        self.assertEqual(plan["echo"], [figures.GRPC_ASYNC])

    def test_each_round_begins_with_another_server(self):
        firsts = {figures.in_turn(["a", "b", "c"], i)[0] for i in range(3)}
        self.assertEqual(firsts, {"a", "b", "c"})
        self.assertEqual(figures.in_turn([], 1), [])

    def test_every_load_says_what_the_client_does(self):
        for figure in figures.FIGURES:
            if figure.load not in loads.WITHOUT_CLIENT_CERTIFICATE:
                self.assertTrue(loads.client_arguments(figure.load, loads.SIZES["quick"], ROOT))

    def test_what_takes_long_is_only_in_the_full_run(self):
        quick = {figure.key for figure in measure.wanted_figures("quick", None)}
        full = {figure.key for figure in measure.wanted_figures("full", None)}
        self.assertEqual(full - quick, {"push_shared_1000x1"})
        self.assertLessEqual(set(TARGETS), quick)

    def test_a_figure_that_is_not_known_is_refused_with_those_that_are(self):
        with self.assertRaisesRegex(servers.BenchError, "no figure 'eco'.* echo "):
            measure.wanted_figures("quick", ["eco"])


class Loads(unittest.TestCase):
    def test_a_sample_is_cpu_time_or_memory_for_each(self):
        measured = {"count": 100, "cpu_us": 1500.0, "resident_kib": 5000, "seconds": 1.0}
        self.assertEqual(loads.sample("echo", measured), 15.0)
        self.assertEqual(loads.sample("idle_connection", measured), 50.0)

    def test_the_request_is_one_grpc_message_of_206_bytes(self):
        request = loads.echo_request()
        self.assertEqual(len(request), 5 + 206)
        self.assertEqual(request[:5], b"\x00\x00\x00\x00\xce")
        self.assertEqual(request[5:8], b"\x0a\xcb\x01")

    def test_h2load_counts_only_if_every_request_was_echoed(self):
        every_byte = 100 * 661
        self.assertTrue(loads.h2load_succeeded(H2LOAD.format(n=100, ok=100, failed=0, data=every_byte), 100))
        self.assertFalse(loads.h2load_succeeded(H2LOAD.format(n=100, ok=99, failed=1, data=every_byte), 100))
        # A refused call is a 200 without a message.
        self.assertFalse(loads.h2load_succeeded(H2LOAD.format(n=100, ok=100, failed=0, data=0), 100))
        self.assertFalse(loads.h2load_succeeded("connection refused", 100))


class Page(unittest.TestCase):
    def test_table_says_met_and_missed(self):
        self.assertIn("1 met, 0 missed, 0 not measured", page.table(document([12.0, 12.0, 12.0])))
        self.assertIn("0 met, 1 missed, 0 not measured", page.table(document([19.0, 19.0, 19.0])))
        self.assertIn("0 met, 0 missed, 1 not measured", page.table(document()))

    def test_page_names_machine_date_and_commit(self):
        text = page.markdown(document([12.0, 12.0, 12.0]))
        self.assertIn("Machine: 2 cores, test. Date: 2026-01-02 03:04 (UTC). Commit: abc", text)
        self.assertIn("| echo | unary call, 4 connections x 8 calls | CPU-us/RPC | 12.0 | 20.0 | gRPC C++ async | 0.60 |"
                      " <= 0.75 | 0% | met |", text)

    def test_an_empty_column_is_a_dash(self):
        self.assertIn("| - | 20.0 | gRPC C++ async | - | <= 0.75 |", page.markdown(document()))


class Main(unittest.TestCase):
    def test_a_missed_target_is_no_failure(self):
        with tempfile.TemporaryDirectory() as folder:
            results = pathlib.Path(folder, "results.json")
            results.write_text(json.dumps(document([19.0] * 3)), encoding="utf-8")
            with contextlib.redirect_stdout(io.StringIO()) as output:
                self.assertEqual(measure.main(["--programs", folder, "--from-json", str(results)]), 0)
        self.assertIn("1 missed", output.getvalue())

    def test_results_that_are_not_there_are(self):
        with contextlib.redirect_stderr(io.StringIO()) as errors:
            self.assertEqual(measure.main(["--programs", ".", "--from-json", "/nonexistent/results.json"]), 1)
        self.assertIn("bench: ", errors.getvalue())


if __name__ == "__main__":
    unittest.main()
