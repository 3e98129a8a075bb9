"""Replicas over one storage, clients of every kind, and collectors that never stop."""

from __future__ import annotations

import contextlib
import random
import threading
import time
import traceback
from collections.abc import Callable

from moorage_e2e.client.connection import NO_ANSWER
from moorage_e2e.failures import Unexpected
from moorage_e2e.garbage.client import Budget, Client
from moorage_e2e.garbage.collectors import Collector, collect, require_clean
from moorage_e2e.garbage.ledger import Ledger, MOST_REPORTED
from moorage_e2e.garbage.library import Library
from moorage_e2e.garbage.pushers import Pusher
from moorage_e2e.garbage.readers import Deleter, Puller
from moorage_e2e.garbage.store import Store
from moorage_e2e.report import Report
from moorage_e2e.servers.moorage import Server

REPLICAS, COLLECTORS = 3, 2
PUSHERS, PULLERS, DELETERS = 6, 2, 2
MOST_TIMES = 10  # The load goes on until something was collected, up to so many times its requests.
MOST_BEGUN_AGAIN = 0.02  # Of the uploads: a collector may take the bytes that one found before it has linked them.


class Soak:
    """grace: of the collectors, in seconds."""

    def __init__(self, replicas: list[Server], store: Store, seed: int, events: int, grace: int) -> None:
        self.replicas, self.store, self.seed, self.grace = replicas, store, seed, grace
        self.ledger, self.library, self.budget = Ledger(), Library(seed), Budget(events)
        self.collectors = [Collector(server, f"{grace}s") for server in replicas[:COLLECTORS]]
        self.seconds = 0.0

    def client(self, name: str) -> Client:
        addresses = [server.address for server in self.replicas]
        return Client(addresses, self.ledger, random.Random(f"{self.seed}-{name}"), self.budget)

    def run(self) -> None:
        """The load, until there were enough requests or something was wrong."""
        steps: list[tuple[Client, Callable[[], None]]] = []
        for number in range(PUSHERS):
            client = self.client(f"pusher-{number}")
            steps.append((client, Pusher(client, self.ledger, self.library, f"p{number}").step))
        for number in range(PULLERS):
            client = self.client(f"puller-{number}")
            steps.append((client, Puller(client, self.ledger).step))
        for number in range(DELETERS):
            client = self.client(f"deleter-{number}")
            steps.append((client, Deleter(client, self.ledger, self.library).step))
        threads = [threading.Thread(target=self._work, args=each, daemon=True) for each in steps]
        began = time.monotonic()
        for collector in self.collectors:
            collector.start()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.seconds = time.monotonic() - began
        for collector in self.collectors:
            collector.end()

    def _work(self, client: Client, step: Callable[[], None]) -> None:
        with contextlib.closing(client):
            while self._goes_on():
                try:
                    step()
                except (Unexpected, *NO_ANSWER) as e:
                    self.ledger.fail(repr(e))
                except Exception:
                    self.ledger.fail(traceback.format_exc())
                if len(self.ledger.failures) >= MOST_REPORTED or any(collector.failures for collector in self.collectors):
                    self.budget.failed.set()

    def removed(self) -> int:
        return sum(collector.counts["removed"] for collector in self.collectors)

    def _goes_on(self) -> bool:
        late = self.removed() == 0 and self.budget.done < MOST_TIMES * self.budget.events
        return not self.budget.failed.is_set() and (late or self.budget.done < self.budget.events)

    def wrong(self) -> list[str]:
        """What went wrong under load."""
        wrong = [failure for collector in self.collectors for failure in collector.failures] + self.ledger.failures[:MOST_REPORTED]
        counts = self.ledger.counts
        if self.removed() == 0:
            wrong.append("the collectors have removed nothing")
        if counts["uploads that began again"] > MOST_BEGUN_AGAIN * counts["blobs pushed"]:
            wrong.append(f"{counts['uploads that began again']} uploads of {counts['blobs pushed']} began again")
        return wrong

    def figures(self) -> str:
        passes = ", ".join(
            f"{each.counts['passes']} passes (removed {each.counts['removed']}, spared {each.counts['spared']}, "
            f"longest {each.longest:.1f} s)"
            for each in self.collectors
        )
        counted = ", ".join(f"{what}: {number}" for what, number in sorted(self.ledger.counts.items()))
        return f"{self.budget.done} requests in {self.seconds:.0f} s; collectors: {passes}\n{counted}"

    def quiet(self, report: Report) -> None:
        """Nothing runs any more: what is promised is there, and garbage is gone."""
        first = self.replicas[0]
        with report.check("two passes remove all that nothing links, and leave the docket empty") as details:
            time.sleep(self.grace + 1)  # Until the last bytes are old enough.
            summaries = [collect(first, f"{self.grace}s") for _ in range(2)]
            details.append(f"removed {[summary['removed'] for summary in summaries]}, {len(self.store.blobs())} blobs are left")
            self.require(not (left := self.store.garbage()), f"garbage is left: {sorted(left)[:5]}, {len(left)} in all")
            self.require(not (said := self.store.verdicts()), f"the docket is not empty: {said[:5]}")
            self.require(not (lost := self.store.linked() - set(self.store.blobs())), f"links without bytes: {sorted(lost)[:5]}")
        with report.check("all that was promised can be pulled, byte for byte") as details:
            details.append(self.pull_all())
        with report.check("verify finds nothing, and a dry run no garbage"):
            require_clean(first, "missing-reference")  # Of what clients have deleted.
            dry = collect(first, f"{self.grace}s", "--dry-run")
            self.require(dry["garbage"] == 0, f"a dry run finds {dry}")

    def pull_all(self) -> str:
        puller = Puller(self.client("last"), self.ledger)
        pulled = 0
        with contextlib.closing(puller.client):
            for kind in ("blobs", "manifests", "tags"):
                for key in self.ledger.all(kind):
                    puller.pull(key)
                    pulled += 1
        return f"{pulled} promises were kept"

    @staticmethod
    def require(true: bool, what: str) -> None:
        if not true:
            raise Unexpected(what)
