"""The packaged server: started, killed, ended, and asked."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Collection, Iterable, Mapping

from moorage_e2e.client.connection import Answer, Connection
from moorage_e2e.failures import Unexpected
from moorage_e2e.servers.process import Process, free_port

SECRET = "a-secret-that-outlives-the-process"


class Server(Process):
    """variables: configuration, the storage among it. before: a command that runs the server, such as strace and its options.

    arguments: of the command serve, such as a file with more configuration.
    """

    def __init__(
        self,
        package: str,
        work: str,
        variables: Mapping[str, str],
        before: Iterable[str] = (),
        log: str = "server.log",
        arguments: Iterable[str] = (),
    ) -> None:
        self.program = os.path.join(package, "bin", "moorage")
        if not os.access(self.program, os.X_OK):
            raise Unexpected(f"there is no {self.program}: ./mvnw package -DskipTests makes the package, --package names another one")
        self.work = work
        self.debug_address = f"127.0.0.1:{free_port()}"
        self.requests = 0
        port = free_port()
        configuration = {
            "REGISTRY_HTTP_ADDR": f"127.0.0.1:{port}",
            "REGISTRY_HTTP_DEBUG_ADDR": self.debug_address,
            "REGISTRY_HTTP_SECRET": SECRET,
            "REGISTRY_LOG_ACCESSLOG_DISABLED": "true",
            "REGISTRY_HEALTH_STORAGEDRIVER_INTERVAL": "1ms",
            **variables,
        }
        super().__init__([*before, self.program, "serve", *arguments], port, os.path.join(work, log), configuration)

    def require_readiness(self, ready: bool) -> None:
        """What a probe gets: 200 and an empty object, or 503 and a reason that reveals nothing of the machine."""
        connection = Connection(self.debug_address)
        answer = connection.request("GET", "/debug/health")
        connection.close()
        health = json.loads(answer.content)
        if ready:
            right = answer.status == 200 and health == {}
        else:
            right = answer.status == 503 and list(health) == ["storagedriver_filesystem"]
        if not right or "/" in str(health):
            raise Unexpected(f"readiness is {answer.status} {health}, and should say {ready}")

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """A command of moorage over the same storage: its status, its output, and its errors."""
        ended = subprocess.run(
            [self.program, *arguments], env=self.environment, cwd=self.work, capture_output=True, text=True, timeout=600
        )
        return ended.returncode, ended.stdout, ended.stderr


class Client(Connection):
    """A connection to the server that counts its requests, and requires the statuses that are expected."""

    def __init__(self, server: Server, timeout: float = 30) -> None:
        super().__init__(server.address, timeout)
        self.server = server

    def request(
        self,
        method: str,
        path: str,
        body: bytes | Iterable[bytes] = b"",
        headers: Mapping[str, str] | None = None,
        expected: Collection[int] | None = None,
    ) -> Answer:
        answer = super().request(method, path, body, headers)
        self.server.requests += 1
        if expected is not None and answer.status not in expected:
            raise Unexpected(f"{method} {path.split('?')[0]}: {answer.status} {answer.content[:300]!r}, not {expected}")
        return answer
