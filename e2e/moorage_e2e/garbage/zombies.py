"""Collectors that are stopped between their decision and their deletes, while what they have condemned is pushed again."""

from __future__ import annotations

import concurrent.futures
import os
import random
import signal
import time

from moorage_e2e.failures import Unexpected
from moorage_e2e.garbage.client import Budget, Client, REPOSITORIES
from moorage_e2e.garbage.collectors import Collection, collect
from moorage_e2e.garbage.ledger import Ledger
from moorage_e2e.garbage.library import Library
from moorage_e2e.garbage.pushers import Pusher
from moorage_e2e.garbage.readers import Deleter, Puller
from moorage_e2e.garbage.store import Store
from moorage_e2e.servers.moorage import Server

CONDEMNED = 60  # Blobs of a round.
AGAIN = 25  # Of which so many are pushed again, while the collector is stopped.
AT_ONCE = 5
STALL_SECONDS = 5
UNTIL_THE_CALL = 0.2  # Seconds from the verdict to the system call.


class Zombies:
    def __init__(self, server: Server, store: Store, seed: int, patience: float, grace: int) -> None:
        """
        patience: how many seconds a collector is stopped for while pushes wait for it. Where deletes are guarded by a lock, those that
        need the lock of the stopped collector wait. Where deletes have a time, all wait for its end.
        """
        self.server, self.store, self.patience, self.grace = server, store, patience, grace
        self.ledger, self.library = Ledger(), Library(seed + 1)
        self.choices = random.Random(f"{seed}-zombies")
        self.stopped: dict[str, int] = {"before": 0, "condemned": 0, "removing": 0, "after": 0}
        self.waited = 0
        self.pushed = 0
        self.stalled = 0
        self.longest = 0.0  # Seconds of a push.

    def client(self) -> Client:
        return Client([self.server.address], self.ledger, random.Random(self.choices.random()), Budget(1 << 40))

    def round(self) -> None:
        digests = self.garbage(CONDEMNED)
        collection = self.collection()
        try:
            self.stop_somewhere(collection)
            self.push_again(collection, self.choices.sample(digests, AGAIN))
            status, lines, err = collection.ends()
        finally:
            if collection.lives():
                os.kill(collection.process.pid, signal.SIGCONT)
                collection.kill()
        if status != 0 or lines[-1]["problems"]:
            raise Unexpected(f"the collector that was stopped ended with {status}: {lines[-1:]} {err}")
        self.require_promises()
        self.finishes()

    def at_its_delete(self) -> None:
        """
        The collector stalls in the system call that deletes the bytes, while pushes need them. It is tried again where a push was so
        fast that the delete had not begun.
        """
        [digest] = self.garbage(1)
        file = self.store.blobs()[digest]
        delay = ["-e", "trace=unlink", "-e", f"inject=unlink:delay_enter={STALL_SECONDS}s", "-P", file]
        collection = self.collection("strace", "-f", "-o", os.devnull, *delay)
        try:
            self.await_verdict(collection, "removing")
            time.sleep(UNTIL_THE_CALL)
            with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
                for each in [pool.submit(self.push, digest) for _ in range(AT_ONCE)]:
                    each.result()
            status, lines, err = collection.ends()
        finally:
            if collection.lives():
                collection.kill()
        if status != 0 or lines[-1]["removed"] + lines[-1]["spared"] != 1:
            raise Unexpected(f"the collector that stalled ended with {status}: {lines} {err}")
        self.stalled += lines[-1]["removed"]
        self.pushed += AT_ONCE
        self.require_promises()
        self.finishes()

    def collection(self, *before: str) -> Collection:
        time.sleep(self.grace)
        return Collection(self.server, f"{self.grace}s", "--parallel", "1", before=before)

    def finishes(self) -> None:
        """The next pass removes what is left."""
        time.sleep(self.grace)
        collect(self.server, f"{self.grace}s")
        self.require_promises()
        if left := self.store.garbage():
            raise Unexpected(f"garbage is left after the next pass: {sorted(left)[:5]}")

    def garbage(self, count: int) -> list[str]:
        """Pushes blobs and deletes them."""
        client = self.client()
        pusher, deleter = Pusher(client, self.ledger, self.library, "zombie"), Deleter(client, self.ledger, self.library)
        digests: set[str] = set()
        while len(digests) < count:
            key = pusher.blob(self.choices.choice(REPOSITORIES), self.library.fresh())
            deleter.delete(key)
            digests.add(key.name)
        client.close()
        return sorted(digests)

    def stop_somewhere(self, collection: Collection) -> None:
        """Stops it, mostly once the docket has verdicts, and at a random moment after that."""
        sought = self.choices.choice(["condemned", "removing", "removing", "removing"])
        self.await_verdict(collection, sought)
        time.sleep(self.choices.uniform(0, 0.1))
        os.kill(collection.process.pid, signal.SIGSTOP)
        verdicts = self.store.verdicts()
        reached = next((word for word in ("removing", "condemned") if any(line.startswith(word) for line in verdicts)), "")
        self.stopped[reached or ("before" if collection.lives() else "after")] += 1

    def await_verdict(self, collection: Collection, word: str) -> None:
        deadline = time.monotonic() + 60
        while collection.lives() and time.monotonic() < deadline:
            if any(line.startswith(word) for line in self.store.verdicts()):
                return

    def push_again(self, collection: Collection, digests: list[str]) -> None:
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            running = [pool.submit(self.push, digest) for digest in digests]
            done, waiting = concurrent.futures.wait(running, timeout=self.patience)
            self.waited += len(waiting)
            os.kill(collection.process.pid, signal.SIGCONT)
            for each in running:
                each.result()
        self.pushed += len(digests)

    def push(self, digest: str) -> None:
        client = self.client()
        began = time.monotonic()
        try:
            pusher = Pusher(client, self.ledger, self.library, "zombie")
            repository = client.choices.choice(REPOSITORIES)
            key = pusher.blob(repository, self.library.of(digest))
            if client.choices.random() < 0.3:
                pusher.manifest(repository, [key])
            self.longest = max(self.longest, time.monotonic() - began)
        finally:
            client.close()

    def require_promises(self) -> None:
        client = self.client()
        puller = Puller(client, self.ledger)
        for kind in ("blobs", "manifests"):
            for key in self.ledger.all(kind):
                puller.pull(key)
        client.close()

    def figures(self) -> str:
        return f"stopped: {self.stopped}; pushed again: {self.pushed}, of which {self.waited} waited until the collector went on"
