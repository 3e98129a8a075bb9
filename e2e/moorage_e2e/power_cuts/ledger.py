"""What was answered before a power cut."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from moorage_e2e.client.pushes import digest_of


class Ledger:
    """What was answered, and when. Answers count once it is known that they came before the power went."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.contents: dict[str, bytes] = {}  # digest: the bytes, of all that was ever tried
        self.blobs: set[tuple[str, str]] = set()  # (repository, digest)
        self.manifests: set[tuple[str, str]] = set()  # (repository, digest)
        # (repository, tag): digests that it may name. The first is the one that was acknowledged.
        self.tags: dict[tuple[str, str], list[str | None]] = {}
        self.uploads: list[tuple[str, str, int, bytes]] = []  # (repository, location, offset, the whole blob)
        self.answers: list[tuple[float, Callable[[], object]]] = []  # (time, what it means)

    def trying(self, content: bytes) -> None:
        with self.lock:
            self.contents[digest_of(content)] = content

    def tagging(self, repository: str, tag: str, digest: str) -> None:
        with self.lock:
            self.tags.setdefault((repository, tag), [None]).append(digest)

    def answered(self, meaning: Callable[[], object]) -> None:
        with self.lock:
            self.answers.append((time.monotonic(), meaning))

    def settle(self, began: float) -> int:
        """
        Takes over what was answered. A 201 that came after the power went promises no less, since each fsync fails from then on.
        Returns how many came then.
        """
        for _, meaning in self.answers:
            meaning()
        late = sum(moment > began for moment, _ in self.answers)
        self.answers = []
        return late
