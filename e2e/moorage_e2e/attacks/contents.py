"""Bodies and answers of a hostile user, wrong passwords, and attempts to tunnel through a proxy."""

from __future__ import annotations

import hashlib
import http.client
import json
import pathlib
import threading
from collections.abc import Callable, Mapping

from moorage_e2e.attacks.target import Target, basic, head, hold

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
MIB4 = 4 << 20
TAGS = 30_000


def manifest_bodies(target: Target) -> str:
    """Bodies of manifests of 4 MiB, which all but end."""
    body, sockets = b'{"annotations":{"a":"' + b"a" * (MIB4 - 22), []
    for _ in range(target.count(140)):
        connection = target.connect()
        length = {"Content-Length": str(MIB4), "Content-Type": MANIFEST}
        try:
            connection.sendall(head("PUT", "/v2/users/image/manifests/a", basic() | length) + body)
        except OSError:
            pass
        sockets.append(connection)
    hold(target, sockets)
    return f"{len(sockets)} bodies"


def _at_once(target: Target, clients: int, once: Callable[[http.client.HTTPConnection], int]) -> str:
    """Clients that do the same again and again. Their answers, by status."""
    answers: dict[int | str, int] = {}
    lock = threading.Lock()

    def client() -> None:
        while target.goes_on():
            status: int | str = "cut"
            try:
                connection = target.connect()
                connection.settimeout(60)
                speaking = http.client.HTTPConnection("127.0.0.1", target.port)
                speaking.sock = connection
                status = once(speaking)
                speaking.close()
            except (OSError, http.client.HTTPException):
                pass
            with lock:
                answers[status] = answers.get(status, 0) + 1

    threads = [threading.Thread(target=client, daemon=True) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ", ".join(f"{status}: {count}" for status, count in sorted(answers.items(), key=str))


def _status(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> int:
    connection.request(method, path, body, dict(headers or {}))
    answer = connection.getresponse()
    while answer.read(1 << 16):
        pass
    return answer.status


def manifest_trees(target: Target) -> str:
    """A manifest of 4 MiB of empty objects."""
    body = b'{"schemaVersion":2,"layers":[' + b"{}," * ((MIB4 - 64) // 3) + b"{}]}"
    headers = basic() | {"Content-Type": MANIFEST}
    return _at_once(target, 4, lambda connection: _status(connection, "PUT", "/v2/users/image/manifests/a", body, headers))


def referrers(target: Target) -> str:
    """The list of what refers to a manifest, each with annotations of megabytes."""
    empty = b"{}"
    digest = "sha256:" + hashlib.sha256(empty).hexdigest()
    subject = "sha256:" + hashlib.sha256(b"subject").hexdigest()
    headers = basic() | {"Content-Type": MANIFEST}
    connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=60)
    octets = basic() | {"Content-Type": "application/octet-stream"}
    _status(connection, "POST", f"/v2/users/image/blobs/uploads/?digest={digest}", empty, octets)
    described = {"mediaType": "application/vnd.oci.empty.v1+json", "digest": digest, "size": 2}
    pushed = 0
    for number in range(target.count(120)):
        body = json.dumps(
            {
                "schemaVersion": 2,
                "mediaType": MANIFEST,
                "artifactType": "application/x",
                "config": described,
                "layers": [described],
                "subject": {"mediaType": MANIFEST, "digest": subject, "size": 7},
                "annotations": {"number": str(number)} | {f"a{part}": "a" * 100_000 for part in range(41)},
            }
        ).encode()
        name = "sha256:" + hashlib.sha256(body).hexdigest()
        pushed += _status(connection, "PUT", f"/v2/users/image/manifests/{name}", body, headers) == 201
    target.restart()
    path = f"/v2/users/image/referrers/{subject}"
    return f"{pushed} referrers; " + _at_once(target, 4, lambda asking: _status(asking, "GET", path, headers=basic()))


def wrong_passwords(target: Target) -> str:
    """Wrong passwords, of a user that exists and of one that does not."""
    sockets, count = [], target.count(2000)
    for number in range(count // 20):
        connection = target.connect()
        requests = b"".join(
            head("GET", "/v2/", basic("alice" if turn % 2 else "nobody", f"wrong {number} {turn}")) for turn in range(20)
        )
        try:
            connection.sendall(requests)
        except OSError:
            pass
        sockets.append(connection)
    hold(target, sockets)
    return f"{count} passwords"


def many_tags(root: pathlib.Path, scale: float) -> None:
    """A repository with many tags, as its files."""
    digest = hashlib.sha256(b"{}").hexdigest()
    tags = pathlib.Path(root) / "docker/registry/v2/repositories/users/tags/_manifests/tags"
    for number in range(int(TAGS * scale)):
        current = tags / f"tag-{number:06}" / "current"
        current.mkdir(parents=True)
        (current / "link").write_text(f"sha256:{digest}")


def tag_lists(target: Target) -> str:
    """Four clients that list many tags."""
    path = "/v2/users/tags/tags/list"
    return _at_once(target, 4, lambda connection: _status(connection, "GET", path, headers=basic()))


def upgrades(target: Target) -> str:
    """Requests to upgrade to HTTP/2 in the clear, with another request for the tunnel behind it."""
    switched = 0
    for _ in range(target.count(50)):
        connection = target.connect()
        asking = {"Connection": "Upgrade, HTTP2-Settings", "Upgrade": "h2c", "HTTP2-Settings": "AAMAAABkAAQCAAAAAAIAAAAA"}
        connection.sendall(head("GET", "/v2/", basic() | asking))
        switched += b" 101 " in connection.recv(64)
        connection.close()
    if switched:
        raise AssertionError(f"{switched} connections became a tunnel")
    return "no connection became a tunnel"
