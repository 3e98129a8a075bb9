"""The contents of blobs. Each comes from its number, so that what was deleted can be pushed again."""

from __future__ import annotations

import collections
import itertools
import random
import threading

from moorage_e2e.client.pushes import digest_of

SIZES = [0, 10, 900, 5_000, 5_000, 70_000, 200_000]
SHARED = 40
MOST_DELETED = 300


class Library:
    """SHARED contents that many images have, and as many others as are asked for."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.lock = threading.Lock()
        self.numbers = itertools.count(SHARED)
        self.shared = [self._content(number) for number in range(SHARED)]
        self.number_of = {digest_of(content): number for number, content in enumerate(self.shared)}
        self.deleted: collections.deque[str] = collections.deque(maxlen=MOST_DELETED)

    def fresh(self) -> bytes:
        with self.lock:
            number = next(self.numbers)
        content = self._content(number)
        with self.lock:
            self.number_of[digest_of(content)] = number
        return content

    def of(self, digest: str) -> bytes:
        """The content with this digest."""
        with self.lock:
            number = self.number_of[digest]
        return self._content(number)

    def was_deleted(self, digest: str) -> None:
        with self.lock:
            self.deleted.append(digest)

    def any_deleted(self, choices: random.Random) -> bytes | None:
        """A content that was deleted in some repository a short time ago."""
        with self.lock:
            digest = choices.choice(self.deleted) if self.deleted else None
        return None if digest is None else self.of(digest)

    def _content(self, number: int) -> bytes:
        choices = random.Random(f"{self.seed}-content-{number}")
        size = choices.choice(SIZES)
        return choices.randbytes(size + choices.randrange(1, 500) if size else 0)
