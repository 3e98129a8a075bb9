"""Collectors whose clocks are wrong, or jump, by libfaketime. The store's clock is that of the machine, and it decides."""

from __future__ import annotations

import os
import pathlib
import shutil
import threading

from moorage_e2e.client.pushes import MANIFEST, Pusher, digest_of, manifest_of
from moorage_e2e.failures import Unavailable, Unexpected
from moorage_e2e.garbage.collectors import Collection
from moorage_e2e.garbage.store import Store
from moorage_e2e.report import Report
from moorage_e2e.servers import storages
from moorage_e2e.servers.moorage import Server

LIBRARY = pathlib.Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1")
CLOCKS = {"a day ahead": "+1d", "a day behind": "-1d", "a thousand times as fast": "+0 x1000"}
JUMPS = ["+1d", "-1d", "+0"]
SECONDS_OF_A_CLOCK = 0.03
GRACE = "1h"
LONG_AGO = 2 * 3600
REPOSITORY = "clocks/one"


class Jumping:
    """A file from which libfaketime reads the time of a process, and which jumps all the time."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self._write("+0")

    def _write(self, offset: str) -> None:
        pathlib.Path(self.file + ".next").write_text(offset + "\n")
        os.replace(self.file + ".next", self.file)

    def _run(self) -> None:
        number = 0
        while not self.ended.wait(SECONDS_OF_A_CLOCK):
            self._write(JUMPS[number % len(JUMPS)])
            number += 1

    def __enter__(self) -> dict[str, str]:
        self.thread.start()
        return {"FAKETIME_TIMESTAMP_FILE": self.file, "FAKETIME_NO_CACHE": "1"}

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.thread.join()


class Clocks:
    def __init__(self, package: str, work: str) -> None:
        self.work = work
        self.store = Store(os.path.join(work, "root"))
        variables = storages.filesystem(self.store.folder) | {"REGISTRY_STORAGE_DELETE_ENABLED": "true"}
        self.server = Server(package, work, variables)
        self.number = 0

    def collects_by_the_clock_of_the_store(self, faked: dict[str, str]) -> None:
        """Of what nothing needs, only what is old by the store's clock goes: bytes, and links."""
        self.number += 1
        pusher = Pusher(self.server.address)
        kept = b"a layer that a tag keeps"
        pusher.post(REPOSITORY, kept)
        pusher.manifest(REPOSITORY, "kept", manifest_of([kept]))
        young, old = f"young {self.number}".encode(), f"old {self.number}".encode()
        for content in (young, old):
            pusher.post(REPOSITORY, content)
            pusher.expect(202, "DELETE", f"/v2/{REPOSITORY}/blobs/{digest_of(content)}")
        self.store.age(digest_of(old), LONG_AGO)
        untagged = manifest_of([kept], f"untagged {self.number}")
        pusher.manifest(REPOSITORY, digest_of(untagged), untagged)
        variables = {
            "LD_PRELOAD": str(LIBRARY),
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
            "REGISTRY_STORAGE_GC_LINKS": "true",
            "REGISTRY_STORAGE_GC_UNTAGGED": "delete",
        }
        pusher.close()  # The server closes connections that have had no request for a minute.
        status, lines, err = Collection(self.server, GRACE, trash="0s", variables=variables | faked).ends()
        if status != 0 or lines[-1]["removedManifests"] or lines[-1]["removedLinks"]:
            raise Unexpected(f"a collector with another clock ended with {status}: {lines[-3:]} {err}")
        blobs = self.store.blobs()
        if digest_of(old) in blobs or digest_of(young) not in blobs:
            raise Unexpected(f"the old blob stays, or the young one is gone: {lines}")
        pusher.expect(200, "GET", f"/v2/{REPOSITORY}/manifests/{digest_of(untagged)}", headers={"Accept": MANIFEST})
        pusher.expect(200, "GET", f"/v2/{REPOSITORY}/blobs/{digest_of(kept)}")
        pusher.close()


def run(package: str, work: str, report: Report) -> None:
    if not LIBRARY.exists() or shutil.which("faketime") is None:
        raise Unavailable("faketime is not installed")
    clocks = Clocks(package, work)
    with clocks.server:
        for name, offset in CLOCKS.items():
            with report.check(f"a collector whose clock is {name} goes by the store's clock"):
                clocks.collects_by_the_clock_of_the_store({"FAKETIME": offset})
        with (
            report.check("a collector whose clock jumps by days goes by the store's clock"),
            Jumping(os.path.join(work, "time")) as jumping,
        ):
            clocks.collects_by_the_clock_of_the_store(jumping)
