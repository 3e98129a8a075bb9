"""A relay to another port of 127.0.0.1 that counts the bytes which come back, and can slow them down."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from typing import Self

CHUNK = 1 << 16


class Relay:
    """rate: bytes a second of all connections together, 0 for no limit. It can be changed at any time."""

    def __init__(self, port: int, rate: int = 0) -> None:
        self.behind = port
        self.rate = rate
        self.count = 0
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self.accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.listener.close()

    def accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                threading.Thread(target=self.connect, args=(client,), daemon=True).start()

    def connect(self, client: socket.socket) -> None:
        with client, contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.behind)) as server:
            there = threading.Thread(target=self.copy, args=(client, server, False), daemon=True)
            there.start()
            self.copy(server, client, True)
            client.shutdown(socket.SHUT_RDWR)
            there.join()

    def copy(self, source: socket.socket, target: socket.socket, back: bool) -> None:
        """Copies until one side ends, and then ends the other one."""
        with contextlib.suppress(OSError):
            while chunk := source.recv(CHUNK):
                if back:
                    self.pass_on(len(chunk))
                target.sendall(chunk)
        with contextlib.suppress(OSError):
            target.shutdown(socket.SHUT_WR)

    def pass_on(self, length: int) -> None:
        with self.lock:
            self.count += length
            if self.rate:
                time.sleep(length / self.rate)
