"""strace of the running server: it kills it at a chosen system call, or makes calls fail."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence

from moorage_e2e.failures import Unavailable, Unexpected

# Requests run on virtual threads. With one thread that carries them, strace, which counts for each thread, counts for all.
ONE_CARRIER = "-Djdk.virtualThreadScheduler.parallelism=1 -Djdk.virtualThreadScheduler.maxPoolSize=1"


class Tracing:
    def __init__(self, pid: int, calls: Sequence[str], inject: Sequence[str] = (), paths: Sequence[str] = ()) -> None:
        """calls: those that are looked at. inject: what strace does, SYSCALL:WHAT. paths: only calls on these files."""
        self.output = tempfile.NamedTemporaryFile("r", prefix="moorage-strace-")
        command = ["strace", "-f", "-y", "-s", "0", "-o", self.output.name, "-e", "trace=" + ",".join(calls)]
        for what in inject:
            command += ["-e", "inject=" + what]
        for path in paths:
            command += ["-P", path]
        self.process = subprocess.Popen(command + ["-p", str(pid)], stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        self.messages = self.process.stderr
        first = self.messages.readline()
        if "attached" not in first:
            raise Unexpected(f"strace does not attach: {first}{self.messages.read()}")

    def end(self) -> list[str]:
        """Lets go of the server, if it lives. Returns the lines of the calls."""
        if self.process.poll() is None:
            self.process.terminate()
        self.messages.read()
        self.process.wait()
        lines = self.output.read().splitlines()
        self.output.close()
        return lines


def require_tracing() -> None:
    """Raises Unavailable where nothing can be traced."""
    if shutil.which("strace") is None:
        raise Unavailable("strace is not installed")
    sleeper = subprocess.Popen(["sleep", "60"])
    try:
        Tracing(sleeper.pid, ["fsync"]).end()
    except Unexpected as e:
        raise Unavailable(str(e).strip()) from None
    finally:
        sleeper.kill()
        sleeper.wait()
