"""A disk in an image that can lose its power."""

from __future__ import annotations

import fcntl
import os
import shutil
import struct
import subprocess
import time
from collections.abc import Callable

from moorage_e2e.failures import Unavailable, Unexpected

SHUTDOWN = 0x8004587D  # EXT4_IOC_SHUTDOWN and XFS_IOC_GOINGDOWN: _IOR('X', 125, __u32)
LOGFLUSH, NOLOGFLUSH = 1, 2
SIZE = 512 << 20


def run(*command: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command, capture_output=True, check=False)


def wait_until(condition: Callable[[], bool], otherwise: str, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise Unexpected(otherwise)
        time.sleep(0.02)


class Disk:
    """An image that is mounted in a with statement, and can lose its power."""

    def __init__(self, filesystem: str, directory: str) -> None:
        self.filesystem = filesystem
        self.image = os.path.join(directory, "image")
        self.path = os.path.join(directory, "disk")

    def make(self) -> None:
        """Makes the image and its file system. Raises Unavailable where it cannot be mounted."""
        if shutil.which(f"mkfs.{self.filesystem}") is None:
            raise Unavailable(f"there is no mkfs.{self.filesystem}")
        os.makedirs(self.path)
        with open(self.image, "wb") as image:
            image.truncate(SIZE)
        self.format()
        mounted = run("mount", "-o", "loop", self.image, self.path)
        if mounted.returncode != 0:
            raise Unavailable(f"no {self.filesystem} can be mounted here: {mounted.stderr.decode()}")
        self.unmount()

    def format(self) -> None:
        force = "-F" if self.filesystem == "ext4" else "-f"
        subprocess.run([f"mkfs.{self.filesystem}", "-q", force, self.image], check=True)

    def used(self) -> float:
        """What share of it is full."""
        room = os.statvfs(self.path)
        return 1 - room.f_bavail / room.f_blocks

    def __enter__(self) -> None:
        subprocess.run(["mount", "-o", "loop", self.image, self.path], check=True)

    def __exit__(self, *_: object) -> None:
        self.unmount()

    def unmount(self) -> None:
        wait_until(lambda: run("umount", self.path).returncode == 0, f"{self.path} cannot be unmounted")
        # The killed server's mount namespace may hold the file system a moment longer, as it is: without power.
        wait_until(lambda: not run("losetup", "-j", self.image).stdout, f"{self.image} stays in use")

    def shut_down(self, flag: int) -> float:
        """Nothing reaches the image from here on. Returns when that began."""
        handle = os.open(self.path, os.O_RDONLY)
        began = time.monotonic()
        fcntl.ioctl(handle, SHUTDOWN, struct.pack("I", flag))
        os.close(handle)
        return began
