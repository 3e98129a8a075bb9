"""The number of system calls on files of each operation is not greater than system_calls.json says.

Counts do not depend on the speed of the machine. --update writes what there is. Each operation is done in a repository and below a
folder of blobs that are there already, and was done before. Needs strace.
"""

from __future__ import annotations

import argparse
import collections
import json
import os
import pathlib
import random
from collections.abc import Callable

from moorage_e2e import work as folders
from moorage_e2e.client.pushes import Pusher, digest_of, manifest_of
from moorage_e2e.faults.tracing import Tracing, require_tracing
from moorage_e2e.report import Report
from moorage_e2e.servers import storages
from moorage_e2e.servers.moorage import Server

EXPECTED = pathlib.Path(__file__).with_name("system_calls.json")
Operation = Callable[[], object]
Prepare = Callable[[], Operation]

REPOSITORY = "counted/one"
WARM = 3
TIMES = 10
# What a kind of call is called on another machine or by another version of the C library.
SAME = {"newfstatat": "stat", "statx": "stat", "lstat": "stat", "fdatasync": "fsync", "pwrite64": "write", "pread64": "read"}
CALLS = "fsync fdatasync openat mkdir rmdir rename link unlink stat lstat newfstatat statx access readlink ftruncate fcntl".split()
CALLS += "pread64 pwrite64 read write sendfile getdents64".split()


class Operations:
    """What is counted, each made ready by itself."""

    def __init__(self, pusher: Pusher, choices: random.Random) -> None:
        self.pusher = pusher
        self.choices = choices
        self.blob = self.next_blob(4096)
        self.large = self.next_blob(1 << 20)
        pusher.post(REPOSITORY, self.blob)
        pusher.post(REPOSITORY, self.large)
        self.layers = [self.blob]
        pusher.manifest(REPOSITORY, "tag", manifest_of(self.layers))

    def next_blob(self, size: int) -> bytes:
        """All below the same two folders: what a new one costs is not counted."""
        while True:
            blob = self.choices.randbytes(size)
            if digest_of(blob).startswith("sha256:ab"):
                return blob

    def prepared(self) -> dict[str, Prepare]:
        """Name of the operation, and what makes ready and returns it."""
        pusher, blob, large = self.pusher, digest_of(self.blob), digest_of(self.large)

        def reading(method: str, path: str) -> Prepare:
            return lambda: lambda: pusher.request(method, path)

        return {
            "POST of a blob of 4 KiB": lambda: self.pushing(pusher.post, 4096),
            "POST and PUT of a blob of 4 KiB": lambda: self.pushing(pusher.post_and_put, 4096),
            "POST, PATCH, PUT of a blob of 100,000 bytes": lambda: self.pushing(self.patch_and_put, 100_000),
            "one more PATCH of 4 KiB": self.one_more_patch,
            "POST that mounts a blob": self.mounting,
            "PUT of a manifest by a tag that is there": self.tagging,
            "HEAD of a blob": reading("HEAD", f"/v2/{REPOSITORY}/blobs/{blob}"),
            "GET of a blob of 4 KiB": reading("GET", f"/v2/{REPOSITORY}/blobs/{blob}"),
            "GET of a blob of 1 MiB": reading("GET", f"/v2/{REPOSITORY}/blobs/{large}"),
            "HEAD of a manifest by tag": reading("HEAD", f"/v2/{REPOSITORY}/manifests/tag"),
            "GET of a manifest by tag": reading("GET", f"/v2/{REPOSITORY}/manifests/tag"),
        }

    def pushing(self, way: Callable[[str, bytes], object], size: int) -> Operation:
        blob = self.next_blob(size)
        return lambda: way(REPOSITORY, blob)

    def patch_and_put(self, repository: str, blob: bytes) -> None:
        self.pusher.patches(repository, blob, chunks=1)

    def one_more_patch(self) -> Operation:
        chunk = self.choices.randbytes(4096)
        location = self.pusher.patch(self.pusher.start(REPOSITORY), chunk)
        return lambda: self.pusher.patch(location, chunk)

    def mounting(self) -> Operation:
        blob = self.next_blob(4096)
        self.pusher.post("counted/source", blob)
        return lambda: self.pusher.mount(REPOSITORY, "counted/source", digest_of(blob))

    def tagging(self) -> Operation:
        while True:
            content = manifest_of(self.layers, str(self.choices.random()))
            if digest_of(content).startswith("sha256:ab"):
                return lambda: self.pusher.manifest(REPOSITORY, "tag", content)


def counted(server: Server, root: str, prepare: Prepare) -> dict[str, float]:
    """How many calls of each kind on files below the root, of one operation."""
    for _ in range(WARM):
        prepare()()
    counts: collections.Counter[str] = collections.Counter()
    operations = [prepare() for _ in range(TIMES)]
    tracing = Tracing(server.pid, CALLS)
    try:
        for operation in operations:
            operation()
    finally:
        lines = tracing.end()
    for line in lines:
        call = line.split("(")[0].split()[-1]
        # What begins with no name is the rest of a call that another thread's call has interrupted in the trace.
        if root in line and call.isidentifier():
            counts[SAME.get(call, call)] += 1
    # How often a sendfile has to go on is the client's doing. A GET that goes another way has reads.
    counts["sendfile"] = min(counts["sendfile"], TIMES)
    return {call: round(count / TIMES, 1) for call, count in sorted(counts.items()) if count}


def count_all(package: str, work: str) -> dict[str, dict[str, float]]:
    root = os.path.join(work, "root")
    with Server(package, work, storages.filesystem(root)) as server:
        prepared = Operations(Pusher(server.address), random.Random(7)).prepared()
        return {name: counted(server, root, prepare) for name, prepare in prepared.items()}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--update", action="store_true", help="after an intended change")


def run(options: argparse.Namespace, report: Report) -> None:
    require_tracing()
    with folders.folder("calls", report) as work:
        found = count_all(options.package, work)
    if options.update:
        EXPECTED.write_text(json.dumps(found, indent=2) + "\n")
    expected = json.loads(EXPECTED.read_text())
    for name, calls in found.items():
        allowed = expected.get(name, {})
        more = [f"{call} {count}, not {allowed.get(call, 0)}" for call, count in calls.items() if count > allowed.get(call, 0)]
        report.result(f"{name}: {sum(calls.values()):.0f} calls, {calls.get('fsync', 0):.0f} that sync", more)
