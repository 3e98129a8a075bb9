"""Collections of garbage by the command of the package, and what they print."""

from __future__ import annotations

import collections
import json
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any

from moorage_e2e.failures import Unexpected
from moorage_e2e.servers.moorage import Server

PAUSE = 1.0  # Seconds between two passes of one collector.


# Of collections of bytes alone: what clients delete goes at once, and blobs without a manifest stay.
BYTES = {"REGISTRY_STORAGE_GC_LINKS": "false"}


class Collection:
    """One run of moorage gc, as a process of its own. before: a command that runs it, such as strace and its options."""

    def __init__(
        self,
        server: Server,
        grace: str,
        *options: str,
        before: Sequence[str] = (),
        java: str = "",
        trash: str = "0s",
        variables: Mapping[str, str] = BYTES,
    ) -> None:
        command = [*before, server.program, "gc", "--grace", grace, "--trash", trash, "--json", *options]
        environment = {**server.environment, **variables, **({"MOORAGE_JAVA_OPTS": java} if java else {})}
        self.process = subprocess.Popen(
            command, env=environment, cwd=server.work, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def ends(self) -> tuple[int, list[dict[str, Any]], str]:
        """Its status, the lines that it has printed, and its errors."""
        out, err = self.process.communicate(timeout=600)
        return self.process.returncode, [json.loads(line) for line in out.splitlines() if line.endswith("}")], err

    def lives(self) -> bool:
        return self.process.poll() is None

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


def collect(server: Server, grace: str, *options: str, status: int = 0) -> dict[str, Any]:
    """Runs one pass, which must end with this status. Its summary."""
    ended, lines, err = Collection(server, grace, *options).ends()
    if ended != status or not lines or lines[-1]["type"] != "summary":
        raise Unexpected(f"gc {options} ended with {ended}, not {status}: {lines[-3:]} {err[-2000:]}")
    return lines[-1]


def require_clean(server: Server, *allowed: str) -> None:
    """Requires that verify finds neither a problem, except of these kinds, nor a blob that nothing links."""
    status, out, err = server.run("verify", "--json")
    *findings, summary = map(json.loads, out.splitlines() or ["{}"])
    wrong = [finding for finding in findings if finding["kind"] not in allowed]
    if status not in (0, 1) or wrong or summary["findings"]["unreachable"]:
        raise Unexpected(f"verify ended with {status}: {wrong[:5]} {summary} {err}")


class Collector:
    """Collects again and again in a thread, until it is ended."""

    def __init__(self, server: Server, grace: str) -> None:
        self.server, self.grace = server, grace
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
        while not self.ended.wait(PAUSE):
            began = time.monotonic()
            try:
                summary = collect(self.server, self.grace)
            except Unexpected as e:
                self.failures.append(str(e))
                return
            self.longest = max(self.longest, time.monotonic() - began)
            self.counts["passes"] += 1
            for figure in ("removed", "spared", "young"):
                self.counts[figure] += summary[figure]
