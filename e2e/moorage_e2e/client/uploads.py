"""Resumable uploads by the thousand, as different clients do them.

Each upload is a blob of its own, pushed by POST, PATCHes of every size and a PUT. Every blob is read back and compared.
"""

from __future__ import annotations

import collections
import hashlib
import random
import threading
import time
import urllib.request
from collections.abc import Collection, Iterable, Mapping

from moorage_e2e.client.connection import Answer, Connection, NO_ANSWER
from moorage_e2e.failures import Unexpected

REPOSITORIES = ["uploads/one", "uploads/two", "uploads/three"]
CHUNK_SIZES = [1, 1000, 64 * 1024, 200 * 1024]


class Client(Connection):
    """A connection that counts its answers, and wants those that are expected."""

    def __init__(self, address: str, counts: collections.Counter[str]) -> None:
        super().__init__(address, timeout=120)
        self.counts = counts

    def request(
        self,
        method: str,
        path: str,
        body: bytes | Iterable[bytes] = b"",
        headers: Mapping[str, str] | None = None,
        expected: Collection[int] | None = None,
    ) -> Answer:
        answer = super().request(method, path, body, headers)
        self.counts[method + " " + str(answer.status)] += 1
        if expected is not None and answer.status not in expected:
            raise Unexpected(f"{method} {path.split('?')[0]}: {answer.status} {answer.content[:200]!r}")
        return answer


def push(client: Client, choices: random.Random) -> None:
    repository = choices.choice(REPOSITORIES)
    blob = choices.randbytes(choices.choice([0, 1, 4096, 70_000, 300_000, 300_000]) + choices.randrange(1000))
    digest = "sha256:" + hashlib.sha256(blob).hexdigest()
    answer = client.request("POST", f"/v2/{repository}/blobs/uploads/", expected=[202])
    location = answer.location()
    octets = {"Content-Type": "application/octet-stream"}
    position = 0
    last_with_put = choices.random() < 0.3
    while position < len(blob):
        end = min(len(blob), position + max(choices.choice(CHUNK_SIZES), len(blob) // 5))
        if last_with_put and end == len(blob):
            break
        headers = dict(octets)
        if choices.random() < 0.5:
            headers["Content-Range"] = f"{position}-{end - 1}"
        answer = client.request("PATCH", location, blob[position:end], headers, expected=[202])
        position = end
        if answer.headers["Range"] != f"0-{position - 1}":
            raise Unexpected(f"Range is {answer.headers['Range']} and not 0-{position - 1}")
        location = answer.location()
        if choices.random() < 0.1:
            answer = client.request("GET", location, expected=[204])
            if answer.headers["Range"] != f"0-{position - 1}":
                raise Unexpected(f"status says {answer.headers['Range']} and not 0-{position - 1}")
            location = answer.location()
    client.request("PUT", f"{location}&digest={digest}", blob[position:], octets, expected=[201])
    if choices.random() < 0.1:
        client.request("PUT", f"{location}&digest={digest}", blob[position:], octets, expected=[201])
    content = read(client, repository, digest)
    if content != blob:
        raise Unexpected(f"{digest} came back with {len(content)} of {len(blob)} bytes, or others")


def read(client: Connection, repository: str, digest: str) -> bytes:
    """A blob, from the registry or from the storage that it redirects to."""
    answer = client.request("GET", f"/v2/{repository}/blobs/{digest}")
    if answer.status == 307:
        with urllib.request.urlopen(answer.headers["Location"], timeout=120) as redirected:
            return redirected.read()
    if answer.status != 200:
        raise Unexpected(f"GET of {digest}: {answer.status} {answer.content[:200]!r}")
    return answer.content


def push_all(address: str, count: int, connections: int, seed: int) -> tuple[list[str], str]:
    """What failed, and figures."""
    counts: collections.Counter[str] = collections.Counter()
    failures: list[str] = []
    numbers = iter(range(count))
    lock = threading.Lock()

    def work() -> None:
        client = Client(address, counts)
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                client.close()
                return
            try:
                push(client, random.Random(f"{seed}-{number}"))
            except (Unexpected, *NO_ANSWER) as e:
                failures.append(f"upload {number}: {e!r}")
                client = Client(address, counts)

    start = time.monotonic()
    threads = [threading.Thread(target=work, daemon=True) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.monotonic() - start
    answers = ", ".join(f"{key}: {value}" for key, value in sorted(counts.items()))
    return failures, f"{count - len(failures)} uploads went well and {len(failures)} failed in {seconds:.0f} s; {answers}"
