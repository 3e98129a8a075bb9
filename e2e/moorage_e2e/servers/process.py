"""A server as a process of its own, which appends to a log."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Self

from moorage_e2e.client.connection import Connection, NO_ANSWER
from moorage_e2e.failures import Unexpected

SECONDS_TO_START = 60
SECONDS_TO_END = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(variables: Mapping[str, str]) -> dict[str, str]:
    """The environment of this process with these variables, and without configuration of a registry."""
    return {name: value for name, value in os.environ.items() if not name.startswith("REGISTRY_")} | dict(variables)


class Process:
    """Started with start or a with statement, and ended by its pid."""

    def __init__(self, command: Sequence[str], port: int, log: str, variables: Mapping[str, str] | None = None) -> None:
        self.command = list(command)
        self.port = port
        self.address = f"127.0.0.1:{port}"
        self.log = log
        self.environment = environment(variables or {})
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, before: Callable[[], None] | None = None) -> None:
        """Returns when it answers. before: called in the new process, before it becomes the server."""
        with open(self.log, "ab") as log:
            try:
                self.process = subprocess.Popen(
                    self.command, env=self.environment, cwd=os.path.dirname(self.log), stdout=log, stderr=log, preexec_fn=before
                )
            except OSError as e:
                raise Unexpected(f"{self.command[0]} cannot be run: {e.strerror}") from None
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline and self.lives():
            if self.answers():
                return
            time.sleep(0.02)
        self.kill()
        raise Unexpected(f"{self.command[0]} does not answer on port {self.port}:\n{self.log_tail()}")

    def answers(self) -> bool:
        """Whether it answers a request of HTTP, with any status."""
        connection = Connection(self.address, timeout=10)
        try:
            connection.request("GET", "/v2/")
            return True
        except NO_ANSWER:
            return False
        finally:
            connection.close()

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def returncode(self) -> int | None:
        """The status that it ended with, None while it runs."""
        return None if self.process is None else self.process.poll()

    def lives(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def is_alive_after(self, seconds: float) -> bool:
        """Whether it still runs after so many seconds. Returns earlier when it ends."""
        assert self.process is not None
        try:
            self.process.wait(seconds)
            return False
        except subprocess.TimeoutExpired:
            return True

    def kill(self) -> None:
        """Ends it with SIGKILL, if it runs."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                if self.lives():
                    os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def end(self) -> None:
        """Ends it with SIGTERM, if it runs, whatever status it ends with."""
        if self.process is not None and self.lives():
            self.process.terminate()
            if self.is_alive_after(SECONDS_TO_END):
                self.kill()

    def stop(self) -> None:
        """Ends it in order, if it runs, and requires that it ends with status 0."""
        if self.lives():
            self.end()
            self.require_success()

    def wait(self) -> None:
        """Waits for the end of a process that was asked to end, and requires that it ends with status 0."""
        if self.is_alive_after(SECONDS_TO_END):
            self.kill()
        self.require_success()

    def require_success(self) -> None:
        if self.returncode() != 0:
            raise Unexpected(f"{self.command[0]} ended with {self.returncode()}:\n{self.log_tail()}")

    def log_tail(self) -> str:
        with open(self.log, errors="replace") as log:
            return log.read()[-3000:]

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.stop()
        else:
            self.kill()
