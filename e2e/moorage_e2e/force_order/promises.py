"""What a registry promised before it was synced to disk, from a trace of its system calls.

A 201 promises: the blob's or manifest's bytes, the links by which the repository has it, tags, and everything that a manifest refers
to. When the first byte of a 201 is handed to the socket, of all of these

- the file was synced after it was last written, and before it got its final name.
- the directory in which it got that name was synced afterwards.
- so was the directory above every directory that was made for it, including the root.

A sync covers what had happened when it began, and counts once it has ended. Calls of other threads that are in progress do not count.
Upload sessions, staged bytes and temporary files need not be synced (ADR 1).
"""

from __future__ import annotations

import collections
import posixpath
import re
from collections.abc import Iterable

from moorage_e2e.force_order.durability import File, Name
from moorage_e2e.force_order.trace import Call, calls

STATUS = re.compile(r'"HTTP/1\.1 (\d{3}) ')
HEADER = re.compile(r"\\r\\n([A-Za-z-]+): ((?:[^\\]|\\(?!r))*)")
DIGEST = re.compile(r"sha(?:256|512):[0-9a-f]{64,128}")

WRITES = {"write", "pwrite64", "writev", "pwritev", "pwritev2", "ftruncate", "fallocate", "copy_file_range", "sendfile"}
FSYNCS = {"fsync", "fdatasync"}
SENDS = {"write", "writev", "sendto", "sendmsg"}


class Ledger:
    """What is on disk for certain, and what may not be, as the trace goes on."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.v2 = posixpath.join(root, "docker/registry/v2")
        self.files: dict[str, File] = {}
        self.unsynced: dict[str, Name] = {}
        self.violations: list[str] = []
        self.answers: collections.Counter[str] = collections.Counter()
        self.fsyncs = 0
        self.fsyncs_since_answer = 0
        self.spent: collections.Counter[str] = collections.Counter()
        self.counted: dict[str, list[int]] = collections.defaultdict(list)

    def violated(self, what: str) -> None:
        self.violations.append(what)

    def replay(self, lines: Iterable[str]) -> None:
        for moment, call in calls(lines):
            if moment == "begin":
                self.begin(call)
            elif call.succeeded():
                self.end(call)

    def begin(self, call: Call) -> None:
        path = call.descriptor()
        if call.name in SENDS and path.startswith(("socket:", "TCP")):
            self.send(call)
        elif call.name in FSYNCS:
            call.noted = self.covered(path)
        elif call.name.startswith(("rename", "link")):
            source, target = call.paths()[:2]
            if self.is_final(target) and source in self.files and not self.files[source].is_synced():
                self.violated(f"{self.short(target)} got its name before its bytes were synced")

    def covered(self, path: str) -> tuple[int, dict[str, Name]]:
        """What an fsync of this path that begins now makes durable."""
        if path in self.files:
            return self.files[path].changes, {}
        return 0, {name: noted for name, noted in self.unsynced.items() if posixpath.dirname(name) == path}

    def end(self, call: Call) -> None:
        name = call.name
        if name in FSYNCS:
            self.fsync(call)
        elif name in WRITES:
            file = self.files.get(call.descriptor().removesuffix(" (deleted)"))
            if file is not None:
                file.changes += 1
                file.digests.update(DIGEST.findall(call.arguments))
        elif name in ("openat", "open", "creat"):
            path = call.paths()[-1]
            if self.is_ours(path) and ("O_CREAT" in call.arguments or name == "creat"):
                if path not in self.files:
                    self.files[path] = File()
                    self.named(path)
                elif "O_TRUNC" in call.arguments:
                    self.files[path].changes += 1
        elif name.startswith("mkdir"):
            if self.is_ours(call.paths()[-1]):
                self.named(call.paths()[-1])
        elif name.startswith(("rename", "link")):
            self.moved(call, *call.paths()[:2])
        elif name.startswith(("unlink", "rmdir")):
            self.files.pop(call.paths()[-1], None)
            self.unsynced.pop(call.paths()[-1], None)

    def named(self, path: str) -> None:
        self.unsynced[path] = Name()

    def moved(self, call: Call, source: str, target: str) -> None:
        if source not in self.files:
            return
        replaced = self.unsynced.get(target, Name(synced=True)) if target in self.files else None
        self.unsynced[target] = Name(replaced)
        self.files[target] = self.files[source]
        if call.name.startswith("rename"):
            del self.files[source]
            self.unsynced.pop(source, None)

    def fsync(self, call: Call) -> None:
        assert call.noted is not None
        changes, names = call.noted
        self.fsyncs += 1
        self.fsyncs_since_answer += 1
        file = self.files.get(call.descriptor())
        if file is not None:
            file.synced = max(file.synced, changes)
        for name, noted in names.items():
            noted.synced = True
            if self.unsynced.get(name) is noted:
                del self.unsynced[name]

    def send(self, call: Call) -> None:
        status = STATUS.search(call.arguments)
        if not status or status.group(1).startswith("1"):
            return
        headers = {name.lower(): value for name, value in HEADER.findall(call.arguments)}
        location = headers.get("location", "")
        found = re.match(r"(?:https?://[^/]+)?/v2/(.+)/(blobs|manifests)/(.+)$", location)
        if found:
            repository = found.group(1)
            pushed = f"{repository} {found.group(2)}"
            self.spent[pushed] += self.fsyncs_since_answer
            if status.group(1) == "201":
                self.promised(repository, found.group(2), headers.get("docker-content-digest", ""))
                self.counted[pushed].append(self.spent.pop(pushed))
        elif status.group(1) == "201":
            self.violated(f"a 201 whose Location cannot be read: {location}")
        self.answers[status.group(1)] += 1
        self.fsyncs_since_answer = 0

    def promised(self, repository: str, kind: str, digest: str) -> None:
        if not DIGEST.fullmatch(digest):
            self.violated(f"a 201 without a digest, to a push to {repository}")
            return
        what = f"201 for {digest[:19]}… in {repository}"
        self.require(what, self.blob(digest))
        if kind == "blobs":
            self.require(what, self.link(repository, "_layers", digest))
            return
        self.require(what, self.link(repository, "_manifests/revisions", digest))
        tags = posixpath.join(self.v2, "repositories", repository, "_manifests/tags/")
        for path in list(self.files):
            if path.startswith(tags) and digest.split(":")[1] in path:
                self.require(what, path)
                self.require(what, posixpath.join(path.split("/index/")[0], "current/link"), exactly=True)
        for digest in self.files[self.blob(digest)].digests if self.blob(digest) in self.files else ():
            self.require(f"{what}, which refers to it", self.blob(digest))
            link = self.link(repository, "_layers", digest)
            self.require(f"{what}, which refers to it", link)

    def blob(self, digest: str) -> str:
        algorithm, value = digest.split(":")
        return posixpath.join(self.v2, "blobs", algorithm, value[:2], value, "data")

    def link(self, repository: str, below: str, digest: str) -> str:
        return posixpath.join(self.v2, "repositories", repository, below, digest.replace(":", "/"), "link")

    def require(self, what: str, path: str, exactly: bool = False) -> None:
        """A name whose content never changes may be the one before. A tag must be this one."""
        if path not in self.files:
            self.violated(f"{what}: {self.short(path)} is not there")
            return
        if not self.files[path].is_synced():
            self.violated(f"{what}: the bytes of {self.short(path)} are not synced")
        name = path
        while name.startswith(self.root):
            unsynced = self.unsynced.get(name)
            if unsynced is not None and (exactly or not unsynced.replaces_a_durable_one()):
                self.violated(f"{what}: the name {self.short(name)} is not synced in the directory above it")
            name = posixpath.dirname(name)

    def is_ours(self, path: str) -> bool:
        return path == self.root or path.startswith(self.root + "/")

    def is_final(self, path: str) -> bool:
        return path.startswith(self.v2 + "/") and "/_uploads/" not in path

    def short(self, path: str) -> str:
        name = path.removeprefix(self.root)
        return re.sub(r"([0-9a-f]{12})[0-9a-f]{52,}", r"\1…", name) or "the root"
