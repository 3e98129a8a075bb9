"""A proxy in front of S3Proxy that makes it decide conditions as S3 does: arbiter.py PORT BEHIND

S3Proxy looks at If-Match and then writes, in two steps: of four PUTs at once with one ETag, two and more are granted. Here one request
with a condition goes through at a time for each key, so that the check and the write are one step. Everything else passes as it is.
"""

from __future__ import annotations

import collections
import socket
import sys
import threading

locks: dict[str, threading.Lock] = collections.defaultdict(threading.Lock)
locks_lock = threading.Lock()


class Side:
    """One side of a connection: reads heads, and hands bodies over to the other side."""

    def __init__(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket = connection
        self.buffer = b""

    def fill(self) -> None:
        data = self.socket.recv(1 << 16)
        if not data:
            raise EOFError
        self.buffer += data

    def head(self) -> tuple[list[str], dict[str, str]]:
        while b"\r\n\r\n" not in self.buffer:
            self.fill()
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        lines = head.decode("latin-1").split("\r\n")
        return lines, {name.lower(): value.strip() for name, value in (line.split(":", 1) for line in lines[1:])}

    def hand_over(self, size: int, other: Side) -> None:
        while size > 0:
            if not self.buffer:
                self.fill()
            data, self.buffer = self.buffer[:size], self.buffer[size:]
            other.socket.sendall(data)
            size -= len(data)

    def hand_over_body(self, headers: dict[str, str], other: Side) -> None:
        if headers.get("transfer-encoding", "").lower() != "chunked":
            self.hand_over(int(headers.get("content-length", 0)), other)
            return
        size = -1
        while size != 0:
            while b"\r\n" not in self.buffer:
                self.fill()
            line = self.buffer.split(b"\r\n", 1)[0]
            size = int(line.split(b";")[0], 16)
            self.hand_over(len(line) + 2 + size + 2, other)


def pass_on(client: Side, store: Side, lines: list[str], headers: dict[str, str]) -> bool:
    kept = [line for line in lines if not line.lower().startswith("expect:")]
    if len(kept) < len(lines):
        client.socket.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
    store.socket.sendall("\r\n".join(kept).encode("latin-1") + b"\r\n\r\n")
    client.hand_over_body(headers, store)
    answer, answered = store.head()
    client.socket.sendall("\r\n".join(answer).encode("latin-1") + b"\r\n\r\n")
    status = int(answer[0].split(" ")[1])
    if not lines[0].startswith("HEAD ") and status not in (204, 304):
        store.hand_over_body(answered, client)
    return answered.get("connection", "").lower() != "close"


def serve(connection: socket.socket, behind: int) -> None:
    try:
        with connection, socket.create_connection(("127.0.0.1", behind)) as upstream:
            client, store = Side(connection), Side(upstream)
            goes_on = True
            while goes_on:
                lines, headers = client.head()
                if "if-match" in headers or "if-none-match" in headers:
                    with locks_lock:
                        lock = locks[lines[0].split(" ")[1].split("?")[0]]
                    with lock:
                        goes_on = pass_on(client, store, lines, headers)
                else:
                    goes_on = pass_on(client, store, lines, headers)
    except (OSError, EOFError):
        pass  # One of the sides has left; the other one sees it.


def main() -> None:
    port, behind = int(sys.argv[1]), int(sys.argv[2])
    with socket.create_server(("127.0.0.1", port), backlog=512) as listening:
        while True:
            connection, _ = listening.accept()
            threading.Thread(target=serve, args=(connection, behind), daemon=True).start()


if __name__ == "__main__":
    main()
