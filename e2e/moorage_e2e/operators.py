"""Operators list and end uploads: two replicas over one folder, and users with rights of their own."""

from __future__ import annotations

import base64
import http.client
import json
import os
import pathlib
import threading
import time
from collections.abc import Iterator
from typing import Any

from moorage_e2e.client.connection import NO_ANSWER, Answer, Connection
from moorage_e2e.failures import Unexpected
from moorage_e2e.report import Report
from moorage_e2e.servers.moorage import SECRET, Server
from moorage_e2e.waiting import wait_for

PASSWORD = "secret"
# Hashed by openssl passwd -6 -salt e2e.
HASH = "$6$e2e$PdUkmjQsDHkOVyjOaY2TxuaSRDJ3Rm0pMFJB.dpP/NwKF53JjzN1R./ryNTr3Uq0oWU5NE3qBSrnDVDkDfwuX1"
CONFIGURATION = """\
version: 0.1
storage: {{filesystem: {{rootdirectory: {work}/root}}}}
http: {{secret: {secret}}}
auth: {{htpasswd: {{realm: e2e, path: {work}/users}}}}
access:
  rules:
    - {{who: ci, may: push, repositories: "team/**"}}
    - {{who: other, may: push, repositories: "other/**"}}
    - {{who: ops, may: list}}
"""
REPOSITORY = "team/model"
PIECE = 64 << 10
# The upload lasts for two minutes: another replica hears of it after twenty seconds at most.
PIECES = 1200
SECONDS_A_PIECE = 0.1


class User:
    """One user's requests to one replica."""

    def __init__(self, server: Server, name: str) -> None:
        self.connection = Connection(server.address)
        login = base64.b64encode(f"{name}:{PASSWORD}".encode()).decode()
        self.headers = {"Authorization": f"Basic {login}", "User-Agent": "e2e/1 python"}

    def request(self, method: str, path: str, body: bytes = b"") -> Answer:
        return self.connection.request(method, path, body, self.headers)

    def expect(self, status: int, method: str, path: str, body: bytes = b"") -> Answer:
        answer = self.request(method, path, body)
        if answer.status != status:
            raise Unexpected(f"{method} {path.split('_state')[0]}: {answer.status} {answer.content[:300]!r}, not {status}")
        return answer

    def start(self) -> str:
        return self.expect(202, "POST", f"/v2/{REPOSITORY}/blobs/uploads/").location()

    def list(self, query: str = "") -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = json.loads(self.expect(200, "GET", "/v2/_moorage/uploads" + query).content)["uploads"]
        return rows

    def end(self, status: int, upload: str) -> None:
        self.expect(status, "DELETE", f"/v2/_moorage/uploads/{upload}?repository={REPOSITORY}")

    def require_unknown(self, location: str) -> None:
        """The next step of a client whose upload was ended."""
        answer = self.expect(404, "PATCH", location, b"x")
        if json.loads(answer.content)["errors"][0]["code"] != "BLOB_UPLOAD_UNKNOWN":
            raise Unexpected(f"PATCH: {answer.content!r}")


class SlowUpload(threading.Thread):
    """A PATCH that sends a piece ten times a second, until it is paused or hurries to its end."""

    def __init__(self, user: User, location: str) -> None:
        super().__init__(daemon=True)
        self.user, self.location = user, location
        self.flows = threading.Event()
        self.flows.set()
        self.hurries = False
        self.status = 0

    def run(self) -> None:
        connection = http.client.HTTPConnection(self.user.connection.address, timeout=300)
        headers = {**self.user.headers, "Content-Length": str(PIECE * PIECES)}
        try:
            connection.request("PATCH", self.location, body=self.pieces(), headers=headers)
            self.status = connection.getresponse().status
        except NO_ANSWER:
            self.status = -1
        finally:
            connection.close()

    def pieces(self) -> Iterator[bytes]:
        for _ in range(PIECES):
            self.flows.wait()
            if not self.hurries:
                time.sleep(SECONDS_A_PIECE)
            yield bytes(PIECE)


def upload_of(location: str) -> str:
    return location.split("?")[0].rsplit("/", 1)[1]


def run(package: str, work: str, report: Report) -> None:
    configuration = prepare(work)
    first, second = (Server(package, work, {}, log=f"{name}.log", arguments=[configuration]) for name in ("first", "second"))
    try:
        first.start()
        second.start()
        with report.check("a slow upload is listed at both replicas, stalls, and is ended at the other one"):
            slow(first, second, configuration)
        with report.check("moorage uploads abort ends an upload of servers that run"):
            by_command(first, configuration)
        with report.check("an upload of a server that was killed is found in the storage"):
            after_a_kill(first, second)
    finally:
        first.kill()
        second.kill()


def prepare(work: str) -> str:
    pathlib.Path(work, "users").write_text("".join(f"{user}:{HASH}\n" for user in ("ci", "other", "ops")))
    file = os.path.join(work, "config.yml")
    pathlib.Path(file).write_text(CONFIGURATION.format(work=work, secret=SECRET))
    return file


def slow(first: Server, second: Server, configuration: str) -> None:
    ci, there, ops = User(first, "ci"), User(second, "ci"), User(second, "ops")
    location = ci.start()
    upload = upload_of(location)
    sender = SlowUpload(User(first, "ci"), location)
    sender.start()
    wait_for(lambda: has(ci, upload, state="receiving", user="ci", client="e2e/1", method="PATCH", expected=PIECE * PIECES), "receiving")
    wait_for(lambda: has(ops, upload, state="receiving", user="ci"), "listed at the other replica")
    sender.flows.clear()
    wait_for(lambda: has(ci, upload, state="stalled", bytesPerSecond=0), "stalled")
    wait_for(lambda: has(there, upload, state="stalled"), "stalled at the other replica")
    require_rights(second, upload)
    if not has(ops, upload, "?scan=true", user="ci", requests=1):
        raise Unexpected(f"the storage has {ops.list('?scan=true')}")
    status, output, errors = second.run("uploads", "list", configuration)
    if status != 0 or f"{REPOSITORY} {upload}: " not in output:
        raise Unexpected(f"uploads list: {status} {output} {errors}")
    there.end(204, upload)
    ci.require_unknown(location)
    there.end(404, upload)
    sender.hurries = True
    sender.flows.set()
    sender.join(120)
    if sender.is_alive() or 200 <= sender.status < 300:
        raise Unexpected(f"the request whose upload was ended: {sender.status}")
    wait_for(lambda: not ops.list() and not ci.list(), "no upload is listed any more")


def has(user: User, upload: str, query: str = "", /, **expected: object) -> bool:
    rows = [row for row in user.list(query) if row["id"] == upload]
    return len(rows) == 1 and all(rows[0].get(name) == value for name, value in expected.items())


def require_rights(server: Server, upload: str) -> None:
    other, ops = User(server, "other"), User(server, "ops")
    if other.list():
        raise Unexpected(f"another user sees {other.list()}")
    other.end(403, upload)
    ops.end(403, upload)
    other.expect(403, "GET", "/v2/_moorage/uploads?scan=true")
    other.expect(403, "GET", f"/v2/_moorage/uploads?scan=true&repository={REPOSITORY}")
    anonymous = Connection(server.address).request("GET", "/v2/_moorage/uploads")
    if anonymous.status != 401:
        raise Unexpected(f"without a password: {anonymous.status}")


def by_command(server: Server, configuration: str) -> None:
    ci = User(server, "ci")
    location = ci.expect(202, "PATCH", ci.start(), bytes(PIECE)).location()
    arguments = ["uploads", "abort", "--repository", REPOSITORY, "--id", upload_of(location), configuration]
    status, output, errors = server.run(*arguments)
    if status != 0 or output.strip() != "The upload was ended.":
        raise Unexpected(f"uploads abort: {status} {output} {errors}")
    ci.require_unknown(location)


def after_a_kill(first: Server, second: Server) -> None:
    ci, ops = User(first, "ci"), User(second, "ops")
    location = ci.expect(202, "PATCH", ci.start(), bytes(PIECE)).location()
    first.kill()
    upload = upload_of(location)
    if not has(ops, upload, "?scan=true", state="idle", user="ci", client="e2e/1", durable=PIECE, requests=1):
        raise Unexpected(f"the storage has {ops.list('?scan=true')}")
    User(second, "ci").end(204, upload)
    if ops.list("?scan=true"):
        raise Unexpected(f"the storage has {ops.list('?scan=true')}")
