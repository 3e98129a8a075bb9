"""The reporter: each result is a line of TAP, and a failure is one of the status."""

from __future__ import annotations

import io
import unittest

from moorage_e2e.failures import Unavailable, Unexpected
from moorage_e2e.report import Report


class ReportTest(unittest.TestCase):
    def setUp(self) -> None:
        self.out = io.StringIO()
        self.report = Report(self.out)

    def finished(self) -> tuple[int, list[str]]:
        """The status, and the lines without the first and the totals."""
        status = self.report.finish()
        return status, self.out.getvalue().splitlines()[1:-1]

    def test_results_that_are_ok_end_with_status_0(self) -> None:
        self.report.ok("one")
        self.report.result("two", [], 1.26)
        self.assertEqual(self.finished(), (0, ["ok 1 - one", "ok 2 - two # time=1.3s", "1..2"]))

    def test_a_result_that_fails_ends_with_status_1_and_says_why(self) -> None:
        self.report.ok("one")
        self.report.result("two", ["this\nand that"])
        self.assertEqual(self.finished(), (1, ["ok 1 - one", "not ok 2 - two", "#     this", "#     and that", "1..2"]))

    def test_no_result_at_all_ends_with_status_1(self) -> None:
        self.assertEqual(self.finished(), (1, ["1..0"]))

    def test_a_skipped_result_is_ok_and_says_why(self) -> None:
        with self.report.check("mounts"):
            raise Unavailable("no root\nhere")
        self.assertEqual(self.finished(), (0, ["ok 1 - mounts # SKIP no root here", "1..1"]))

    def test_an_unexpected_answer_fails_the_check(self) -> None:
        with self.report.check("pull") as details:
            details.append("seed 4")
            raise Unexpected("404")
        status, lines = self.finished()
        self.assertEqual(status, 1)
        self.assertRegex(lines[0], r"^not ok 1 - pull # time=0\.\ds$")
        self.assertEqual(lines[1:3], ["#     404", "#     seed 4"])

    def test_any_other_exception_fails_the_check_with_its_trace(self) -> None:
        with self.report.check("pull"):
            raise KeyError("digest")
        status, lines = self.finished()
        self.assertEqual(status, 1)
        self.assertIn("#     KeyError: 'digest'", lines)

    def test_an_exception_outside_of_a_check_fails_its_section(self) -> None:
        with self.report.section("kills"):
            raise Unexpected("there is no server")
        self.report.ok("next")
        self.assertEqual(self.finished(), (1, ["not ok 1 - kills: run", "#     there is no server", "ok 2 - next", "1..2"]))

    def test_results_of_a_program_are_passed_on_with_what_it_prints_after_them(self) -> None:
        self.report.relay("clients", ["printf", "ok - push\\nnot ok - pull\\n    404\\n"])
        status, lines = self.finished()
        self.assertEqual(status, 1)
        self.assertEqual([line.split(" # ")[0] for line in lines], ["ok 1 - push", "not ok 2 - pull", "#         404", "1..2"])

    def test_a_program_that_fails_without_a_result_is_a_failure(self) -> None:
        self.report.relay("clients", ["false"])
        self.assertEqual(self.finished(), (1, ["not ok 1 - clients", "#     false ended with 1 after 0 results", "1..1"]))

    def test_a_program_that_ends_well_without_a_result_is_a_failure(self) -> None:
        self.report.relay("clients", ["true"])
        self.assertEqual(self.finished()[0], 1)

    def test_a_program_that_fails_after_results_that_are_ok_is_a_failure(self) -> None:
        self.report.relay("clients", ["sh", "-c", "echo 'ok - push'; exit 3"])
        status, lines = self.finished()
        self.assertEqual((status, lines[1]), (1, "not ok 2 - clients"))
