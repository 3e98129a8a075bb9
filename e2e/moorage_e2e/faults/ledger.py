"""What the server has acknowledged, and what it was asked for and never answered."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

from moorage_e2e.client.pushes import digest_of

MOST_REPORTED = 20
Key = tuple[str, str]  # repository and digest, or repository and tag


class Upload:
    """An upload that one pusher goes on with. What may be stored of it lies between acknowledged and sent."""

    def __init__(self, repository: str, content: bytes, location: str) -> None:
        self.repository = repository
        self.content = content
        self.digest = digest_of(content)
        self.location = location
        self.acknowledged = 0
        self.sent = 0
        self.phase = "open"  # then finishing, cancelling: asked and not answered; cancelled: answered
        self.last_body = b""  # of the PUT that was not answered
        self.crashes = 0


class Content:
    """A blob or manifest of a repository."""

    def __init__(self, size: int, media_type: str | None, references: Sequence[str], subject: str | None) -> None:
        self.size = size
        self.media_type = media_type
        self.references = references
        self.subject = subject
        self.acknowledged = False  # by a 201, or because it was seen
        self.answered = False  # by a 201
        self.fresh = True


Kind = dict[Key, Content]


class Tagging:
    """A PUT of a tag, with its start and end. Without an end it was never answered."""

    def __init__(self, digest: str) -> None:
        self.digest = digest
        self.start = time.monotonic()
        self.end: float | None = None


class Ledger:
    """Of all pushers of a check. Its methods may be called from any thread."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.blobs: Kind = {}  # (repository, digest)
        self.manifests: Kind = {}
        self.tags: dict[Key, list[Tagging]] = {}  # (repository, tag) to its taggings
        self.uploads: set[Upload] = set()
        self.failures: list[str] = []
        self.reported = 0
        self.offsets = 0
        self.began_again = 0
        self.resumed = 0
        self.wrong = 0
        self.lost = 0

    def fail(self, what: str) -> None:
        with self.lock:
            self.failures.append(what)

    def new_failures(self) -> list[str]:
        """Those that were not asked for before, at most twenty in all."""
        fresh = self.failures[self.reported : MOST_REPORTED]
        self.reported = len(self.failures)
        return fresh

    def figures(self) -> str:
        return (
            f"acknowledged objects {self.objects()}, acknowledged offsets {self.offsets}, uploads that went on after a crash "
            f"{self.resumed}, began again {self.began_again}, lost {self.lost}, wrong {self.wrong}"
        )

    def lose(self, what: str) -> None:
        with self.lock:
            self.lost += 1
        self.fail("lost: " + what)

    def err(self, what: str) -> None:
        with self.lock:
            self.wrong += 1
        self.fail("wrong: " + what)

    def attempt(
        self,
        kind: Kind,
        repository: str,
        digest: str,
        size: int,
        media_type: str | None = None,
        references: Sequence[str] = (),
        subject: str | None = None,
    ) -> None:
        with self.lock:
            kind.setdefault((repository, digest), Content(size, media_type, references, subject))

    def acknowledge(self, kind: Kind, repository: str, digest: str) -> None:
        with self.lock:
            content = kind[(repository, digest)]
            content.acknowledged = True
            content.answered = True
            content.fresh = True

    def acknowledge_offset(self, upload: Upload, offset: int) -> None:
        with self.lock:
            upload.acknowledged = offset
            upload.sent = max(upload.sent, offset)
            self.offsets += 1

    def acknowledged(self, kind: Kind, repository: str | None = None) -> list[Key]:
        with self.lock:
            return [key for key, content in kind.items() if content.acknowledged and repository in (None, key[0])]

    def objects(self) -> int:
        return len(self.acknowledged(self.blobs)) + len(self.acknowledged(self.manifests)) + len(self.tags)

    def tagging(self, repository: str, tag: str, digest: str) -> Tagging:
        with self.lock:
            put = Tagging(digest)
            self.tags.setdefault((repository, tag), []).append(put)
            return put

    def may_name(self, repository: str, tag: str) -> set[str | None]:
        """The digests that a tag can name: no PUT of another began after theirs had ended. None stands for no tag."""
        puts = self.tags[(repository, tag)]
        answered = [put for put in puts if put.end is not None]
        possible: set[str | None] = {put.digest for put in puts if put.end is None or not any(o.start > put.end for o in answered)}
        return possible if answered else possible | {None}

    def observe_tag(self, repository: str, tag: str, digest: str | None) -> None:
        """After a crash nothing is in flight: what it names now, it goes on to name."""
        with self.lock:
            if digest is None:
                del self.tags[(repository, tag)]
            else:
                put = Tagging(digest)
                put.end = put.start
                self.tags[(repository, tag)] = [put]
