"""Users of the registry during an attack: GET /v2/ every 50 ms on a connection of its own, and pushes and pulls with a password."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import threading
import time
from collections.abc import Callable, Collection, Mapping

from moorage_e2e.attacks.target import basic

EVERY = 0.05
PATIENCE = 15
BLOB = 64 << 10
MANIFEST = "application/vnd.oci.image.manifest.v1+json"


class Wrong(Exception):
    pass


def ask(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    expected: Collection[int] = (200,),
) -> bytes:
    connection.request(method, path, body, dict(headers or {}))
    answer = connection.getresponse()
    content = answer.read()
    if answer.status not in expected:
        raise Wrong(f"{method} {path.split('?')[0]}: {answer.status}")
    return content


def sha256(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()


def push(connection: http.client.HTTPConnection, repository: str, tag: str, blob: bytes) -> str:
    digest = sha256(blob)
    octets = basic() | {"Content-Type": "application/octet-stream"}
    ask(connection, "POST", f"/v2/{repository}/blobs/uploads/?digest={digest}", blob, octets, (201,))
    described = {"mediaType": "application/octet-stream", "digest": digest, "size": len(blob)}
    manifest = json.dumps(
        {"schemaVersion": 2, "mediaType": MANIFEST, "config": described, "layers": [described]}
    ).encode()
    ask(connection, "PUT", f"/v2/{repository}/manifests/{tag}", manifest, basic() | {"Content-Type": MANIFEST}, (201,))
    return digest


def push_and_pull(port: int, repository: str, tag: str) -> float:
    """Seconds that it took."""
    start = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        blob = os.urandom(BLOB)
        digest = push(connection, repository, tag, blob)
        ask(connection, "GET", f"/v2/{repository}/manifests/{tag}", headers=basic() | {"Accept": MANIFEST})
        if ask(connection, "GET", f"/v2/{repository}/blobs/{digest}", headers=basic()) != blob:
            raise Wrong("another blob came back")
    finally:
        connection.close()
    return time.monotonic() - start


def look(port: int) -> float:
    """Seconds that GET /v2/ took. Raises what goes wrong."""
    start = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        ask(connection, "GET", "/v2/", expected=(401,))
    finally:
        connection.close()
    return time.monotonic() - start


class Users:
    """What users saw, from start to stop."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.running = True
        self.lock = threading.Lock()
        self.looks: list[float] = []
        self.rounds: list[float] = []
        self.wrong: list[str] = []
        self.threads = [threading.Thread(target=self._look, daemon=True), threading.Thread(target=self._push, daemon=True)]
        for thread in self.threads:
            thread.start()

    def _measure(self, times: list[float], what: Callable[[], float]) -> None:
        try:
            took = what()
        except (Wrong, OSError, http.client.HTTPException) as failure:
            took = float("inf")
            with self.lock:
                self.wrong.append(f"{failure!r}" if not isinstance(failure, Wrong) else str(failure))
        with self.lock:
            times.append(took)

    def _look(self) -> None:
        """Begins every look in its time, however long those before it take."""
        looks, due = [], time.monotonic()
        while self.running:
            looks.append(threading.Thread(target=self._measure, args=(self.looks, lambda: look(self.port)), daemon=True))
            looks[-1].start()
            due += EVERY
            time.sleep(max(0, due - time.monotonic()))
        for thread in looks:
            thread.join()

    def _push(self) -> None:
        number = 0
        while self.running or number == 0:
            number += 1
            self._measure(self.rounds, lambda: push_and_pull(self.port, "users/image", f"v{number}"))
            time.sleep(EVERY)

    def stop(self) -> None:
        self.running = False
        for thread in self.threads:
            thread.join()

    def slowest(self, share: float) -> float:
        times = sorted(self.looks)
        return times[min(len(times) - 1, int(len(times) * share))]
