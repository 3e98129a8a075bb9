"""The server over disks that are full, read-only or failing.

Its errors have the specification's form and reveal nothing of the machine. It acknowledges nothing that is not durable, goes on
serving what is there, and takes what failed when the disk is well again. Needs root, mount and strace.
"""

from __future__ import annotations

import argparse
import functools
import os
from collections.abc import Callable
from typing import Any

from moorage_e2e import options as common
from moorage_e2e import work as folders
from moorage_e2e.client.connection import NO_ANSWER
from moorage_e2e.failures import Unavailable, Unexpected
from moorage_e2e.faults import fullness
from moorage_e2e.faults.injections import during_a_push, during_pulls
from moorage_e2e.faults.scene import Scene
from moorage_e2e.faults.tracing import ONE_CARRIER, require_tracing
from moorage_e2e.faults.volumes import Ext4, Tmpfs
from moorage_e2e.report import Report

# A scenario has the scene and its disk, and may return how often it did something.
Scenario = Callable[[Scene, Any], int | None]
SMALL_DISKS: dict[str, Scenario] = {
    "a disk that is full in a PATCH": fullness.in_a_patch,
    "a disk that is full at commit": fullness.at_commit,
    "a disk that is full for a small blob and a manifest": fullness.for_a_small_blob_and_a_manifest,
    "a disk with no room for another name": fullness.of_names,
    "a server that starts on a full disk": fullness.when_the_server_starts,
    "a server that starts on a disk with no room for another name": fullness.without_names_when_the_server_starts,
    "a disk with no room for a byte that is purged": fullness.purged_while_full,
    "a disk with no room for another name that is purged": fullness.purged_without_names,
    "a full disk from which is deleted": fullness.deleted_while_full,
    "a process with no descriptor left": fullness.out_of_descriptors,
}
FAILING_CALLS = [
    ("fdatasync", "EIO"),
    ("fsync", "EIO"),
    ("fdatasync", "ENOSPC"),
    ("pwrite64", "EIO"),
    ("pwrite64", "ENOSPC"),
    ("write", "EIO"),
    ("write", "ENOSPC"),
    ("rename", "EIO"),
    ("mkdir", "ENOSPC"),
    ("unlink", "EIO"),
    ("openat", "EMFILE"),
    ("pread64", "EIO"),
]


class Run:
    """The scenarios that the options choose, each on a disk of its own."""

    def __init__(self, options: argparse.Namespace, report: Report, work: str) -> None:
        self.options = options
        self.report = report
        self.work = work
        self.number = 0

    def check(self, what: str, scenario: Scenario, make_disk: Callable[[str], Tmpfs | Ext4], java_options: str = "") -> None:
        if self.options.only not in what:
            return
        self.number += 1
        work = os.path.join(self.work, str(self.number))
        with self.report.check(what) as details:
            disk = make_disk(work + "-disk")
            scene = None
            try:
                scene = Scene(self.options.package, work, disk.folder, self.options.seed, java_options)
                times = scenario(scene, disk)
                if times:
                    details.append(f"{times} times")
            except NO_ANSWER as e:
                raise Unexpected(f"the server does not answer: {e!r}") from None
            finally:
                if scene is not None:
                    scene.close()
                disk.close()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    common.add_seed(parser)
    common.add_only(parser)


def run(options: argparse.Namespace, report: Report) -> None:
    report.note(f"seed {options.seed}")
    with folders.folder("faults", report) as work:
        checks = Run(options, report, work)
        small = functools.partial(Tmpfs, size="16m", inodes=2000)
        for what, scenario in SMALL_DISKS.items():
            checks.check(what, scenario, small)
        checks.check("a disk that turns read-only", fullness.turned_read_only, Ext4)
        try:
            require_tracing()
        except Unavailable as e:
            report.skip("system calls that fail", str(e))
            return
        roomy = functools.partial(Tmpfs, size="1g", inodes=200_000)
        for call, error in FAILING_CALLS:
            checks.check(f"{error} from {call} in a push", failing(call, error), roomy, ONE_CARRIER)
        checks.check("EIO from pread64 in a pull", lambda scene, _: during_pulls(scene, "pread64", "EIO"), roomy, ONE_CARRIER)


def failing(call: str, error: str) -> Scenario:
    return lambda scene, _: during_a_push(scene, call, error)
