"""HTTP/2 by prior knowledge, frame by frame: as little of it as an attack needs, and no rule that it keeps by itself."""

from __future__ import annotations

import select
import struct
from collections.abc import Mapping, Sequence

from moorage_e2e.attacks.target import Target

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PUSH, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = range(10)
END_STREAM, END_HEADERS = 1, 4
FRAME_SIZE = 16384


def frame(kind: int, flags: int = 0, stream: int = 0, payload: bytes = b"") -> bytes:
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def _text(text: str) -> bytes:
    data = text.encode("latin-1")
    if len(data) < 127:
        return bytes([len(data)]) + data
    rest, encoded = len(data) - 127, bytearray([127])
    while rest >= 128:
        encoded.append(rest & 127 | 128)
        rest >>= 7
    return bytes(encoded) + bytes([rest]) + data


def head(method: str, path: str, headers: Mapping[str, str] | None = None) -> bytes:
    """A header block of literals that no table keeps (RFC 7541, section 6.2.2)."""
    fields = [(":method", method), (":path", path), (":scheme", "http"), (":authority", "registry"), *dict(headers or {}).items()]
    return b"".join(b"\0" + _text(name.lower()) + _text(value) for name, value in fields)


def request(stream: int, method: str, path: str, headers: Mapping[str, str] | None = None, end: bool = False) -> bytes:
    return frame(HEADERS, END_HEADERS | (END_STREAM if end else 0), stream, head(method, path, headers))


class Http2:
    """A connection that keeps count of the windows it was given, and of nothing else."""

    def __init__(self, target: Target, settings: bytes = b"") -> None:
        self.socket = target.connect()
        self.buffer = b""
        self.error: int | None = None  # of GOAWAY
        self.ended = False
        self.broken = False  # nothing can be sent any more; what came before may still be read
        self.initial = 65535
        self.window = 65535
        self.windows: dict[int, int] = {}
        self.answered: dict[int, bytes] = {}  # frames of HEADERS by stream
        self.send(PREFACE + frame(SETTINGS, payload=settings))

    def send(self, data: bytes) -> bool:
        """Whether all of it went out. A peer that has closed, or takes no more for five seconds, is no error here."""
        try:
            if not self.broken:
                self.socket.settimeout(5)
                self.socket.sendall(data)
        except OSError:
            self.broken = True
        return not self.broken

    def open(self, stream: int, method: str, path: str, headers: Mapping[str, str] | None = None, end: bool = False) -> bool:
        self.windows[stream] = self.windows.get(stream, self.initial)
        return self.send(request(stream, method, path, headers, end))

    def room(self, stream: int) -> int:
        return min(self.window, self.windows[stream])

    def data(self, stream: int, payloads: Sequence[bytes]) -> bool:
        """DATA frames, as many of them as the windows have room for."""
        out = bytearray()
        for payload in payloads:
            if self.room(stream) < len(payload):
                break
            self.window -= len(payload)
            self.windows[stream] -= len(payload)
            out += frame(DATA, 0, stream, payload)
        return bool(out) and self.send(bytes(out))

    def look(self, wait: float = 0.0) -> None:
        """Takes in what has come."""
        try:
            while not self.ended and select.select([self.socket], [], [], wait)[0]:
                wait = 0
                data = self.socket.recv(1 << 16)
                self.ended = not data
                self.buffer += data
        except OSError:
            self.ended = True
        while len(self.buffer) >= 9:
            length = int.from_bytes(self.buffer[:3], "big")
            if len(self.buffer) < 9 + length:
                break
            kind, flags, stream = struct.unpack(">BBI", self.buffer[3:9])
            payload, self.buffer = self.buffer[9 : 9 + length], self.buffer[9 + length :]
            self._take(kind, flags, stream, payload)

    def _take(self, kind: int, flags: int, stream: int, payload: bytes) -> None:
        if kind == GOAWAY:
            self.error = struct.unpack(">I", payload[4:8])[0]
        elif kind == WINDOW_UPDATE:
            count = struct.unpack(">I", payload)[0]
            if stream:
                self.windows[stream] = self.windows.get(stream, self.initial) + count
            else:
                self.window += count
        elif kind == HEADERS:
            self.answered[stream] = payload
        elif kind == SETTINGS and not flags & 1:
            for name, value in struct.iter_unpack(">HI", payload):
                if name == 4:
                    self.windows = {stream: window + value - self.initial for stream, window in self.windows.items()}
                    self.initial = value
            self.send(frame(SETTINGS, 1))

    def close(self) -> None:
        self.ended = True
        self.socket.close()
