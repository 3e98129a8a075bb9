"""A registry on 127.0.0.1 that does not do what it should, and a host of blobs that it may redirect to."""

from __future__ import annotations

import hashlib
import http.server
import re
import threading
import time
from collections.abc import Callable
from typing import Self

from moorage_e2e.client import images
from moorage_e2e.client.authorization import basic
from moorage_e2e.servers.process import free_port

Request = tuple[str, str, dict[str, str]]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is logged."""

    def answer(self, status: int, headers: dict[str, str], body: bytes = b"", length: int | None = None) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def cut(self) -> None:
        """Ends the connection before the body is complete."""
        self.wfile.flush()
        self.close_connection = True
        self.connection.shutdown(2)


class Host:
    """requests: what it was asked, in order."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.requests: list[Request] = []
        self.server: http.server.ThreadingHTTPServer | None = None

    def serve(self, handler: Handler) -> None:
        raise NotImplementedError

    def count(self, method: str, part: str) -> int:
        return sum(1 for asked, path, _ in list(self.requests) if asked == method and part in path)

    def start(self) -> None:
        host = self

        class Serving(Handler):
            def do_GET(self) -> None:
                if host.server is None:  # It has ended, and a connection is still open.
                    self.close_connection = True
                    return
                host.requests.append((self.command, self.path, {name.lower(): value for name, value in self.headers.items()}))
                try:
                    host.serve(self)
                except OSError:
                    self.close_connection = True

            do_HEAD = do_GET

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), Serving)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        server, self.server = self.server, None
        if server:
            server.shutdown()
            server.server_close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


class BlobHost(Host):
    """Serves blobs by their digests, and refuses a request that has credentials, as hosts of signed URLs do."""

    def __init__(self, contents: dict[str, bytes]) -> None:
        super().__init__()
        self.contents = contents

    def serve(self, handler: Handler) -> None:
        content = self.contents.get(handler.path.rpartition("/")[2])
        if handler.headers["Authorization"] or handler.headers["Cookie"] or content is None:
            handler.answer(400, {})
        else:
            handler.answer(200, {}, content)


# Answers a request for a blob: the handler, the bytes of the blob, where they begin, and whether this is the first request for it.
Fault = Callable[[Handler, bytes, int, bool], None]


class HostileRegistry(Host):
    """One image and blobs in every repository, for a login. fault: how blobs are sent. refusal: an answer to everything."""

    login = ("captain", "secret")

    def __init__(self, fault: Fault | None = None, refusal: tuple[int, dict[str, str]] | None = None) -> None:
        super().__init__()
        self.fault, self.refusal = fault, refusal
        self.contents: dict[str, bytes] = {}
        self.asked: set[str] = set()
        self.lock = threading.Lock()
        manifest = b'{"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"%s","digest":"%s","size":2},"layers":[]}' % (
            images.MANIFEST.encode(),
            images.CONFIG.encode(),
            self.add(b"{}").encode(),
        )
        self.manifest = manifest

    def add(self, content: bytes) -> str:
        digest = "sha256:" + hashlib.sha256(content).hexdigest()
        self.contents[digest] = content
        return digest

    def serve(self, handler: Handler) -> None:
        if self.refusal:
            handler.answer(*self.refusal)
        elif handler.headers["Authorization"] != basic(*self.login)["Authorization"]:
            handler.answer(401, {"WWW-Authenticate": 'Basic realm="hostile"'})
        elif "/manifests/" in handler.path:
            digest = "sha256:" + hashlib.sha256(self.manifest).hexdigest()
            handler.answer(200, {"Content-Type": images.MANIFEST, "Docker-Content-Digest": digest}, self.manifest)
        elif "/blobs/" in handler.path and handler.path.rpartition("/")[2] in self.contents:
            self.serve_blob(handler, handler.path.rpartition("/")[2])
        else:
            handler.answer(404, {})

    def serve_blob(self, handler: Handler, digest: str) -> None:
        content = self.contents[digest]
        if handler.command == "HEAD":
            handler.answer(200, {}, content)
            return
        with self.lock:
            first = digest not in self.asked
            self.asked.add(digest)
        found = re.fullmatch(r"bytes=(\d+)-", handler.headers["Range"] or "")
        (self.fault or honest)(handler, content, int(found.group(1)) if found else 0, first)


def honest(handler: Handler, content: bytes, start: int, first: bool) -> None:
    partial(handler, content, start, start)


def partial(handler: Handler, content: bytes, start: int, said: int) -> None:
    """Sends the bytes from start on, and says that they begin elsewhere."""
    if start == 0 and said == 0:
        handler.answer(200, {}, content)
    else:
        handler.answer(206, {"Content-Range": f"bytes {said}-{len(content) - 1}/{len(content)}"}, content[start:])


def cut(handler: Handler, content: bytes, start: int, first: bool) -> None:
    """Breaks off in the middle, and continues by a range."""
    if first:
        handler.answer(200, {}, content[: len(content) // 2], len(content))
        handler.cut()
    else:
        partial(handler, content, start, start)


def cut_without_ranges(handler: Handler, content: bytes, start: int, first: bool) -> None:
    cut(handler, content, start if first else 0, first)


def cut_with_a_wrong_range(handler: Handler, content: bytes, start: int, first: bool) -> None:
    """Continues with bytes of another place than it says."""
    if first:
        cut(handler, content, start, first)
    else:
        partial(handler, content, max(0, start - 1000), start)


def wrong_at_the_end(handler: Handler, content: bytes, start: int, first: bool) -> None:
    handler.answer(200, {}, content[:-1] + bytes([content[-1] ^ 1]))


def empty(handler: Handler, content: bytes, start: int, first: bool) -> None:
    handler.answer(200, {})


def slow(handler: Handler, content: bytes, start: int, first: bool) -> None:
    time.sleep(60)
    handler.close_connection = True


def trickle(handler: Handler, content: bytes, start: int, first: bool) -> None:
    """Sends the body over a second or so, so that all clients that have asked share it."""
    handler.answer(200, {}, content[: len(content) // 2], len(content))
    handler.wfile.flush()
    time.sleep(1.5)
    handler.wfile.write(content[len(content) // 2 :])


def redirects_to(url: str) -> Fault:
    def redirect(handler: Handler, content: bytes, start: int, first: bool) -> None:
        handler.answer(307, {"Location": f"{url}/sha256:{hashlib.sha256(content).hexdigest()}"})

    return redirect
