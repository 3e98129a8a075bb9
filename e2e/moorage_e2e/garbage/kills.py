"""Collectors that are killed: at random moments, and at each of their system calls that change files."""

from __future__ import annotations

import collections
import os
import random
import signal
import time

from moorage_e2e.failures import Unexpected
from moorage_e2e.faults.tracing import ONE_CARRIER
from moorage_e2e.garbage.client import Budget, Client, REPOSITORIES
from moorage_e2e.garbage.collectors import Collection, collect
from moorage_e2e.garbage.ledger import Ledger
from moorage_e2e.garbage.library import Library
from moorage_e2e.garbage.pushers import Pusher
from moorage_e2e.garbage.readers import Deleter, Puller
from moorage_e2e.garbage.store import Store
from moorage_e2e.servers.moorage import Server

CALLS = ["rename", "unlink", "rmdir", "fsync", "fdatasync", "mkdir", "ftruncate", "write"]
MOST = 400
SMALL, LARGE = 3, 60  # Blobs that are collected: where it is killed at each call, and where it is killed at some moment.
AGAIN = 4  # Blobs that are pushed after a kill.


class Kills:
    def __init__(self, server: Server, store: Store, seed: int) -> None:
        self.server, self.store = server, store
        self.ledger, self.library = Ledger(), Library(seed + 2)
        self.choices = random.Random(f"{seed}-kills")
        self.killed: collections.Counter[str] = collections.Counter()
        self.left: collections.Counter[str] = collections.Counter()
        self.client = Client([server.address], self.ledger, self.choices, Budget(1 << 40))
        self.pusher = Pusher(self.client, self.ledger, self.library, "kills")

    def at_a_random_moment(self) -> None:
        digests = self.garbage(LARGE)
        collection = Collection(self.server, "0s")
        deadline = time.monotonic() + 60
        while collection.lives() and time.monotonic() < deadline and not self.store.verdicts():
            pass
        time.sleep(self.choices.uniform(0, 0.4))
        if collection.lives():
            self.killed["at some moment"] += 1
        collection.kill()
        self.goes_on(digests)
        self.finishes()

    def at_each(self, call: str, stride: int) -> None:
        """A small pass, killed at its calls of one kind."""
        for number in range(1 + self.choices.randrange(stride), MOST, stride):
            digests = self.garbage(SMALL)
            inject = ["-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={number}"]
            before = ["strace", "-f", "-o", os.devnull, *inject]
            collection = Collection(self.server, "0s", "--parallel", "1", before=before, java=ONE_CARRIER)
            status, _, err = collection.ends()
            if status not in (0, -signal.SIGKILL, 128 + signal.SIGKILL):
                raise Unexpected(f"a collector under strace ended with {status}: {err}")
            self.goes_on(digests)
            if status == 0:
                break
            self.killed[call] += 1
        self.finishes()

    def garbage(self, count: int) -> list[str]:
        deleter = Deleter(self.client, self.ledger, self.library)
        digests: set[str] = set()
        while len(digests) < count:
            key = self.pusher.blob(self.choices.choice(REPOSITORIES), self.library.fresh())
            deleter.delete(key)
            digests.add(key.name)
        return sorted(digests)

    def goes_on(self, digests: list[str]) -> None:
        """Pushes work, of what the collector was about to remove among others, and nothing that was promised is missing."""
        self.left["verdicts"] += len(self.store.verdicts())
        for digest in self.choices.sample(digests, min(AGAIN, len(digests))):
            repository = self.choices.choice(REPOSITORIES)
            self.pusher.manifest(repository, [self.pusher.blob(repository, self.library.of(digest))])
            if self.client.took > 5:
                raise Unexpected(f"a push after a kill took {self.client.took:.0f} s")
        self.require_promises(30)

    def finishes(self) -> None:
        """The next pass ends what was begun."""
        collect(self.server, "0s")
        if left := self.store.garbage():
            raise Unexpected(f"the next pass leaves {sorted(left)[:5]}, {len(left)} in all")
        if said := self.store.verdicts():
            raise Unexpected(f"the next pass leaves verdicts: {said[:5]}")
        self.require_promises(None)

    def require_promises(self, most: int | None) -> None:
        puller = Puller(self.client, self.ledger)
        for kind in ("blobs", "manifests"):
            keys = self.ledger.all(kind)
            for key in keys if most is None or len(keys) <= most else self.choices.sample(keys, most):
                puller.pull(key)

    def figures(self) -> str:
        return f"killed: {dict(self.killed)}; verdicts left by them: {self.left['verdicts']}"
