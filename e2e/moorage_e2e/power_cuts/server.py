"""The packaged server over a disk that loses its power."""

from __future__ import annotations

import os
import pathlib
import uuid
from collections.abc import Sequence

from moorage_e2e.servers import storages
from moorage_e2e.servers.moorage import Server

BOOT_ID = "/proc/sys/kernel/random/boot_id"


def next_life(package: str, disk: str, work: str) -> Server:
    """A server that sees another run of the operating system than the one before."""
    pathlib.Path(work, "boot_id").write_text(f"{uuid.uuid4()}\n")
    return Server(package, work, storages.filesystem(os.path.join(disk, "registry")), in_this_life(work))


def in_this_life(work: str) -> Sequence[str]:
    """The beginning of a command that sees the same run of the operating system as the server."""
    boot = os.path.join(work, "boot_id")
    return ["unshare", "-m", "sh", "-c", f'mount --bind "{boot}" {BOOT_ID} && exec "$0" "$@"']
