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
PATIENCE = 10  # Seconds. A push that waits for a lock of the stopped collector goes on when it does.
AT_ONCE = 5


class Zombies:
    def __init__(self, server: Server, store: Store, seed: int) -> None:
        self.server, self.store = server, store
        self.ledger, self.library = Ledger(), Library(seed + 1)
        self.choices = random.Random(f"{seed}-zombies")
        self.stopped: dict[str, int] = {"before": 0, "condemned": 0, "removing": 0, "after": 0}
        self.waited = 0
        self.pushed = 0

    def client(self) -> Client:
        return Client([self.server.address], self.ledger, random.Random(self.choices.random()), Budget(1 << 40))

    def round(self) -> None:
        digests = self.garbage()
        collection = Collection(self.server, "0s", "--parallel", "1")
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
        collect(self.server, "0s")
        self.require_promises()
        if left := self.store.garbage():
            raise Unexpected(f"garbage is left after the next pass: {sorted(left)[:5]}")

    def garbage(self) -> list[str]:
        """Pushes blobs and deletes them."""
        client = self.client()
        pusher, deleter = Pusher(client, self.ledger, self.library, "zombie"), Deleter(client, self.ledger, self.library)
        digests: set[str] = set()
        while len(digests) < CONDEMNED:
            key = pusher.blob(self.choices.choice(REPOSITORIES), self.library.fresh())
            deleter.delete(key)
            digests.add(key.name)
        client.close()
        return sorted(digests)

    def stop_somewhere(self, collection: Collection) -> None:
        """Stops it, mostly once the docket has verdicts, and at a random moment after that."""
        sought = self.choices.choice(["condemned", "removing", "removing", "removing"])
        deadline = time.monotonic() + 60
        while collection.lives() and time.monotonic() < deadline:
            if any(line.startswith(sought) for line in self.store.verdicts()):
                break
        time.sleep(self.choices.uniform(0, 0.1))
        os.kill(collection.process.pid, signal.SIGSTOP)
        verdicts = self.store.verdicts()
        reached = next((word for word in ("removing", "condemned") if any(line.startswith(word) for line in verdicts)), "")
        self.stopped[reached or ("before" if collection.lives() else "after")] += 1

    def push_again(self, collection: Collection, digests: list[str]) -> None:
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            running = [pool.submit(self.push, digest) for digest in digests]
            done, waiting = concurrent.futures.wait(running, timeout=PATIENCE)
            self.waited += len(waiting)
            os.kill(collection.process.pid, signal.SIGCONT)
            for each in running:
                each.result()
        self.pushed += len(digests)

    def push(self, digest: str) -> None:
        client = self.client()
        try:
            pusher = Pusher(client, self.ledger, self.library, "zombie")
            repository = client.choices.choice(REPOSITORIES)
            key = pusher.blob(repository, self.library.of(digest))
            if client.choices.random() < 0.3:
                pusher.manifest(repository, [key])
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
