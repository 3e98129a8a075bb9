"""Replicas over one storage, clients of every kind, and collectors that take links, manifests and bytes all the time."""

from __future__ import annotations

import contextlib
import dataclasses
import random
import threading
import time
import traceback
from collections.abc import Callable, Sequence

from moorage_e2e.client.connection import NO_ANSWER
from moorage_e2e.failures import Unexpected
from moorage_e2e.garbage.client import Budget, Client
from moorage_e2e.garbage.library import Library
from moorage_e2e.garbage.store import Store
from moorage_e2e.report import Report
from moorage_e2e.servers.moorage import Server
from moorage_e2e.soak.passes import Passes, Repeating
from moorage_e2e.soak.promises import CACHED, MOST_REPORTED, Promises
from moorage_e2e.soak.pushers import Pusher
from moorage_e2e.soak.readers import Deleter, Puller

PUSHERS, PULLERS, DELETERS = 8, 3, 2
EXPECTED = ["removed", "removedLinks", "removedManifests", "expired"]  # Of the figures of all passes.
LONGEST_LATE = 300  # Seconds after the end for which the load goes on where a slow machine has not come to all of them.
PAUSE = 1.0  # Seconds between two passes of one collector.
REMOVAL = 60  # Seconds from the record of the trash to the delete, at most. A collector on a slow machine needs some of them.
MOST_LEVELS = 10  # An index of indexes leaves one level with each pass.
MOST_BEGUN_AGAIN = 0.02  # Of the uploads: a collector may take the bytes that one found before it has linked them.
COLLECTING = {"REGISTRY_STORAGE_GC_LINKS": "true", "REGISTRY_STORAGE_GC_UNTAGGED": "delete"}


@dataclasses.dataclass(frozen=True)
class Times:
    """In seconds. granularity: of the store's times."""

    grace: int
    trash: int
    granularity: int

    @property
    def relied_on(self) -> float:
        """
        How long an answer is relied on. The record of the trash may be as old as a removal takes when the link goes, a replica may have
        found the link earlier, and the store's times may be rounded down.
        """
        return self.trash - REMOVAL - CACHED - self.granularity

    @property
    def options(self) -> list[str]:
        return ["--grace", f"{self.grace}s", "--trash", f"{self.trash}s", "--requests-per-second", "0"]


class Soak:
    def __init__(self, replicas: Sequence[Server], store: Store, seed: int, budget: Budget, seconds: float, times: Times) -> None:
        """budget and seconds: the load ends with the requests or the time, whichever is first."""
        self.replicas, self.store, self.seed, self.budget, self.times = replicas, store, seed, budget, times
        self.limit = seconds
        self.promises, self.library = Promises(), Library(seed)
        self.collectors: list[Repeating] = []
        self.seconds = 0.0

    def client(self, name: str) -> Client:
        addresses = [server.address for server in self.replicas]
        return Client(addresses, self.promises, random.Random(f"{self.seed}-{name}"), self.budget)

    def run(self, collectors: int) -> None:
        """The load, until its end or until something is wrong."""
        with contextlib.ExitStack() as running:
            for number in range(collectors):
                passes = running.enter_context(Passes(self.replicas[0], f"collector-{number}", COLLECTING))
                self.collectors.append(Repeating(passes, PAUSE, *self.times.options))
            self.load(self.steps())
            for collector in self.collectors:
                collector.end()

    def steps(self) -> list[tuple[Client, Callable[[], None]]]:
        steps: list[tuple[Client, Callable[[], None]]] = []
        for number in range(PUSHERS):
            client = self.client(f"pusher-{number}")
            steps.append((client, Pusher(client, self.promises, self.library, f"p{number}", self.times.relied_on).step))
        for number in range(PULLERS):
            client = self.client(f"puller-{number}")
            steps.append((client, Puller(client, self.promises).step))
        for number in range(DELETERS):
            client = self.client(f"deleter-{number}")
            steps.append((client, Deleter(client, self.promises, self.library).step))
        return steps

    def load(self, steps: Sequence[tuple[Client, Callable[[], None]]]) -> None:
        threads = [threading.Thread(target=self._work, args=each, daemon=True) for each in steps]
        began = time.monotonic()
        self.limit += began
        for collector in self.collectors:
            collector.start()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.seconds = time.monotonic() - began

    def _work(self, client: Client, step: Callable[[], None]) -> None:
        with contextlib.closing(client):
            while self._goes_on():
                try:
                    step()
                except (Unexpected, *NO_ANSWER) as e:
                    self.promises.fail(repr(e))
                except Exception:
                    self.promises.fail(traceback.format_exc())
                if len(self.promises.failures) >= MOST_REPORTED or any(collector.failures for collector in self.collectors):
                    self.budget.failed.set()

    def _goes_on(self) -> bool:
        enough = self.budget.done >= self.budget.events or time.monotonic() > self.limit
        late = time.monotonic() < self.limit + LONGEST_LATE and not all(self.total(figure) for figure in EXPECTED)
        return not self.budget.failed.is_set() and (late or not enough)

    def total(self, figure: str) -> int:
        return sum(collector.counts[figure] for collector in self.collectors)

    def wrong(self) -> list[str]:
        """What went wrong under load."""
        wrong = [failure for collector in self.collectors for failure in collector.failures] + self.promises.failures[:MOST_REPORTED]
        for figure in EXPECTED:
            if not self.total(figure):
                wrong.append(f"the collectors have nothing that is {figure}")
        if self.total("problems") or self.total("keptRepositories"):
            wrong.append("the collectors have found problems")
        counts = self.promises.counts
        if counts["uploads that began again"] > MOST_BEGUN_AGAIN * counts["blobs pushed"]:
            wrong.append(f"{counts['uploads that began again']} uploads of {counts['blobs pushed']} began again")
        return wrong

    def figures(self) -> str:
        passes = "\n".join(f"collector: {collector.figures()}" for collector in self.collectors)
        counted = ", ".join(f"{what}: {number}" for what, number in sorted(self.promises.counts.items()))
        rate = self.budget.done / max(self.seconds, 1e-9)
        return f"{self.budget.done} requests in {self.seconds:.0f} s, {rate:.0f} a second\n{passes}\n{counted}"

    def quiet(self, report: Report) -> None:
        """No client runs any more: what is promised is there, and all is gone after it was deleted."""
        with report.check("all that tags keep can be pulled, byte for byte") as details:
            details.append(self.pull_all())
        with report.check("after everything was deleted, nothing is left") as details:
            details.append(self.delete_all())

    def pull_all(self) -> str:
        puller = Puller(self.client("last"), self.promises)
        with contextlib.closing(puller.client):
            kept = self.promises.all()
            for image in kept:
                puller.pull(image)
        return f"{len(kept)} tags are whole"

    def delete_all(self) -> str:
        client = self.client("last deleter")
        with contextlib.closing(client):
            Deleter(client, self.promises, self.library).delete_all()
        with Passes(self.replicas[0], "last", COLLECTING) as passes:
            time.sleep(self.times.grace + self.times.granularity)
            levels = 1
            while any((summary := passes.run(*self.times.options))[figure] for figure in ("removedLinks", "removedManifests")):
                levels += 1
                if levels > MOST_LEVELS:
                    raise Unexpected(f"there is no end of what leaves repositories: {summary}")
            time.sleep(self.times.trash + self.times.granularity)
            for _ in range(2):
                passes.run(*self.times.options)
        if linked := self.store.linked():
            raise Unexpected(f"links are left: {sorted(linked)[:5]}, {len(linked)} in all")
        if blobs := self.store.blobs():
            raise Unexpected(f"bytes are left: {sorted(blobs)[:5]}, {len(blobs)} in all")
        if said := self.store.verdicts():
            raise Unexpected(f"the docket is not empty: {said[:5]}")
        return f"{levels} passes until nothing left a repository, and two after the trash had expired"
