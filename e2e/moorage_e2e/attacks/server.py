"""The packaged server with a password file, and what it takes of the machine."""

from __future__ import annotations

import os
import pathlib

from moorage_e2e.servers import storages
from moorage_e2e.servers.moorage import Server

# "correct horse", as htpasswd -B -C 10 writes it.
HASH = "$2y$10$abcdefghijklmnopqrstuu23JPZtHcGhwXSF41f93o/7vBdDut3Xu"


class AttackedServer(Server):
    """heap: Java's -Xmx, or empty."""

    def __init__(self, package: str, work: str, heap: str) -> None:
        users = pathlib.Path(work, "users")
        users.write_text(f"alice:{HASH}\n")
        self.root = pathlib.Path(work, "root")
        self.heap = heap
        variables = storages.filesystem(self.root) | {
            "REGISTRY_AUTH_HTPASSWD_REALM": "attacks",
            "REGISTRY_AUTH_HTPASSWD_PATH": str(users),
        }
        if heap:
            variables["MOORAGE_JAVA_OPTS"] = f"-Xmx{heap}"
        super().__init__(package, work, variables)

    def _status(self, name: str) -> int:
        for line in pathlib.Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith(name + ":"):
                return int(line.split()[1])
        return 0

    def memory(self) -> int:
        """Resident MiB, or 0 when the process has ended."""
        try:
            return self._status("VmRSS") // 1024
        except OSError:
            return 0

    def threads(self) -> int:
        return self._status("Threads")

    def files(self) -> int:
        return len(os.listdir(f"/proc/{self.pid}/fd"))
