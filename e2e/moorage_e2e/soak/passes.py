"""A collector that stays: one process that runs one pass after the other, without the start of a Java runtime for each."""

from __future__ import annotations

import collections
import json
import os
import pathlib
import select
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any, Self

from moorage_e2e import places
from moorage_e2e.failures import Unexpected
from moorage_e2e.garbage.collectors import BYTES
from moorage_e2e.servers.moorage import Server

PROGRAM = pathlib.Path(__file__).with_name("Passes.java")
FIGURES = ["removed", "removedLinks", "removedManifests", "removedReferrers", "expired", "spared", "problems", "keptRepositories"]
Line = dict[str, Any]


def jdk() -> str:
    """The home of the JDK that builds Moorage."""
    return subprocess.run([str(places.SOURCE / ".mvn" / "jdk25")], check=True, capture_output=True, text=True).stdout.strip()


class Passes:
    """
    The process. server: whose storage is collected. variables: further configuration. before: a command that runs it, such as
    strace and its options. A pass has the options of moorage gc.
    """

    def __init__(
        self, server: Server, name: str, variables: Mapping[str, str] = BYTES, before: Sequence[str] = (), java: Sequence[str] = ()
    ) -> None:
        libraries = pathlib.Path(server.program).parent.parent / "lib"
        command = [*before, os.path.join(jdk(), "bin", "java"), "-Xmx256m", "-XX:+UseSerialGC", *java, f"@{libraries}/java.options"]
        self.log = open(os.path.join(server.work, f"{name}.log"), "w")
        self.process = subprocess.Popen(
            [*command, "-cp", f"{libraries}/*", str(PROGRAM)],
            env={**server.environment, **variables},
            cwd=server.work,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
        )

    def begin(self, *options: str) -> None:
        """Begins a pass, and does not wait for it."""
        assert self.process.stdin is not None
        self.process.stdin.write(" ".join(["gc", "--json", *options]) + "\n")
        self.process.stdin.flush()

    def end(self) -> Line:
        """Waits until the pass has ended. Its last line. Raises Unexpected for a pass that did not end with status 0."""
        assert self.process.stdout is not None
        lines: list[str] = []
        while not lines or not lines[-1].startswith("ended "):
            line = self.process.stdout.readline()
            if not line:
                raise Unexpected(f"the collector is gone, with status {self.process.wait()}: {lines[-3:]} {self.errors()}")
            lines.append(line)
        if lines[-1] != "ended 0\n":
            raise Unexpected(f"a pass ended with {lines[-5:]} {self.errors()}")
        summary: Line = json.loads(lines[-2])
        if summary["type"] != "summary":
            raise Unexpected(f"the last line of a pass is {summary}")
        return summary

    def has_ended(self) -> bool:
        """Whether the pass that was begun has printed something, which it does at its end or for an object that is gone."""
        assert self.process.stdout is not None
        return bool(select.select([self.process.stdout], [], [], 0)[0])

    def stop(self) -> None:
        """Stops the process where it is, and returns when it stands still."""
        os.kill(self.process.pid, signal.SIGSTOP)
        os.waitid(os.P_PID, self.process.pid, os.WSTOPPED | os.WNOWAIT)

    def resume(self) -> None:
        os.kill(self.process.pid, signal.SIGCONT)

    def run(self, *options: str) -> Line:
        self.begin(*options)
        return self.end()

    def errors(self) -> str:
        return pathlib.Path(self.log.name).read_text()[-2000:]

    def close(self) -> None:
        """Kills the process. A thread that waits for the end of a pass gets Unexpected."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.log.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Repeating:
    """Passes in a thread, one after the other, with a pause of so many seconds, until it is ended."""

    def __init__(self, passes: Passes, pause: float, *options: str) -> None:
        self.passes, self.pause, self.options = passes, pause, options
        self.ended = threading.Event()
        self.counts: collections.Counter[str] = collections.Counter()
        self.longest = 0.0
        self.failures: list[str] = []
        self.thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self.thread.start()

    def end(self) -> None:
        """Returns when its last pass has ended."""
        self.ended.set()
        self.thread.join()

    def _run(self) -> None:
        while not self.ended.wait(self.pause):
            began = time.monotonic()
            try:
                summary = self.passes.run(*self.options)
            except (Unexpected, OSError) as e:
                self.failures.append(str(e))
                return
            self.longest = max(self.longest, time.monotonic() - began)
            self.counts["passes"] += 1
            self.counts.update({figure: summary[figure] for figure in FIGURES})

    def figures(self) -> str:
        return ", ".join(f"{name} {self.counts[name]}" for name in ["passes", *FIGURES]) + f", longest {self.longest:.1f} s"
