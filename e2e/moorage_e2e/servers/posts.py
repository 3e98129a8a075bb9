"""A server on 127.0.0.1 that takes what is sent to it by POST. It can refuse everything, and can be away."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Mapping
from typing import Self

from moorage_e2e.servers.process import free_port


class PostServer:
    """status: what each POST is answered with. Only what is answered with 200 is accepted."""

    def __init__(self, path: str, address: str = "127.0.0.1") -> None:
        """address: of the interface that it listens at."""
        self.address = address
        self.port = free_port()
        self.url = f"http://{address}:{self.port}{path}"
        self.status = 200
        self.server: http.server.ThreadingHTTPServer | None = None

    def accept(self, headers: Mapping[str, str], body: bytes) -> None:
        """Called with each POST that is accepted, before its answer, on a thread of its own."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                status = outer.status
                if status == 200:
                    outer.accept(dict(self.headers.items()), body)
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                """Nothing is logged."""

        self.server = http.server.ThreadingHTTPServer((self.address, self.port), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        if self.server:
            self.server.shutdown()
            self.server.server_close()
