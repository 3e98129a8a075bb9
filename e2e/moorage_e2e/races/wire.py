"""HTTP/1.1 over raw sockets, with hold of every byte: heads and bodies are sent as the caller says, and cut off where it says."""

from __future__ import annotations

import select
import socket
import threading
import time
from collections.abc import Mapping

TIMEOUT = 60
CUT = 0


class Answer:
    """What came back. A status of CUT says that the server closed the connection without an answer."""

    def __init__(self, status: int, headers: dict[str, str] | None = None, body: bytes = b"") -> None:
        self.status = status
        self.headers = headers or {}
        self.body = body

    def header(self, name: str) -> str:
        """Its value, or an empty text where there is none."""
        return self.headers.get(name.lower(), "")


class Connection:
    """One connection. It sends and receives at will, from one thread."""

    def __init__(self, address: str) -> None:
        host, port = address.rsplit(":", 1)
        self.address = address
        self.socket = socket.create_connection((host, int(port)), timeout=TIMEOUT)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""
        self.open = True

    def send(self, data: bytes) -> bool:
        """Whether it went out. A peer that has closed is no error here."""
        try:
            self.socket.sendall(data)
            return True
        except OSError:
            self.open = False
            return False

    def receive(self, method: str) -> Answer:
        try:
            answer = self._receive(method)
        except (ConnectionError, EOFError):
            answer = Answer(CUT)
        if answer.status == CUT or "close" in answer.header("connection"):
            self.open = False
        return answer

    def _receive(self, method: str) -> Answer:
        while b"\r\n\r\n" not in self.buffer:
            self._fill()
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        lines = head.decode("latin-1").split("\r\n")
        headers = {}
        for line in lines[1:]:
            name, value = line.split(":", 1)
            headers[name.lower()] = value.strip()
        status = int(lines[0].split(" ")[1])
        if method == "HEAD" or status in (204, 304):
            return Answer(status, headers)
        return Answer(status, headers, self._body(headers))

    def _body(self, headers: dict[str, str]) -> bytes:
        if headers.get("transfer-encoding") == "chunked":
            body = b""
            while True:
                size = int(self._line(), 16)
                body += self._take(size)
                self._line()
                if size == 0:
                    return body
        return self._take(int(headers.get("content-length", 0)))

    def _line(self) -> bytes:
        while b"\r\n" not in self.buffer:
            self._fill()
        line, self.buffer = self.buffer.split(b"\r\n", 1)
        return line

    def _take(self, size: int) -> bytes:
        parts, missing = [self.buffer[:size]], size - len(self.buffer)
        self.buffer = self.buffer[size:]
        while missing > 0:
            data = self.socket.recv(min(missing, 1 << 18))
            if not data:
                raise EOFError
            parts.append(data)
            missing -= len(data)
        return b"".join(parts)

    def _fill(self) -> None:
        data = self.socket.recv(1 << 16)
        if not data:
            raise EOFError
        self.buffer += data

    def close(self) -> None:
        self.open = False
        self.socket.close()


class Connections:
    """Keeps connections that can be used again, so that many requests do not use up the ports of the machine."""

    def __init__(self) -> None:
        self.idle: dict[str, list[Connection]] = {}
        self.lock = threading.Lock()

    def take(self, address: str) -> Connection:
        while True:
            with self.lock:
                idle = self.idle.setdefault(address, [])
                connection = idle.pop() if idle else None
            if connection is None:
                return Connection(address)
            if not select.select([connection.socket], [], [], 0)[0]:
                return connection
            connection.close()

    def give_back(self, connection: Connection) -> None:
        if connection.open and not connection.buffer:
            with self.lock:
                self.idle[connection.address].append(connection)
        else:
            connection.close()


def head(method: str, target: str, length: int | None, headers: Mapping[str, str] | None = None) -> bytes:
    """The head of a request. A length of None is a chunked body."""
    lines = [f"{method} {target} HTTP/1.1", "Host: registry"]
    lines.append("Transfer-Encoding: chunked" if length is None else f"Content-Length: {length}")
    lines += [f"{name}: {value}" for name, value in dict(headers or {}).items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


class Sending:
    """A request with a body that is sent piece by piece: begin, more, and the answer at the end."""

    def __init__(
        self, connection: Connection, method: str, target: str, length: int | None, headers: Mapping[str, str] | None = None
    ) -> None:
        self.connection = connection
        self.method = method
        self.chunked = length is None
        connection.send(head(method, target, length, headers))

    def more(self, data: bytes) -> bool:
        if self.chunked and data:
            data = b"%x\r\n%s\r\n" % (len(data), data)
        return self.connection.send(data)

    def answer(self) -> Answer:
        if self.chunked and self.connection.open:
            self.connection.send(b"0\r\n\r\n")
        return self.connection.receive(self.method)


def request(
    connections: Connections,
    address: str,
    method: str,
    target: str,
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    chunked: bool = False,
    pieces: int = 1,
    pause: float = 0.0,
) -> Answer:
    """One request and its answer. The body goes out in so many pieces, with a pause between them."""
    connection = connections.take(address)
    sending = Sending(connection, method, target, None if chunked else len(body), headers)
    size = max(1, -(-len(body) // pieces))
    for start in range(0, len(body), size):
        if start and pause:
            time.sleep(pause)
        if not sending.more(body[start : start + size]):
            break  # It has closed; what it said before is still to be read.
    answer = sending.answer()
    connections.give_back(connection)
    return answer
