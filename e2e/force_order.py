#!/usr/bin/env python3
"""Reads a trace of system calls (strace -f -y), and tells what a registry promised before it was forced to disk.

force_order.py TRACE ROOT [--answers N] [--most N]

A 201 promises: the blob's or manifest's bytes, the links by which the repository has it, tags, and whatever a manifest refers to.
When the first byte of a 201 is handed to the socket, of all of these

- the file was forced after it was last written, and before it got its final name;
- the directory in which it got that name was forced afterwards;
- and so was the directory above every directory that was made for it, the root included.

A force counts from its beginning for what had happened until then, and once it has ended. Calls of other threads that are going on
meanwhile count for nothing. Upload sessions, staged bytes and temporary files need not be forced (ADR 1).
"""

import argparse
import collections
import json
import posixpath
import re
import sys

LINE = re.compile(r"^(\d+)\s+(.*)$")
RESUMED = re.compile(r"^<\.\.\. (\w+) resumed>(.*)$", re.DOTALL)
CALL = re.compile(r"^(\w+)\((.*)$", re.DOTALL)
RESULT = re.compile(r"^(.*)\)\s+= (-?\d+|\?)(.*)$", re.DOTALL)
DESCRIPTOR = re.compile(r"^(?:AT_FDCWD|\d+)<([^>]*)>")
TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')
STATUS = re.compile(r'"HTTP/1\.1 (\d{3}) ')
HEADER = re.compile(r"\\r\\n([A-Za-z-]+): ((?:[^\\]|\\(?!r))*)")
DIGEST = re.compile(r"sha(?:256|512):[0-9a-f]{64,128}")

WRITES = {"write", "pwrite64", "writev", "pwritev", "pwritev2", "ftruncate", "fallocate", "copy_file_range", "sendfile"}
FORCES = {"fsync", "fdatasync"}
SENDS = {"write", "writev", "sendto", "sendmsg"}


class Call:
    """A system call: what it was given, and what came of it. Arguments of one that goes on are those known so far."""

    def __init__(self, name, arguments):
        self.name = name
        self.arguments = arguments
        self.result = None
        self.rest = ""
        self.noted = None

    def ended(self, text):
        match = RESULT.match(text)
        if not match:
            return False
        self.arguments, self.result, self.rest = match.group(1), match.group(2), match.group(3)
        return True

    def succeeded(self):
        return self.result not in (None, "?") and not self.result.startswith("-")

    def descriptor(self):
        """The path behind the descriptor that the call was given first."""
        match = DESCRIPTOR.match(self.arguments)
        return match.group(1) if match else ""

    def paths(self):
        """The paths that the call names, relative ones below the descriptor before them."""
        found = []
        for match in TEXT.finditer(self.arguments):
            base = re.findall(r"(?:AT_FDCWD|\d+)<([^>]*)>", self.arguments[: match.start()])
            found.append(posixpath.normpath(posixpath.join(base[-1] if base else "/", match.group(1))))
        return found


def calls(lines):
    """Yields ("begin", call) and ("end", call) in the order in which they happened."""
    going_on = {}
    for line in lines:
        match = LINE.match(line.rstrip("\n"))
        if not match:
            continue
        thread, text = match.groups()
        resumed = RESUMED.match(text)
        if resumed:
            call = going_on.pop(thread, None)
            if call is not None and call.ended(call.arguments + resumed.group(2)):
                yield "end", call
            continue
        begun = CALL.match(text)
        if not begun:
            continue
        arguments = begun.group(2)
        if arguments.endswith("<unfinished ...>"):
            call = Call(begun.group(1), arguments.removesuffix("<unfinished ...>").rstrip())
            going_on[thread] = call
            yield "begin", call
        else:
            call = Call(begun.group(1), arguments)
            if call.ended(arguments):
                yield "begin", call
                yield "end", call


class File:
    """How often a file was changed, and how many of these changes are forced."""

    def __init__(self):
        self.changes = 1
        self.forced = 0
        self.digests = set()

    def is_forced(self):
        return self.forced >= self.changes


class Name:
    """A name that no force of its directory has covered yet, and the one that it has replaced."""

    def __init__(self, replaced=None, forced=False):
        self.replaced = replaced
        self.forced = forced

    def replaces_a_durable_one(self):
        return self.replaced is not None and (self.replaced.forced or self.replaced.replaces_a_durable_one())


class Ledger:
    """What is on disk for certain, and what may not be, as the trace goes on."""

    def __init__(self, root):
        self.root = root
        self.v2 = posixpath.join(root, "docker/registry/v2")
        self.files = {}
        self.unforced = {}
        self.violations = []
        self.answers = collections.Counter()
        self.forces = 0
        self.forces_since_answer = 0
        self.spent = collections.Counter()
        self.counted = collections.defaultdict(list)

    def violated(self, what):
        self.violations.append(what)

    def replay(self, lines):
        for moment, call in calls(lines):
            if moment == "begin":
                self.begin(call)
            elif call.succeeded():
                self.end(call)

    def begin(self, call):
        path = call.descriptor()
        if call.name in SENDS and path.startswith(("socket:", "TCP")):
            self.send(call)
        elif call.name in FORCES:
            call.noted = self.covered(path)
        elif call.name.startswith(("rename", "link")):
            source, target = call.paths()[:2]
            if self.is_final(target) and source in self.files and not self.files[source].is_forced():
                self.violated(f"{self.short(target)} got its name before its bytes were forced")

    def covered(self, path):
        """What a force of this path that begins now makes durable."""
        if path in self.files:
            return self.files[path].changes, {}
        return 0, {name: noted for name, noted in self.unforced.items() if posixpath.dirname(name) == path}

    def end(self, call):
        name = call.name
        if name in FORCES:
            self.force(call)
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
            self.unforced.pop(call.paths()[-1], None)

    def named(self, path):
        self.unforced[path] = Name()

    def moved(self, call, source, target):
        if source not in self.files:
            return
        replaced = self.unforced.get(target, Name(forced=True)) if target in self.files else None
        self.unforced[target] = Name(replaced)
        self.files[target] = self.files[source]
        if call.name.startswith("rename"):
            del self.files[source]
            self.unforced.pop(source, None)

    def force(self, call):
        changes, names = call.noted
        self.forces += 1
        self.forces_since_answer += 1
        file = self.files.get(call.descriptor())
        if file is not None:
            file.forced = max(file.forced, changes)
        for name, noted in names.items():
            noted.forced = True
            if self.unforced.get(name) is noted:
                del self.unforced[name]

    def send(self, call):
        status = STATUS.search(call.arguments)
        if not status or status.group(1).startswith("1"):
            return
        headers = {name.lower(): value for name, value in HEADER.findall(call.arguments)}
        location = headers.get("location", "")
        found = re.match(r"(?:https?://[^/]+)?/v2/(.+)/(blobs|manifests)/(.+)$", location)
        if found:
            repository = found.group(1)
            pushed = f"{repository} {found.group(2)}"
            self.spent[pushed] += self.forces_since_answer
            if status.group(1) == "201":
                self.promised(repository, found.group(2), headers.get("docker-content-digest", ""))
                self.counted[pushed].append(self.spent.pop(pushed))
        elif status.group(1) == "201":
            self.violated(f"a 201 whose Location cannot be read: {location}")
        self.answers[status.group(1)] += 1
        self.forces_since_answer = 0

    def promised(self, repository, kind, digest):
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

    def blob(self, digest):
        algorithm, value = digest.split(":")
        return posixpath.join(self.v2, "blobs", algorithm, value[:2], value, "data")

    def link(self, repository, below, digest):
        return posixpath.join(self.v2, "repositories", repository, below, digest.replace(":", "/"), "link")

    def require(self, what, path, exactly=False):
        """A name whose content never changes may be the one before; a tag must be this one."""
        if path not in self.files:
            self.violated(f"{what}: {self.short(path)} is not there")
            return
        if not self.files[path].is_forced():
            self.violated(f"{what}: the bytes of {self.short(path)} are not forced")
        name = path
        while name.startswith(self.root):
            unforced = self.unforced.get(name)
            if unforced is not None and (exactly or not unforced.replaces_a_durable_one()):
                self.violated(f"{what}: the name {self.short(name)} is not forced in the directory above it")
            name = posixpath.dirname(name)

    def is_ours(self, path):
        return path == self.root or path.startswith(self.root + "/")

    def is_final(self, path):
        return path.startswith(self.v2 + "/") and "/_uploads/" not in path

    def short(self, path):
        name = path.removeprefix(self.root)
        return re.sub(r"([0-9a-f]{12})[0-9a-f]{52,}", r"\1…", name) or "the root"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("trace")
    parser.add_argument("root")
    parser.add_argument("--answers", type=int, default=1, help="how many answers of 201 there must be")
    parser.add_argument("--most", type=int, help="how many forces a blob's push to counted/… may need once it is warm")
    given = parser.parse_args()
    ledger = Ledger(posixpath.normpath(given.root))
    with open(given.trace, encoding="utf-8", errors="replace") as lines:
        ledger.replay(lines)
    for pushed, counts in sorted(ledger.counted.items()):
        if pushed.startswith("counted/"):
            warm = " or ".join(map(str, sorted(set(counts[1:]))))
            print(f"{pushed.removeprefix('counted/')}: {warm} forces, {counts[0]} for the first")
            if given.most is not None and pushed.endswith(" blobs") and max(counts[1:], default=0) > given.most:
                ledger.violated(f"{max(counts[1:])} forces for a push to {pushed}, and not {given.most}")
    if ledger.answers["201"] != given.answers:
        ledger.violated(f"{ledger.answers['201']} answers of 201 are in the trace, and not {given.answers}")
    for violation, count in collections.Counter(ledger.violations).most_common(30):
        print(f"not ok - {violation}" + (f" ({count} times)" if count > 1 else ""))
    print(f"answers: {json.dumps(ledger.answers)}, forces: {ledger.forces}, violations: {len(ledger.violations)}")
    sys.exit(1 if ledger.violations else 0)


if __name__ == "__main__":
    main()
