"""A root with an image and an unfinished upload, and servers over it."""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Sequence

from moorage_e2e.client.pushes import Pusher, digest_of, manifest_of
from moorage_e2e.failures import Unexpected
from moorage_e2e.faults.volumes import mount
from moorage_e2e.servers import storages
from moorage_e2e.servers.moorage import Server

REPOSITORY = "team/app"


def require(true: bool, what: str) -> None:
    if not true:
        raise Unexpected(what)


class Scene:
    """A root in the folder of the work. close unmounts what was mounted."""

    def __init__(self, package: str, work: str, root: str | None = None) -> None:
        self.package, self.work = package, work
        self.root = root or os.path.join(work, "root")
        self.choices = random.Random(11)
        self.mounted: list[str] = []
        self.server = Server(package, work, storages.filesystem(self.root))

    def serve(self, **variables: str) -> None:
        self.server = Server(self.package, self.work, storages.filesystem(self.root) | variables)
        self.server.start()
        self.pusher = Pusher(self.server.address, timeout=15)

    def end(self) -> None:
        self.pusher.close()
        self.server.stop()

    def fill(self, repository: str = REPOSITORY) -> None:
        self.small, self.large = self.choices.randbytes(1000), self.choices.randbytes(3_000_000)
        self.pusher.post(repository, self.small)
        self.pusher.patches(repository, self.large)
        self.pusher.manifest(repository, "one", manifest_of([self.small, self.large]))
        self.left = self.pusher.patch(self.pusher.start(repository), b"left")

    def pull(self, repository: str = REPOSITORY) -> None:
        for blob in (self.small, self.large):
            answer = self.pusher.request("GET", f"/v2/{repository}/blobs/{digest_of(blob)}")
            require(answer.status == 200 and answer.content == blob, f"a pull answers {answer.status}")
        self.pusher.expect(200, "GET", f"/v2/{repository}/manifests/one")
        require(repository.encode() in self.pusher.request("GET", "/v2/_catalog").content, "the catalog lacks it")

    def run(self, *arguments: str, status: int = 0, user: Sequence[str] = (), **variables: str) -> str:
        environment = {**self.server.environment, **variables}
        program = [*user, self.server.program, *arguments]
        ended = subprocess.run(program, env=environment, cwd="/", capture_output=True, text=True, timeout=120)
        require(ended.returncode == status, f"{arguments} ended with {ended.returncode}: {ended.stdout}{ended.stderr}")
        return ended.stdout + ended.stderr

    def bind(self, folder: str, onto: str, *options: str) -> None:
        mount("--bind", folder, onto)
        self.mounted.append(onto)
        if options:
            mount("-o", "remount,bind," + ",".join(options), onto)

    def unmount(self, folder: str) -> None:
        subprocess.run(["umount", "-l", folder], check=True)
        self.mounted.remove(folder)

    def close(self) -> None:
        self.server.kill()
        for folder in reversed(self.mounted[:]):
            self.unmount(folder)

    def tree(self) -> dict[str, tuple[int, int, int]]:
        """Every name with what a change of it changes."""
        found = {}
        for folder, folders, files in os.walk(self.root):
            for name in [*folders, *files, "."]:
                there = os.lstat(os.path.join(folder, name))
                found[os.path.join(folder, name)] = (there.st_ino, there.st_size, there.st_ctime_ns)
        return found
