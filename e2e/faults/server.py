"""The packaged server as a process: started, killed, ended, and asked."""

import http.client
import os
import signal
import socket
import subprocess
import time
import urllib.parse


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Unexpected(Exception):
    """The server answered something that it must not."""


class Answer:
    def __init__(self, status, headers, content):
        self.status = status
        self.headers = headers
        self.content = content

    def location(self):
        where = urllib.parse.urlsplit(self.headers["Location"])
        return where.path + ("?" + where.query if where.query else "")


class Client:
    """One connection, opened again when the server has closed it."""

    def __init__(self, server, timeout=30):
        self.server = server
        self.timeout = timeout
        self.connection = None

    def request(self, method, path, body=b"", headers=None, expected=None):
        """Asks, and reads the answer to its end. OSError and HTTPException mean that there was none, or half of one."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection(self.server.address, timeout=self.timeout)
        try:
            chunked = not isinstance(body, bytes)
            self.connection.request(method, path, body=body, headers=headers or {}, encode_chunked=chunked)
            answer = self.connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        if answer.will_close:
            self.close()
        self.server.requests += 1
        if expected is not None and answer.status not in expected:
            raise Unexpected(f"{method} {path.split('?')[0]}: {answer.status} {content[:300]!r}, not {expected}")
        return Answer(answer.status, answer.headers, content)

    def close(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None


class Server:
    def __init__(self, package, work, storage):
        """storage: the variables that choose it."""
        self.program = os.path.join(package, "bin", "moorage")
        self.work = work
        self.port = free_port()
        self.address = f"127.0.0.1:{self.port}"
        self.log = os.path.join(work, "server.log")
        self.process = None
        self.requests = 0
        self.environment = dict(
            os.environ,
            REGISTRY_HTTP_ADDR=self.address,
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
            except (OSError, http.client.HTTPException):
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

    def stop(self):
        """Ends it in order, if it runs."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            if self.process.wait(60) not in (0, 143):
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
