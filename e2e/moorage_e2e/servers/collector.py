"""A collector of OpenTelemetry that takes spans by OTLP over HTTP, as Protocol Buffers.

The numbers of the fields are those of opentelemetry-proto: collector/trace/v1/trace_service.proto, trace/v1/trace.proto and
common/v1/common.proto.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from moorage_e2e.failures import Unexpected
from moorage_e2e.servers.posts import PostServer

INTERNAL, SERVER = 1, 2  # SpanKind
VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5  # Wire types.
Value = int | bytes


@dataclass(frozen=True)
class Span:
    """Identifiers are in hexadecimal. parent is empty for the first span of a trace."""

    trace: str
    id: str
    parent: str
    name: str
    kind: int
    attributes: dict[str, str | int]
    service: str


class Collector(PostServer):
    """endpoint: for OTEL_EXPORTER_OTLP_ENDPOINT. spans: those that have arrived."""

    def __init__(self, address: str = "127.0.0.1") -> None:
        super().__init__("/v1/traces", address)
        self.endpoint = self.url.removesuffix("/v1/traces")
        self.spans: list[Span] = []

    def accept(self, headers: Mapping[str, str], body: bytes) -> None:
        self.spans += spans_of(body)


def spans_of(request: bytes) -> list[Span]:
    """The spans of an ExportTraceServiceRequest."""
    found = []
    for of_resource in messages(request, 1):
        resource = attributes_of(b"".join(messages(of_resource, 1)), 1)
        for of_scope in messages(of_resource, 2):
            found += [span_of(message, str(resource.get("service.name"))) for message in messages(of_scope, 2)]
    return found


def span_of(message: bytes, service: str) -> Span:
    values = dict(fields(message))
    trace, identifier, parent, name = (one if isinstance(one, bytes) else b"" for one in (values.get(n) for n in (1, 2, 4, 5)))
    kind = values.get(6, 0)
    assert isinstance(kind, int)
    return Span(trace.hex(), identifier.hex(), parent.hex(), name.decode(), kind, attributes_of(message, 9), service)


def attributes_of(message: bytes, number: int) -> dict[str, str | int]:
    """The attributes whose values are texts and whole numbers."""
    found: dict[str, str | int] = {}
    for pair in messages(message, number):
        name = b"".join(messages(pair, 1)).decode()
        for value in messages(pair, 2):
            for kind, content in fields(value):
                if kind == 1 and isinstance(content, bytes):
                    found[name] = content.decode()
                elif kind == 3 and isinstance(content, int):
                    found[name] = content
    return found


def messages(message: bytes, number: int) -> list[bytes]:
    """The values of a field that holds texts, bytes or messages."""
    return [value for found, value in fields(message) if found == number and isinstance(value, bytes)]


def fields(message: bytes) -> Iterator[tuple[int, Value]]:
    """The fields of a message in order. Numbers of a fixed length are bytes."""
    at = 0
    while at < len(message):
        key, at = varint(message, at)
        number, wire = key >> 3, key & 7
        if wire == VARINT:
            value, at = varint(message, at)
            yield number, value
            continue
        if wire == BYTES:
            length, at = varint(message, at)
        elif wire in (FIXED64, FIXED32):
            length = 8 if wire == FIXED64 else 4
        else:
            raise Unexpected(f"there is no wire type {wire}")
        if at + length > len(message):
            raise Unexpected(f"field {number} is cut off")
        yield number, message[at : at + length]
        at += length


def varint(message: bytes, at: int) -> tuple[int, int]:
    """The number at a position, and the position after it."""
    value = shift = 0
    while True:
        if at == len(message):
            raise Unexpected("a number is cut off")
        byte = message[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at
