"""A receiver of notifications on 127.0.0.1. It keeps what it gets, can refuse everything, and can be away."""

from __future__ import annotations

import http.server
import json
import threading
import time
from collections.abc import Callable
from typing import Any, Self

from moorage_e2e.failures import Unexpected
from moorage_e2e.servers.process import free_port


class Receiver:
    """posts: the headers and the text of each event that was accepted, in order."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/events"
        self.status = 200
        self.posts: list[tuple[dict[str, str], str]] = []
        self.server: http.server.ThreadingHTTPServer | None = None

    def __enter__(self) -> Self:
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                text = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                if receiver.status == 200:
                    receiver.posts.append((dict(self.headers.items()), text))
                self.send_response(receiver.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                """Nothing is logged."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        if self.server:
            self.server.shutdown()
            self.server.server_close()

    def events(self) -> list[dict[str, Any]]:
        """Each event. An envelope with more or less than one is wrong."""
        found = []
        for _, text in self.posts:
            envelope = json.loads(text)
            if list(envelope) != ["events"] or len(envelope["events"]) != 1:
                raise Unexpected(f"not one event in an envelope: {text}")
            found.append(envelope["events"][0])
        return found

    def wait(self, enough: Callable[[list[dict[str, Any]]], bool], what: str, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while not enough(self.events()):
            if time.monotonic() > deadline:
                actions = [event["action"] for event in self.events()]
                raise Unexpected(f"{what}: in {seconds} s there were {actions}")
            time.sleep(0.05)
