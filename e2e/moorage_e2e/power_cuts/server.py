"""The packaged server over a disk that loses its power."""

from __future__ import annotations

import os
import pathlib
import uuid

from moorage_e2e.servers import storages
from moorage_e2e.servers.moorage import Server

BOOT_ID = "/proc/sys/kernel/random/boot_id"


def next_life(package: str, disk: str, work: str) -> Server:
    """A server that sees another run of the operating system than the one before."""
    boot = pathlib.Path(work, "boot_id")
    boot.write_text(f"{uuid.uuid4()}\n")
    before = ["unshare", "-m", "sh", "-c", f'mount --bind "{boot}" {BOOT_ID} && exec "$0" "$@"']
    return Server(package, work, storages.filesystem(os.path.join(disk, "registry")), before)
