"""What is attacked, and from where: the addresses of attackers are others than those of users."""

from __future__ import annotations

import base64
import itertools
import socket
import time
from collections.abc import Iterable, Mapping
from typing import Protocol


class Closeable(Protocol):
    def close(self) -> object: ...


USER, PASSWORD = "alice", "correct horse"
ADDRESSES = 4


class Target:
    """seconds: how long one attack goes on. scale: of its numbers, 1 for all of them."""

    def __init__(self, port: int, seconds: float, scale: float) -> None:
        self.port = port
        self.seconds = seconds
        self.scale = scale
        self.end = time.monotonic() + seconds
        self.sources = itertools.cycle(f"127.0.1.{number}" for number in range(1, ADDRESSES + 1))

    def restart(self) -> None:
        """The attack begins now: what went before made it ready."""
        self.end = time.monotonic() + self.seconds

    def count(self, number: float) -> int:
        return max(1, int(number * self.scale))

    def goes_on(self) -> bool:
        return time.monotonic() < self.end

    def rest(self, most: float = 3600.0) -> None:
        """Waits until the attack is to end."""
        time.sleep(max(0, min(most, self.end - time.monotonic())))

    def connect(self, receive_buffer: int | None = None) -> socket.socket:
        connection = socket.socket()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if receive_buffer:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        connection.settimeout(5)
        connection.bind((next(self.sources), 0))
        connection.connect(("127.0.0.1", self.port))
        return connection


def basic(user: str = USER, password: str = PASSWORD) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


def head(method: str, path: str, headers: Mapping[str, str] | None = None) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: registry"] + [f"{name}: {value}" for name, value in dict(headers or {}).items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def hold(target: Target, sockets: Iterable[Closeable]) -> None:
    """Keeps connections open until the attack is to end, and closes them."""
    target.rest()
    for connection in sockets:
        connection.close()
