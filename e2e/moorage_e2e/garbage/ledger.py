"""What must be there: a 201 is a promise until an authorised delete begins."""

from __future__ import annotations

import collections
import random
import threading
from collections.abc import Iterable, Sequence
from typing import NamedTuple

MOST_REPORTED = 20


class Key(NamedTuple):
    """A thing that can be pulled. kind: blobs, manifests or tags. name: a digest, or a tag."""

    kind: str
    repository: str
    name: str


class Deletion(NamedTuple):
    """A delete that was begun. keys: what it may remove. promised: whether its first key was there for certain."""

    keys: Sequence[Key]
    promised: bool
    time: int


class State:
    """What is known of a key."""

    def __init__(self) -> None:
        self.digest = ""  # Of the content that is promised. Empty when nothing is.
        self.promised = 0  # When it was promised.
        self.position = -1  # In the list of what is promised.
        self.deletes = 0  # That were begun and are not answered.
        self.disturbed = 0  # When a delete last began or ended.


class Ledger:
    """
    Of all clients of a check. Its methods may be called from any thread. Its time is the number of calls, so that the order of two
    events is always known. A deleter calls delete before its request, and deleted after the answer.
    """

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.time = 0
        self.states: dict[Key, State] = collections.defaultdict(State)
        self.promises: dict[tuple[str, str], list[Key]] = collections.defaultdict(list)  # by kind and repository
        self.tags_of: dict[tuple[str, str], set[Key]] = collections.defaultdict(set)  # by repository and digest
        self.needs: dict[Key, Sequence[Key]] = {}  # of manifests
        self.sizes: dict[str, int] = {}  # of manifests, by their digests
        self.subjects: dict[Key, str] = {}  # of manifests that have one
        self.failures: list[str] = []
        self.counts: collections.Counter[str] = collections.Counter()

    def begin(self) -> int:
        """The time at which a request begins."""
        with self.lock:
            return self._now()

    def promise(self, key: Key, digest: str, since: int, requiring: Iterable[Key] = ()) -> None:
        """
        A push that began at since was answered 201. That promises nothing if the key, or one that it requires, was being deleted at
        any moment of the push.
        """
        with self.lock:
            if all(self._undisturbed(each, since) for each in (key, *requiring)):
                state = self.states[key]
                if state.digest != digest:
                    self._withdraw(key, state)
                    self._promise(key, state, digest)

    def moves(self, key: Key) -> int:
        """A push that moves a tag begins. It names one or the other until the push is answered."""
        with self.lock:
            state = self.states[key]
            self._withdraw(key, state)
            state.disturbed = self._now()
            return self._now()

    def delete(self, key: Key) -> Deletion:
        """A delete begins. The tags of a manifest go with it."""
        with self.lock:
            state = self.states[key]
            promised = state.digest != "" and state.deletes == 0
            keys = [key]
            if key.kind == "manifests":
                keys += self.tags_of[key.repository, key.name]
            time = self._now()
            for each in keys:
                state = self.states[each]
                self._withdraw(each, state)
                state.deletes += 1
                state.disturbed = time
            return Deletion(keys, promised, time)

    def deleted(self, deletion: Deletion) -> bool:
        """
        The delete was answered. One that was never answered may still take effect, and goes on for ever. Returns whether it must
        have found something: nothing else has deleted the key.
        """
        with self.lock:
            alone = self.states[deletion.keys[0]].disturbed == deletion.time
            time = self._now()
            for each in deletion.keys:
                self.states[each].deletes -= 1
                self.states[each].disturbed = time
            return deletion.promised and alone

    def held(self, key: Key, since: int) -> str:
        """The digest that is promised, and was all the time since then. Empty where there is none."""
        with self.lock:
            state = self.states[key]
            holds = state.promised < since and self._undisturbed(key, since)
            return state.digest if holds else ""

    def any(self, kind: str, repository: str, choices: random.Random) -> Key | None:
        """Something that is promised."""
        with self.lock:
            promised = self.promises[kind, repository]
            return choices.choice(promised) if promised else None

    def all(self, kind: str) -> list[Key]:
        with self.lock:
            return [key for (of, _), keys in self.promises.items() if of == kind for key in keys]

    def describe(self, key: Key, size: int, needs: Sequence[Key], subject: str | None) -> None:
        """What a manifest is, and what it refers to."""
        with self.lock:
            self.sizes[key.name] = size
            self.needs[key] = needs
            if subject:
                self.subjects[key] = subject

    def described(self, key: Key) -> tuple[Sequence[Key], str | None]:
        with self.lock:
            return self.needs.get(key, ()), self.subjects.get(key)

    def size(self, manifest: str) -> int:
        with self.lock:
            return self.sizes[manifest]

    def fail(self, what: str) -> None:
        with self.lock:
            self.failures.append(what)

    def count(self, what: str, number: int = 1) -> None:
        with self.lock:
            self.counts[what] += number

    def _now(self) -> int:
        self.time += 1
        return self.time

    def _undisturbed(self, key: Key, since: int) -> bool:
        state = self.states[key]
        return state.deletes == 0 and state.disturbed < since

    def _promise(self, key: Key, state: State, digest: str) -> None:
        promises = self.promises[key.kind, key.repository]
        state.digest, state.promised, state.position = digest, self._now(), len(promises)
        promises.append(key)
        if key.kind == "tags":
            self.tags_of[key.repository, digest].add(key)

    def _withdraw(self, key: Key, state: State) -> None:
        if not state.digest:
            return
        promises = self.promises[key.kind, key.repository]
        last = promises.pop()
        if last != key:
            promises[state.position] = last
            self.states[last].position = state.position
        if key.kind == "tags":
            self.tags_of[key.repository, state.digest].discard(key)
        state.digest, state.position = "", -1
