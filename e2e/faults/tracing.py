"""strace beside the running server: it kills it at a chosen system call, or makes calls fail."""

import shutil
import subprocess
import tempfile

from faults.server import Unexpected

# Requests run on virtual threads. With one thread that carries them, strace, which counts for each thread, counts for all.
ONE_CARRIER = "-Djdk.virtualThreadScheduler.parallelism=1 -Djdk.virtualThreadScheduler.maxPoolSize=1"


class Tracing:
    def __init__(self, pid, calls, inject=(), paths=()):
        """calls: those that are looked at; inject: what strace is to do, SYSCALL:WHAT; paths: only calls on these files."""
        self.output = tempfile.NamedTemporaryFile("r", prefix="moorage-strace-")
        command = ["strace", "-f", "-y", "-s", "0", "-o", self.output.name, "-e", "trace=" + ",".join(calls)]
        for what in inject:
            command += ["-e", "inject=" + what]
        for path in paths:
            command += ["-P", path]
        self.process = subprocess.Popen(command + ["-p", str(pid)], stderr=subprocess.PIPE, text=True)
        first = self.process.stderr.readline()
        if "attached" not in first:
            raise Unexpected(f"strace does not attach: {first}{self.process.stderr.read()}")

    def end(self):
        """Lets go of the server, if it lives. Returns the lines of the calls."""
        if self.process.poll() is None:
            self.process.terminate()
        self.process.stderr.read()
        self.process.wait()
        lines = self.output.read().splitlines()
        self.output.close()
        return lines


def refused():
    """Why nothing can be traced here; None where it can."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    sleeper = subprocess.Popen(["sleep", "60"])
    try:
        Tracing(sleeper.pid, ["fsync"]).end()
        return None
    except Unexpected as e:
        return str(e).strip()
    finally:
        sleeper.kill()
        sleeper.wait()
