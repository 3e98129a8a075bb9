"""The package as a process with a user, over a folder of its own."""

import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time

# "correct horse", as htpasswd -B -C 10 writes it.
HASH = "$2y$10$abcdefghijklmnopqrstuu23JPZtHcGhwXSF41f93o/7vBdDut3Xu"


class Server:
    def __init__(self, package, heap, prepare):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="moorage-attacks-"))
        (self.folder / "users").write_text(f"alice:{HASH}\n")
        prepare(self.folder / "root")
        self.log = open(self.folder / "log", "w+")
        self.heap = heap
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("REGISTRY_")}
        environment |= {
            "REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY": str(self.folder / "root"),
            "REGISTRY_HTTP_ADDR": f"127.0.0.1:{self.port}",
            "REGISTRY_HTTP_SECRET": "a-secret-of-thirty-two-bytes-or-more",
            "REGISTRY_AUTH_HTPASSWD_REALM": "attacks",
            "REGISTRY_AUTH_HTPASSWD_PATH": str(self.folder / "users"),
            "REGISTRY_LOG_ACCESSLOG_DISABLED": "true",
        }
        if heap:
            environment["MOORAGE_JAVA_OPTS"] = f"-Xmx{heap}"
        self.process = subprocess.Popen([package + "/bin/moorage", "serve"], env=environment, stdout=self.log, stderr=self.log)
        self._await()

    def _await(self):
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.1)
        raise SystemExit(f"the server did not start:\n{self.said()}")

    def lives(self):
        return self.process.poll() is None

    def said(self):
        self.log.flush()
        return (self.folder / "log").read_text()[-4000:]

    def _status(self, name):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(name + ":"):
                return int(line.split()[1])
        return 0

    def memory(self):
        """MiB that are resident, or 0 where the process is gone."""
        try:
            return self._status("VmRSS") // 1024
        except OSError:
            return 0

    def threads(self):
        return self._status("Threads")

    def files(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def stop(self):
        if self.lives():
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)
