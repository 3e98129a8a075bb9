"""One connection to a registry, used by most checks."""

from __future__ import annotations

import http.client
import urllib.parse
from collections.abc import Iterable, Mapping
from email.message import Message

# What a request raises when there was no answer, or half of one.
NO_ANSWER = (OSError, http.client.HTTPException)


class Answer:
    def __init__(self, status: int, headers: Message, content: bytes) -> None:
        self.status = status
        self.headers = headers
        self.content = content

    def location(self) -> str:
        """Path and query of Location."""
        where = urllib.parse.urlsplit(self.headers["Location"])
        return where.path + ("?" + where.query if where.query else "")


class Connection:
    """Opened when it is needed, and opened again when the server has closed it."""

    def __init__(self, address: str, timeout: float = 60) -> None:
        """address: HOST:PORT"""
        self.address = address
        self.timeout = timeout
        self.connection: http.client.HTTPConnection | None = None

    def request(
        self, method: str, path: str, body: bytes | Iterable[bytes] = b"", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Sends a request, and reads the answer to its end. A body that is not bytes is sent in chunks, as it comes."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection(self.address, timeout=self.timeout)
        try:
            chunked = not isinstance(body, bytes)
            self.connection.request(method, path, body=body, headers=dict(headers or {}), encode_chunked=chunked)
            answer = self.connection.getresponse()
            content = answer.read()
        except NO_ANSWER:
            self.close()
            raise
        if answer.will_close:
            self.close()
        return Answer(answer.status, answer.headers, content)

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None
