"""A Docker daemon with a folder of its own, which changes nothing in the network of the machine. Needs root."""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence

from moorage_e2e.failures import Unavailable, Unexpected
from moorage_e2e.programs import require


class Daemon:
    """A daemon that a client needs, started with a folder of its own and ended by its pid."""

    def __init__(self, command: Sequence[str], log: str) -> None:
        if os.geteuid() != 0:
            raise Unavailable(f"{command[0]} needs root")
        self.name = command[0]
        self.log = log
        with open(log, "ab") as output:
            self.process = subprocess.Popen(command, stdout=output, stderr=output)

    def wait_for(self, answers: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 60
        while not answers():
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise Unexpected(f"{self.name} does not answer: {pathlib.Path(self.log).read_text(errors='replace')[-2000:]}")
            time.sleep(0.1)

    def close(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Dockerd(Daemon):
    """host: the address of its socket, for DOCKER_HOST. Ports of containers are published by a program, without rules of iptables."""

    def __init__(self, state: str, storage: str = "vfs") -> None:
        """state: a folder that is made. storage: the driver, such as overlay2."""
        require("docker")
        require("dockerd")
        os.makedirs(state)
        self.state, self.host = state, f"unix://{state}/socket"
        places = [f"--data-root={state}/data", f"--exec-root={state}/exec", f"--pidfile={state}/pid", f"--host={self.host}"]
        network = ["--bridge=none", "--iptables=false", "--ip6tables=false", "--ip-masq=false", "--ip-forward=false"]
        super().__init__(["dockerd", f"--storage-driver={storage}", *network, *places], f"{state}/log")
        try:
            self.wait_for(lambda: self.succeeds("info"))
        except BaseException:
            self.close()
            raise

    def succeeds(self, *arguments: str) -> bool:
        return subprocess.run(["docker", "--host", self.host, *arguments], capture_output=True).returncode == 0

    def docker(self, *arguments: str) -> str:
        """What the command prints. It must succeed."""
        command = ["docker", "--host", self.host, *arguments]
        ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300)
        if ended.returncode != 0:
            raise Unexpected(f"docker {' '.join(arguments)}: {ended.stdout[-2000:]}")
        return ended.stdout

    def close(self) -> None:
        super().close()
        shutil.rmtree(self.state, ignore_errors=True)
