"""The command line, with servers that are not there."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import unittest

from moorage_e2e import catalog, places

# Checks that a package which is not there fails at once.
NEED_A_SERVER = ["kills", "races", "attacks", "roots", "maintenance", "uploads", "replicas", "garbage"]


def check(*words: str, temporary: str | None = None) -> tuple[int, str]:
    command = [sys.executable, "-B", str(places.E2E / "check"), *words]
    environment = dict(os.environ, TMPDIR=temporary) if temporary else None
    ended = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120)
    return ended.returncode, ended.stdout


class CommandLineTest(unittest.TestCase):
    def test_list_names_every_check_with_its_summary(self) -> None:
        status, out = check("--list")
        self.assertEqual(status, 0)
        for name in [*catalog.CHECKS, *catalog.COMMANDS, "all"]:
            self.assertRegex(out, rf"(?m)^  {name} +\S")

    def test_an_unknown_name_is_refused(self) -> None:
        status, out = check("kill")
        self.assertEqual(status, 2)
        self.assertIn("unknown: kill", out)

    def test_an_option_that_no_named_check_has_is_refused(self) -> None:
        status, out = check("kills", "races", "--cuts", "4")
        self.assertEqual(status, 2)
        self.assertIn("no such option of kills or races: --cuts", out)

    def test_a_package_that_is_not_there_fails_each_check(self) -> None:
        for name in NEED_A_SERVER:
            with self.subTest(name), tempfile.TemporaryDirectory() as empty:
                status, out = check(name, "--package", os.path.join(empty, "moorage"), temporary=empty)
                self.assertRegex(out, r"(?m)^not ok 1 - " + name + ": ")
                self.assertIn("there is no ", out)
                self.assertEqual(status, 1, out)
