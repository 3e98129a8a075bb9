"""What renew-advisories makes of a small export of OSV."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import unittest
import zipfile
from typing import Any

from moorage_e2e import advisories as renew
from moorage_e2e import places

LAUNCHER = str(places.E2E / "check")
Record = dict[str, Any]
BOM: Record = {"components": [{"group": "org.a", "name": "shipped", "version": "1"}, {"name": "no-group", "version": "1"}]}
KNOWN: Record = {
    "taken": "2026-01-01",
    "watched": ["org.b:watched"],
    "accepted": {"GHSA-2": "not used here", "GHSA-old": "gone"},
    "advisories": [{"id": "GHSA-old"}],
}


def record(id: str, *affected: Record, severity: str = "HIGH", **more: Any) -> Record:
    return {
        "schema_version": "1.4.0",
        "id": id,
        "aliases": ["CVE-2"],
        "summary": "It\n is bad",
        "affected": list(affected),
        "database_specific": {"severity": severity},
        **more,
    }


def affected(name: str, *events: dict[str, str], ecosystem: str = "Maven", kind: str = "ECOSYSTEM", **more: Any) -> Record:
    ranges = [{"type": kind, "events": list(events)}] if events else []
    return {"package": {"ecosystem": ecosystem, "name": name}, "ranges": ranges, **more}


class RenewTest(unittest.TestCase):
    def renewed(self, *records: Record) -> Record:
        return renew.renewed(KNOWN, records, BOM, "2026-12-01")

    def test_what_is_shipped_or_watched_is_kept_in_order(self) -> None:
        content = self.renewed(
            record("GHSA-2", affected("org.b:watched", {"introduced": "0"}, {"fixed": "2.0"}), severity="CRITICAL"),
            record("GHSA-1", affected("org.a:shipped", {"introduced": "1.0"}, {"last_affected": "1.5"})),
            record("GHSA-3", affected("org.c:other", {"introduced": "0"})),
        )
        self.assertEqual(["GHSA-1", "GHSA-2"], [found["id"] for found in content["advisories"]])
        self.assertEqual(
            {
                "id": "GHSA-1",
                "aliases": ["CVE-2"],
                "severity": "HIGH",
                "summary": "It is bad",
                "affected": [{"name": "org.a:shipped", "ranges": [{"introduced": "1.0", "lastAffected": "1.5"}]}],
            },
            content["advisories"][0],
        )
        self.assertEqual("2026-12-01", content["taken"])
        self.assertEqual({"GHSA-2": "not used here"}, content["accepted"])
        self.assertEqual(["org.b:watched"], content["watched"])

    def test_what_is_not_serious_withdrawn_or_of_another_ecosystem_is_left_out(self) -> None:
        bad = affected("org.a:shipped", {"introduced": "0"})
        content = self.renewed(
            record("GHSA-1", bad, severity="MODERATE"),
            record("GHSA-2", bad, withdrawn="2026-01-02T00:00:00Z"),
            record("GHSA-3", affected("org.a:shipped", {"introduced": "0"}, ecosystem="npm")),
            {"id": "CVE-1", "affected": [bad]},
        )
        self.assertEqual([], content["advisories"])

    def test_events_become_ranges(self) -> None:
        two = affected("org.a:shipped", {"introduced": "1"}, {"fixed": "1.2"}, {"introduced": "2"}, {"fixed": "2.1"})
        self.assertEqual(
            [{"introduced": "1", "fixed": "1.2"}, {"introduced": "2", "fixed": "2.1"}], renew.ranges(two)
        )
        self.assertEqual([{"introduced": "0"}], renew.ranges(affected("a:b", {"introduced": "0"})))
        versions = affected("a:b", {"introduced": "abc"}, kind="GIT", versions=["1.1"])
        self.assertEqual([{"introduced": "1.1", "lastAffected": "1.1"}], renew.ranges(versions))
        with self.assertRaises(ValueError):
            renew.ranges(affected("a:b", {"fixed": "1"}))

    def test_the_same_range_twice_and_one_package_in_two_entries_are_joined(self) -> None:
        one = affected("org.a:shipped", {"introduced": "1"}, {"fixed": "1.2"})
        other = affected("org.a:shipped", {"introduced": "2"}, {"fixed": "2.1"})
        content = self.renewed(record("GHSA-1", one, one, other))
        self.assertEqual(
            [{"introduced": "1", "fixed": "1.2"}, {"introduced": "2", "fixed": "2.1"}],
            content["advisories"][0]["affected"][0]["ranges"],
        )

    def test_the_command_rewrites_the_file_and_says_what_is_new(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            paths = {name: os.path.join(folder, name) for name in ("osv.zip", "bom.json", "out.json")}
            with zipfile.ZipFile(paths["osv.zip"], "w") as archive:
                bad = record("GHSA-1", affected("org.a:shipped", {"introduced": "0"}, {"fixed": "2"}))
                archive.writestr("GHSA-1.json", json.dumps(bad))
            for name, content in (("bom.json", BOM), ("out.json", KNOWN)):
                with open(paths[name], "w", encoding="utf-8") as file:
                    json.dump(content, file)
            command = [sys.executable, LAUNCHER, "renew-advisories", "--osv", paths["osv.zip"], "--bom", paths["bom.json"]]
            command += ["--out", paths["out.json"], "--taken", "2026-12-01"]
            said = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout
            self.assertEqual("1 advisories; new: GHSA-1; gone: GHSA-old\n", said)
            with open(paths["out.json"], encoding="utf-8") as file:
                self.assertEqual(["GHSA-1"], [found["id"] for found in json.load(file)["advisories"]])
