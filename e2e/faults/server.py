"""The packaged server as a process: started, killed, ended, and asked."""

import json
import os
import signal
import socket
import subprocess
import time

from connection import NOBODY_ANSWERED, Connection


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Unexpected(Exception):
    """The server answered something that it must not."""


class Client(Connection):
    """A connection to the server, which counts what it is asked."""

    def __init__(self, server, timeout=30):
        super().__init__(server.address, timeout)
        self.server = server

    def request(self, method, path, body=b"", headers=None, expected=None):
        answer = super().request(method, path, body, headers)
        self.server.requests += 1
        if expected is not None and answer.status not in expected:
            raise Unexpected(f"{method} {path.split('?')[0]}: {answer.status} {answer.content[:300]!r}, not {expected}")
        return answer


class Server:
    def __init__(self, package, work, storage):
        """storage: the variables that choose it."""
        self.program = os.path.join(package, "bin", "moorage")
        self.work = work
        self.port = free_port()
        self.address = f"127.0.0.1:{self.port}"
        self.debug_address = f"127.0.0.1:{free_port()}"
        self.log = os.path.join(work, "server.log")
        self.process = None
        self.requests = 0
        self.environment = dict(
            os.environ,
            REGISTRY_HTTP_ADDR=self.address,
            REGISTRY_HTTP_DEBUG_ADDR=self.debug_address,
            REGISTRY_HTTP_SECRET="a-secret-that-outlives-the-process",
            REGISTRY_LOG_ACCESSLOG_DISABLED="true",
            REGISTRY_STORAGE_REDIRECT_DISABLE="true",
            **storage,
        )

    def start(self, before=None):
        """before: called in the new process, before it becomes the server."""
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [self.program, "serve"], env=self.environment, cwd=self.work, stdout=log, stderr=log, preexec_fn=before
            )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                Client(self).request("GET", "/v2/", expected=[200])
                return
            except NOBODY_ANSWERED:
                if self.process.poll() is not None:
                    break
                time.sleep(0.01)
        raise Unexpected(f"the server does not start:\n{self.log_tail()}")

    def kill(self):
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def is_alive(self, patience):
        """Whether it runs still; looks for so many seconds until it is told that it does."""
        try:
            self.process.wait(patience)
            return False
        except subprocess.TimeoutExpired:
            return True

    def require_readiness(self, ready):
        """What it tells a probe: 200 and an empty object, or 503 and why, in words that tell nothing of the machine."""
        connection = Connection(self.debug_address)
        answer = connection.request("GET", "/debug/health")
        connection.close()
        told = json.loads(answer.content)
        right = answer.status == 200 and told == {} if ready else answer.status == 503 and list(told) == ["storagedriver_filesystem"]
        if not right or "/" in str(told):
            raise Unexpected(f"readiness is {answer.status} {told}, and should say {ready}")

    def stop(self):
        """Ends it in order, if it runs."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            if self.process.wait(60) != 0:
                raise Unexpected(f"the server ended with {self.process.returncode}:\n{self.log_tail()}")

    def command(self, *arguments):
        """A command of moorage over the same storage: its status, and what it said."""
        ended = subprocess.run(
            [self.program, *arguments], env=self.environment, cwd=self.work, capture_output=True, text=True, timeout=600
        )
        return ended.returncode, ended.stdout, ended.stderr

    def log_tail(self):
        with open(self.log, errors="replace") as log:
            return log.read()[-3000:]
