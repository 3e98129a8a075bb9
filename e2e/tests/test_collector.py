"""What a collector reads in the bytes of OTLP."""

from __future__ import annotations

import unittest

from moorage_e2e.failures import Unexpected
from moorage_e2e.servers.collector import SERVER, Span, fields, spans_of


def field(number: int, content: bytes) -> bytes:
    assert len(content) < 128
    return bytes([number << 3 | 2, len(content)]) + content


def attribute(number: int, name: str, value: bytes) -> bytes:
    return field(number, field(1, name.encode()) + field(2, value))


class CollectorTest(unittest.TestCase):
    def test_spans_are_read_with_their_resource(self) -> None:
        times = b"\x39" + bytes(8)  # start_time_unix_nano
        status = attribute(9, "http.response.status_code", b"\x18\xc9\x01")
        span = field(1, b"\xab" * 16) + field(2, b"\x01" * 8) + field(4, b"\x02" * 8) + field(5, b"GET /v2/")
        span += b"\x30\x02" + times + status + attribute(9, "http.route", field(1, b"/v2/"))
        resource = field(1, attribute(1, "service.name", field(1, b"registry")))
        request = bytes([0x0A]) + length(body := resource + long_field(2, long_field(2, span))) + body
        expected = Span(
            "ab" * 16, "01" * 8, "02" * 8, "GET /v2/", SERVER, {"http.response.status_code": 201, "http.route": "/v2/"}, "registry"
        )
        self.assertEqual(spans_of(request), [expected])

    def test_a_message_that_is_cut_off_is_refused(self) -> None:
        for message in (b"\x0a", b"\x0a\x05ab", b"\x39\x00", b"\x0b"):
            with self.assertRaises(Unexpected):
                list(fields(message))


def length(content: bytes) -> bytes:
    return bytes([len(content) & 0x7F | 0x80, len(content) >> 7])


def long_field(number: int, content: bytes) -> bytes:
    return bytes([number << 3 | 2]) + length(content) + content


if __name__ == "__main__":
    unittest.main()
