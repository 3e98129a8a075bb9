"""A client of several replicas. It tries again after 503, and requires an answer that the protocol allows."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from moorage_e2e.client.connection import Answer, Connection
from moorage_e2e.failures import Unexpected
REPOSITORIES = ["soak/one", "soak/two", "soak/three", "soak/four"]
LONGEST_UNAVAILABLE = 180


class Counts(Protocol):
    """What counts the answers of all clients."""

    def count(self, what: str, number: int = 1) -> None: ...


class Budget:
    """The requests of all clients, until there were enough of them."""

    def __init__(self, events: int) -> None:
        self.lock = threading.Lock()
        self.events = events
        self.done = 0
        self.failed = threading.Event()

    def spend(self) -> None:
        with self.lock:
            self.done += 1


class Client:
    """Each request goes to one of the replicas."""

    def __init__(self, addresses: Sequence[str], ledger: Counts, choices: random.Random, budget: Budget) -> None:
        self.connections = [Connection(address, timeout=120) for address in addresses]
        self.ledger = ledger
        self.choices = choices
        self.budget = budget
        self.took = 0.0  # The seconds of the last request, those of its attempts that got 503 among them.

    def request(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None, expected: Collection[int] = ()
    ) -> Answer:
        """Raises Unexpected for another status than those."""
        began = time.monotonic()
        while True:
            connection = self.choices.choice(self.connections)
            answer = connection.request(method, path, body, headers)
            self.took = time.monotonic() - began
            self.budget.spend()
            self.ledger.count(f"{method} {answer.status}")
            if answer.status != 503:
                break
            if self.took > LONGEST_UNAVAILABLE or "Retry-After" not in answer.headers:
                raise Unexpected(f"{method} {path.split('?')[0]}: 503 after {self.took:.0f} s, {answer.headers} {answer.content[:300]!r}")
            time.sleep(min(2, int(answer.headers["Retry-After"])))
        if answer.status not in expected:
            where = f"{method} {path.split('?')[0]} at {connection.address} after {self.took:.2f} s"
            raise Unexpected(f"{where}: {answer.status} {answer.content[:300]!r}, not {expected}")
        return answer

    def close(self) -> None:
        for connection in self.connections:
            connection.close()


def codes(answer: Answer) -> set[str]:
    """The specification's codes of an error."""
    return {error["code"] for error in json.loads(answer.content)["errors"]}
