"""
Collectors that are stopped between a decision and its delete, while what they have decided on is pushed again.

The digests of a round begin with the same byte, so that one segment of the docket has all verdicts, and the time from the first verdict
to the last delete is long enough to stop the process in it.
"""

from __future__ import annotations

import collections
import concurrent.futures
import itertools
import pathlib
import random
import time
from collections.abc import Callable, Sequence

from moorage_e2e.client.connection import Answer
from moorage_e2e.client.pushes import MANIFEST, OCTETS, Pusher, digest_of, manifest_of
from moorage_e2e.failures import Unexpected
from moorage_e2e.garbage.store import Store
from moorage_e2e.servers.moorage import Server
from moorage_e2e.soak.passes import Passes
from moorage_e2e.soak.soak import COLLECTING

OBJECTS = 24  # Of a round.
AGAIN = 6  # Of which so many are pushed again, of those that the collector has decided on.
PATIENCE = 3.0  # Seconds for which a push may wait for the lock that the stopped process holds.
LONGEST_PASS = 300
LONGEST_UNAVAILABLE = 60
REPOSITORY, OTHER = "stops/one", "stops/two"
BASE = b"a layer that a tag keeps"


class Stops:
    """server: over the filesystem in store's folder."""

    def __init__(self, server: Server, store: Store, seed: int) -> None:
        self.server, self.store, self.choices = server, store, random.Random(f"{seed}-stops")
        self.root = pathlib.Path(store.folder)
        self.numbers = itertools.count()
        self.seed = seed
        self.counts: collections.Counter[str] = collections.Counter()
        self.pusher = Pusher(server.address)
        self.kinds: dict[str, Callable[[Passes, Passes], bool]] = {
            "blob": self.of_bytes,
            "link": self.of_links,
            "revision": self.of_revisions,
        }

    def base(self) -> None:
        """What stays the whole time."""
        self.pusher.post(REPOSITORY, BASE)
        self.pusher.manifest(REPOSITORY, "base", manifest_of([BASE]))

    def of_bytes(self, by_bytes: Passes, _: Passes) -> bool:
        """Blobs of which clients have deleted all links are pushed again."""
        contents = self.contents(lambda number: f"{self.seed} blob {number}".encode())
        for content in contents.values():
            self.pusher.post(REPOSITORY, content)
            self.pusher.expect(202, "DELETE", f"/v2/{REPOSITORY}/blobs/{digest_of(content)}")

        def again(digest: str) -> None:
            content = contents[digest]
            self.patiently("POST", f"/v2/{OTHER}/blobs/uploads/?digest={digest}", content, OCTETS)

        def present(digest: str) -> None:
            self.require_content(f"/v2/{OTHER}/blobs/{digest}", contents[digest])

        def leave(digest: str) -> None:
            self.pusher.expect(202, "DELETE", f"/v2/{OTHER}/blobs/{digest}")

        return self.round("blob", list(contents), by_bytes, ["--trash", "0s"], again, present, leave)

    def of_links(self, _: Passes, by_repository: Passes) -> bool:
        """Blobs that no manifest has named are named by one."""
        contents = self.contents(lambda number: f"{self.seed} layer {number}".encode())
        for content in contents.values():
            self.pusher.post(REPOSITORY, content)

        def again(digest: str) -> None:
            body = manifest_of([contents[digest]])
            self.patiently("PUT", f"/v2/{REPOSITORY}/manifests/{self.tag(digest)}", body, {"Content-Type": MANIFEST})

        def present(digest: str) -> None:
            self.require_content(f"/v2/{REPOSITORY}/manifests/{self.tag(digest)}", manifest_of([contents[digest]]))
            self.require_content(f"/v2/{REPOSITORY}/blobs/{digest}", contents[digest])

        return self.round("link", list(contents), by_repository, ["--trash", "600s"], again, present, self.delete_tag)

    def of_revisions(self, _: Passes, by_repository: Passes) -> bool:
        """Manifests that nothing keeps get a tag, or an index that has one."""
        contents = self.contents(lambda number: manifest_of([BASE], f"{self.seed} manifest {number}"))
        for digest, content in contents.items():
            self.pusher.manifest(REPOSITORY, digest, content)

        def again(digest: str) -> None:
            self.patiently("PUT", f"/v2/{REPOSITORY}/manifests/{self.tag(digest)}", contents[digest], {"Content-Type": MANIFEST})

        def present(digest: str) -> None:
            self.require_content(f"/v2/{REPOSITORY}/manifests/{self.tag(digest)}", contents[digest])
            self.require_content(f"/v2/{REPOSITORY}/manifests/{digest}", contents[digest])

        return self.round("revision", list(contents), by_repository, ["--trash", "600s"], again, present, self.delete_tag)

    def contents(self, make: Callable[[int], bytes]) -> dict[str, bytes]:
        """New contents whose digests are in one segment of the docket."""
        segment = f"sha256:{self.choices.randrange(256):02x}"
        contents: dict[str, bytes] = {}
        while len(contents) < OBJECTS:
            content = make(next(self.numbers))
            if (digest := digest_of(content)).startswith(segment):
                contents[digest] = content
        return contents

    def round(
        self,
        kind: str,
        digests: Sequence[str],
        passes: Passes,
        options: Sequence[str],
        again: Callable[[str], None],
        present: Callable[[str], None],
        leave: Callable[[str], None],
    ) -> bool:
        """Whether the collector was stopped between a decision and its delete. It counts only then."""
        options = ["--grace", "0s", "--requests-per-second", "0", "--parallel", "1", *options]
        time.sleep(0.005)  # Until all is older than no time at all.
        passes.begin(*options)
        decided = self.stop(kind, digests, passes)
        chosen = self.choices.sample(decided, min(AGAIN, len(decided)))
        try:
            self.push_again(passes, chosen, again)
        finally:
            passes.resume()
        passes.end()
        for digest in chosen:
            present(digest)
        passes.run(*options)
        for digest in chosen:
            present(digest)
        self.require_gone(kind, set(digests) - set(chosen))
        for digest in chosen:
            leave(digest)
        self.counts[f"{kind}: pushed again"] += len(chosen)
        self.counts[f"{kind}: {'stopped in time' if chosen else 'too late'}"] += 1
        return bool(chosen)

    def stop(self, kind: str, digests: Sequence[str], passes: Passes) -> list[str]:
        """Stops the process once its decisions are in the docket. Those whose objects are still there."""
        segment = self.root / ".moorage" / "registry" / "docket" / digests[0][7:9]
        deadline = time.monotonic() + LONGEST_PASS
        while not (decided := verdicts(segment, kind)):
            if passes.has_ended() or time.monotonic() > deadline:
                break
        passes.stop()
        decided = verdicts(segment, kind) or decided
        return [digest for digest in digests if digest in decided and self.file(kind, digest).exists()]

    def file(self, kind: str, digest: str) -> pathlib.Path:
        value, v2 = digest.removeprefix("sha256:"), self.root / "docker" / "registry" / "v2"
        repository = v2 / "repositories" / REPOSITORY
        return {
            "blob": v2 / "blobs" / "sha256" / value[:2] / value / "data",
            "link": repository / "_layers" / "sha256" / value / "link",
            "revision": repository / "_manifests" / "revisions" / "sha256" / value / "link",
        }[kind]

    def push_again(self, passes: Passes, digests: Sequence[str], again: Callable[[str], None]) -> None:
        with concurrent.futures.ThreadPoolExecutor(AGAIN) as pool:
            running = [pool.submit(again, digest) for digest in digests]
            _, waiting = concurrent.futures.wait(running, timeout=PATIENCE)
            self.counts["pushes that waited until the collector went on"] += len(waiting)
            passes.resume()
            for each in running:
                each.result()

    def patiently(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> None:
        """A push that must be answered 201, if need be after 503."""
        pusher = Pusher(self.server.address, timeout=LONGEST_UNAVAILABLE)
        deadline = time.monotonic() + LONGEST_UNAVAILABLE
        try:
            while (answer := pusher.request(method, path, body, headers)).status == 503 and time.monotonic() < deadline:
                self.counts["503"] += 1
                time.sleep(1)
            require(answer, 201, path)
        finally:
            pusher.close()

    def require_content(self, path: str, content: bytes) -> None:
        answer = self.pusher.request("GET", path, headers={"Accept": "*/*"})
        require(answer, 200, path)
        if answer.content != content:
            raise Unexpected(f"wrong bytes: {path}")

    def require_gone(self, kind: str, digests: set[str]) -> None:
        """What nobody has pushed again is gone after the next pass."""
        if left := [digest for digest in digests if self.file(kind, digest).exists()]:
            raise Unexpected(f"{kind} {left[:3]} are left, {len(left)} in all")

    def delete_tag(self, digest: str) -> None:
        self.pusher.expect(202, "DELETE", f"/v2/{REPOSITORY}/manifests/{self.tag(digest)}")

    @staticmethod
    def tag(digest: str) -> str:
        return f"again-{digest[7:27]}"

    def run(self, rounds: int, kind: str = "") -> str:
        """So many rounds in which the collector was stopped in time. Figures of them."""
        self.base()
        done = tried = 0
        with (
            Passes(self.server, "bytes", {"REGISTRY_STORAGE_GC_LINKS": "false"}) as by_bytes,
            Passes(self.server, "repositories", COLLECTING) as by_repository,
        ):
            while done < rounds:
                names = [kind] if kind else list(self.kinds)
                done += self.kinds[names[tried % len(names)]](by_bytes, by_repository)
                tried += 1
                if tried > 20 + 4 * rounds:
                    raise Unexpected(f"only {done} of {tried} rounds were stopped in time: {self.figures()}")
        self.require_content(f"/v2/{REPOSITORY}/manifests/base", manifest_of([BASE]))
        self.pusher.close()
        return f"{done} rounds, {tried} tried: {self.figures()}"

    def figures(self) -> str:
        return ", ".join(f"{what} {count}" for what, count in sorted(self.counts.items()))


def verdicts(segment: pathlib.Path, kind: str) -> set[str]:
    """The digests of the objects of a kind that are being removed, as the segment's text says."""
    try:
        lines = [line.split(" ") for line in segment.read_text().splitlines()]
    except FileNotFoundError:
        return set()
    return {words[4] for words in lines if words[0] == "removing" and words[3] == kind}


def require(answer: Answer, status: int, path: str) -> None:
    if answer.status != status:
        raise Unexpected(f"lost: {path}: {answer.status}, not {status}: {answer.content[:300]!r}")
