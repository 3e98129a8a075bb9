"""The storages that the server is killed over, and what is left in them."""

from __future__ import annotations

import hashlib
import os
import time

from moorage_e2e.servers import storages
from moorage_e2e.servers.s3proxy import S3Proxy


class Filesystem:
    def __init__(self, work: str) -> None:
        self.root = os.path.join(work, "root")
        self.variables = storages.filesystem(self.root)

    def start(self) -> None:
        """There is nothing to start."""

    def published(self, digest: str) -> bool | None:
        """Whether the blob's bytes are in their place, whole."""
        value = digest.removeprefix("sha256:")
        path = os.path.join(self.root, "docker/registry/v2/blobs/sha256", value[:2], value, "data")
        try:
            with open(path, "rb") as data:
                return hashlib.file_digest(data, "sha256").hexdigest() == value
        except FileNotFoundError:
            return False

    def remains(self) -> dict[str, list[str]]:
        """Files that nothing should have left, by what they are."""
        uploads = self.files("docker/registry/v2/repositories", "_uploads")
        return {"of uploads": uploads, "temporary": self.files(".moorage/tmp", "")}

    def files(self, below: str, part: str) -> list[str]:
        found: list[str] = []
        for folder, _, names in os.walk(os.path.join(self.root, below)):
            found += [os.path.join(folder, name) for name in names if part in folder]
        return found

    def age_temporary_files(self) -> None:
        for file in self.files(".moorage/tmp", ""):
            os.utime(file, (time.time() - 7200,) * 2)

    def close(self) -> None:
        """There is nothing to close."""


class S3:
    """S3Proxy, in a bucket of its own."""

    def __init__(self, work: str) -> None:
        self.proxy = S3Proxy(work)
        self.variables = storages.s3(self.proxy.port) | {"REGISTRY_STORAGE_REDIRECT_DISABLE": "true"}

    def start(self) -> None:
        self.proxy.start()

    def published(self, digest: str) -> bool | None:
        """It cannot be seen here."""
        return None

    def remains(self) -> dict[str, list[str]]:
        return {}

    def age_temporary_files(self) -> None:
        """There are none."""

    def close(self) -> None:
        self.proxy.stop()


Storage = Filesystem | S3
