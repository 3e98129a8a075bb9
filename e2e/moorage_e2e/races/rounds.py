"""What all kinds of rounds have: the requests that they count, the checks that hold for every answer, threads that start at once."""

from __future__ import annotations

import hashlib
import json
import random
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from moorage_e2e.races import wire
from moorage_e2e.races.tally import Tally

OCTETS = {"Content-Type": "application/octet-stream"}


class Wrong(Exception):
    """The server has done what it must not."""


def sha256(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()


def code_of(answer: wire.Answer) -> str | None:
    try:
        return json.loads(answer.body)["errors"][0]["code"]
    except (ValueError, KeyError, IndexError):
        return None


class Round:
    """One round: everything random comes from its seed."""

    def __init__(self, kind: str, seed: int, addresses: Sequence[str], connections: wire.Connections, tally: Tally) -> None:
        self.kind = kind
        self.seed = seed
        self.addresses = addresses
        self.connections = connections
        self.tally = tally
        self.choices = random.Random(f"{kind}-{seed}")
        self.repository = f"races/{kind}/{seed}-{tally.run}"

    def address(self) -> str:
        return self.choices.choice(self.addresses)

    def content(self, least: int, most: int) -> bytes:
        return self.choices.randbytes(self.choices.randint(least, most))

    def ask(
        self,
        method: str,
        target: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        address: str | None = None,
        **sending: Any,
    ) -> wire.Answer:
        headers = OCTETS if headers is None else headers
        answer = wire.request(self.connections, address or self.address(), method, target, body, headers, **sending)
        return self.seen(method, target, answer)

    def seen(self, method: str, target: str, answer: wire.Answer) -> wire.Answer:
        """Counts an answer, and holds it against what is true of all of them."""
        self.tally.answered(self.kind, answer.status)
        if answer.status >= 500 and not (answer.status == 503 and answer.header("Retry-After")):
            raise Wrong(f"{method} {target.split('?')[0]}: {answer.status} {answer.body[:200]!r}")
        if answer.status == 416 and not (answer.header("Location") and answer.header("Range")):
            raise Wrong(f"{method} {target.split('?')[0]}: 416 without Location and Range")
        return answer

    def expect(self, what: str, answer: wire.Answer, *statuses: int, code: str | None = None) -> wire.Answer:
        if answer.status not in statuses or code is not None and code_of(answer) != code:
            wanted = " or ".join(map(str, statuses)) + (f" {code}" if code else "")
            raise Wrong(f"{what}: {answer.status or 'cut'} {code_of(answer) or ''} and not {wanted}")
        return answer

    def together(self, *actions: Callable[[], wire.Answer], most_delay: float = 0.003) -> list[wire.Answer]:
        """Runs all of them at once, each after a small delay of its own. Their results in order."""
        delays = [self.choices.choice([0, self.choices.uniform(0, most_delay)]) for _ in actions]
        results: list[wire.Answer | None] = [None] * len(actions)
        failures = []
        barrier = threading.Barrier(len(actions))

        def run(number: int) -> None:
            try:
                barrier.wait()
                time.sleep(delays[number])
                results[number] = actions[number]()
            except Exception as failure:
                failures.append(failure)

        threads = [threading.Thread(target=run, args=(number,), daemon=True) for number in range(len(actions))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failures:
            raise failures[0]
        return [result for result in results if result is not None]

    def push(self, repository: str, content: bytes) -> str:
        """A blob in one request."""
        digest = sha256(content)
        target = f"/v2/{repository}/blobs/uploads/?digest={digest}"
        self.expect("the push of a blob", self.ask("POST", target, content), 201)
        return digest

    def read_back(self, repository: str, digest: str, content: bytes) -> None:
        answer = self.expect("a blob that was answered 201", self.ask("GET", f"/v2/{repository}/blobs/{digest}"), 200)
        if answer.body != content or sha256(answer.body) != digest:
            raise Wrong(f"{digest} came back with {len(answer.body)} of {len(content)} bytes, or others")

    def delete_blob(self, repository: str, digest: str) -> wire.Answer:
        answer = self.ask("DELETE", f"/v2/{repository}/blobs/{digest}")
        if answer.status == 202:
            self.tally.deleted(digest)
        return answer
