"""Collectors over S3 that are killed at each of their requests: before the store gets it, and before its answer comes."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import socket
import threading
import time

from moorage_e2e.checks.races import storage
from moorage_e2e.client.pushes import OCTETS, Pusher, digest_of
from moorage_e2e.failures import Unexpected
from moorage_e2e.garbage.collectors import Collection, collect
from moorage_e2e.garbage.store import Store
from moorage_e2e.report import Report
from moorage_e2e.servers.arbiter import Side, pass_on
from moorage_e2e.servers.moorage import Server

GRACE = 2  # Seconds. The store's times are whole seconds.
GARBAGE = 2  # Blobs of a pass.
MOST = 400
UNTIL_A_REMOVAL_IS_OVER = 125  # Seconds: its deletes take effect within a minute, and a minute more is allowed for.
REPOSITORY = "killed/one"
ENDPOINT = "REGISTRY_STORAGE_S3_REGIONENDPOINT"


class Gate:
    """A proxy in front of a store that kills a process when its request of some number comes."""

    def __init__(self, behind: int) -> None:
        self.behind = behind
        self.lock = threading.Lock()
        self.requests = 0
        self.kills: tuple[int, int, bool] | None = None  # The process, the number of the request, whether the store gets it.
        self.listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self.listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def arm(self, pid: int, number: int, passes: bool) -> None:
        """Before the process has sent a request."""
        with self.lock:
            self.requests, self.kills = 0, (pid, number, passes)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.listening.accept()
                threading.Thread(target=self._serve, args=[connection], daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with (
            contextlib.suppress(OSError, EOFError),
            connection,
            socket.create_connection(("127.0.0.1", self.behind)) as upstream,
        ):
            client, store = Side(connection), Side(upstream)
            goes_on = True
            while goes_on:
                lines, headers = client.head()
                goes_on = not self._kills() and pass_on(client, store, lines, headers)

    def _kills(self) -> bool:
        """Kills the process if it is time. Returns whether the store does not get the request."""
        with self.lock:
            self.requests += 1
            if self.kills is None or self.requests != self.kills[1]:
                return False
            os.kill(self.kills[0], signal.SIGKILL)
            return not self.kills[2]

    def close(self) -> None:
        self.listening.close()


class RequestKills:
    def __init__(self, server: Server, gate: Gate, store: Store, seed: int) -> None:
        self.server, self.gate, self.store, self.choices = server, gate, store, random.Random(f"{seed}-requests")
        self.seed = seed
        self.pushed: dict[str, bytes] = {}
        self.number = self.killed = self.pending = 0

    def garbage(self) -> list[bytes]:
        pusher = Pusher(self.server.address)
        contents = []
        for _ in range(GARBAGE):
            self.number += 1
            content = f"{self.seed} killed {self.number}".encode()
            pusher.post(REPOSITORY, content)
            pusher.expect(202, "DELETE", f"/v2/{REPOSITORY}/blobs/{digest_of(content)}")
            contents.append(content)
        pusher.close()
        return contents

    def at_each(self, stride: int, passes: bool) -> None:
        """A pass is killed at its requests, every one with a stride of 1."""
        for number in range(1 + self.choices.randrange(stride), MOST, stride):
            contents = self.garbage()
            time.sleep(GRACE + 1)
            variables = {ENDPOINT: f"http://127.0.0.1:{self.gate.port}", "REGISTRY_STORAGE_GC_LINKS": "false"}
            collection = Collection(self.server, f"{GRACE}s", "--parallel", "1", variables=variables)
            self.gate.arm(collection.process.pid, number, passes)
            status, _, err = collection.ends()
            if status not in (0, -signal.SIGKILL):
                raise Unexpected(f"the collector ended with {status}: {err}")
            self.push_again(self.choices.choice(contents))
            self.require_all()
            if status == 0:
                break
            self.killed += 1

    def push_again(self, content: bytes) -> None:
        """It is there after 201. While a delete may still come, the answer is 503."""
        pusher = Pusher(self.server.address)
        path = f"/v2/{REPOSITORY}/blobs/uploads/?digest={digest_of(content)}"
        answer = pusher.request("POST", path, content, OCTETS)
        if answer.status == 201:
            self.pushed[digest_of(content)] = content
        elif answer.status == 503 and "Retry-After" in answer.headers:
            self.pending += 1
        else:
            raise Unexpected(f"a push after a kill: {answer.status} {answer.content!r}")
        pusher.close()

    def require_all(self) -> None:
        pusher = Pusher(self.server.address)
        for digest, content in self.pushed.items():
            if pusher.expect(200, "GET", f"/v2/{REPOSITORY}/blobs/{digest}").content != content:
                raise Unexpected(f"{digest} has other bytes")
        pusher.close()

    def ends(self) -> None:
        """When all removals are over, a pass leaves nothing, and what was pushed again is there."""
        time.sleep(UNTIL_A_REMOVAL_IS_OVER)
        collect(self.server, f"{GRACE}s")
        if left := self.store.garbage():
            raise Unexpected(f"garbage is left: {sorted(left)[:5]}, {len(left)} in all")
        if said := self.store.verdicts():
            raise Unexpected(f"the docket is not empty: {said[:5]}")
        self.require_all()


def run(package: str, work: str, report: Report, seed: int, stride: int) -> None:
    with contextlib.ExitStack() as servers:
        kept, variables = storage("s3", work, servers)
        variables["REGISTRY_STORAGE_DELETE_ENABLED"] = "true"
        gate = Gate(int(variables[ENDPOINT].rsplit(":", 1)[1]))
        servers.callback(gate.close)
        server = servers.enter_context(Server(package, work, variables))
        kills = RequestKills(server, gate, Store(kept), seed)
        for passes, what in ((False, "before the store gets it"), (True, "before its answer comes")):
            with report.check(f"after a kill at each request to S3, {what}, nothing is lost") as details:
                before = kills.killed
                kills.at_each(stride, passes)
                if kills.killed == before:
                    raise Unexpected("no collector was killed: the stride is too large")
                details.append(f"killed {kills.killed - before} times, {len(kills.pushed)} pushed again, {kills.pending} got 503")
        with report.check("and a pass removes what is left when no delete can come any more"):
            kills.ends()
