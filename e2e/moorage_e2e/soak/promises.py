"""
What must be there while collections take links and manifests out of repositories.

A tag keeps its manifest, the manifests and the blobs below it, and the referrers of its manifest. What nothing keeps may leave at any
time, but a manifest that is pushed soon after an answer for all that it names is accepted: the trash has what has left since then.
An authorised delete ends the promises of what it deletes.
"""

from __future__ import annotations

import collections
import dataclasses
import random
import threading
import time
from collections.abc import Sequence
from typing import NamedTuple

from moorage_e2e.garbage.ledger import Key

MOST_REPORTED = 20
CACHED = 1.0  # Seconds for which a replica remembers what it has found.


class Answered(NamedTuple):
    """
    Something that the registry has said it has. since: the moment of the ledger before the request. at: the same in seconds of the
    monotonic clock. remembered: whether a replica may have remembered it since before a delete at another one.
    """

    key: Key
    since: int
    at: float
    remembered: bool = False


@dataclasses.dataclass(frozen=True)
class Image:
    """A manifest that was answered 201. parts: all that is below it. media_type and size: of the manifest itself."""

    manifest: Answered
    media_type: str
    size: int
    parts: Sequence[Answered]

    def all(self) -> list[Answered]:
        return [self.manifest, *self.parts]


@dataclasses.dataclass(eq=False)
class Kept:
    """An image that something keeps: a tag, or the manifest of another one that it refers to as its subject."""

    image: Image
    by: Answered
    subject: Kept | None = None
    referrers: list[Kept] = dataclasses.field(default_factory=list)

    @property
    def repository(self) -> str:
        return self.image.manifest.key.repository


class Promises:
    """
    Of all clients. Its methods may be called from any thread. A moment is the number of calls that matter, so that the order of two
    events is always known.
    """

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.moment = 0
        self.deletes: collections.Counter[Key] = collections.Counter()  # that were begun and are not answered
        self.disturbed: dict[Key, int] = {}  # when a delete last began or ended
        self.ended: dict[Key, float] = {}  # when a delete was answered last, in seconds of the monotonic clock
        self.tags: dict[Key, Kept] = {}
        self.order: dict[str, list[Key]] = collections.defaultdict(list)  # the tags of each repository
        self.positions: dict[Key, int] = {}  # in that list
        self.naming: dict[tuple[str, str], set[Key]] = collections.defaultdict(set)  # tags by repository and digest
        self.failures: list[str] = []
        self.counts: collections.Counter[str] = collections.Counter()

    def begin(self, key: Key) -> Answered:
        """A request for something begins. What is returned counts once it was answered."""
        with self.lock:
            return Answered(key, self._now(), time.monotonic())

    def moves(self, tag: Key) -> Answered:
        """A push that moves a tag begins. Until its answer the tag names one or the other."""
        with self.lock:
            self._withdraw(tag)
            self.disturbed[tag] = self._now()
            return Answered(tag, self._now(), time.monotonic())

    def tagged(self, by: Answered, image: Image) -> None:
        """The push was answered 201. It promises nothing if the tag was deleted meanwhile."""
        kept = Kept(image, by)
        with self.lock:
            if self._held(kept, image.manifest):
                self._withdraw(by.key)
                self.tags[by.key] = kept
                order = self.order[by.key.repository]
                self.positions[by.key] = len(order)
                order.append(by.key)
                self.naming[by.key.repository, image.manifest.key.name].add(by.key)

    def referred(self, subject: Kept, image: Image) -> None:
        """A referrer of an image was answered 201."""
        kept = Kept(image, image.manifest, subject)
        with self.lock:
            if self._held(kept, image.manifest):
                subject.referrers.append(kept)

    def delete(self, keys: Sequence[Key]) -> tuple[Sequence[Key], int]:
        """A delete of these begins. The tags of a manifest go with it."""
        with self.lock:
            all_keys = list(keys)
            for key in keys:
                if key.kind == "manifests":
                    all_keys += self.naming[key.repository, key.name]
            moment = self._now()
            for key in all_keys:
                if key.kind == "tags":
                    self._withdraw(key)
                self.deletes[key] += 1
                self.disturbed[key] = moment
            return all_keys, moment

    def deleted(self, deletion: tuple[Sequence[Key], int]) -> bool:
        """It was answered. Returns whether nothing else has deleted or moved any of these meanwhile."""
        keys, began = deletion
        with self.lock:
            alone = all(self.disturbed[key] == began for key in keys)
            moment = self._now()
            for key in keys:
                self.deletes[key] -= 1
                if not self.deletes[key]:
                    del self.deletes[key]
                self.disturbed[key] = moment
                self.ended[key] = time.monotonic()
            return alone

    def holds(self, kept: Kept, part: Answered) -> bool:
        """Whether a part of an image was promised without a break until now."""
        with self.lock:
            return self._held(kept, part)

    def undisturbed(self, answered: Answered) -> bool:
        """Whether nothing has deleted it since."""
        with self.lock:
            return self._undisturbed(answered)

    def any(self, repository: str, choices: random.Random) -> Kept | None:
        """An image that a tag of the repository names."""
        with self.lock:
            order = self.order[repository]
            return self.tags[choices.choice(order)] if order else None

    def all(self) -> list[Kept]:
        with self.lock:
            return list(self.tags.values())

    def referrers(self, kept: Kept) -> list[Kept]:
        with self.lock:
            return list(kept.referrers)

    def fail(self, what: str) -> None:
        with self.lock:
            self.failures.append(what)

    def count(self, what: str, number: int = 1) -> None:
        with self.lock:
            self.counts[what] += number

    def _now(self) -> int:
        self.moment += 1
        return self.moment

    def _undisturbed(self, answered: Answered) -> bool:
        if answered.remembered and answered.at - self.ended.get(answered.key, -CACHED) <= CACHED:
            return False
        return answered.key not in self.deletes and self.disturbed.get(answered.key, 0) < answered.since

    def _held(self, kept: Kept, part: Answered) -> bool:
        manifests = [kept.by, kept.image.manifest, *(each for each in kept.image.parts if each.key.kind == "manifests")]
        if not all(self._undisturbed(each) for each in [*manifests, part]):
            return False
        return kept.subject is None or self._held(kept.subject, kept.subject.image.manifest)

    def _withdraw(self, tag: Key) -> None:
        kept = self.tags.pop(tag, None)
        if kept is not None:
            self.naming[tag.repository, kept.image.manifest.key.name].discard(tag)
            order, position = self.order[tag.repository], self.positions.pop(tag)
            last = order.pop()
            if last != tag:
                order[position] = last
                self.positions[last] = position
