"""Small disks of their own, that become full or read-only."""

from __future__ import annotations

import os
import subprocess

from moorage_e2e.failures import Unavailable


def mount(*arguments: str) -> None:
    try:
        done = subprocess.run(["mount", *arguments], capture_output=True, text=True)
    except FileNotFoundError:
        raise Unavailable("there is no mount") from None
    if done.returncode != 0:
        raise Unavailable(done.stderr.strip().splitlines()[0] if done.stderr.strip() else "mount is refused")


class Tmpfs:
    def __init__(self, folder: str, size: str, inodes: int) -> None:
        os.makedirs(folder)
        mount("-t", "tmpfs", "-o", f"size={size},nr_inodes={inodes}", "moorage-faults", folder)
        self.folder = folder
        self.filler = os.path.join(folder, "filler")

    def fill(self, leave: int) -> None:
        """Takes all room but so many bytes."""
        with open(self.filler, "wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(bytes(4096))
            except OSError:
                filler.truncate(max(0, filler.tell() - leave))

    def fill_inodes(self) -> None:
        os.makedirs(self.filler)
        try:
            for i in range(1_000_000):
                open(os.path.join(self.filler, str(i)), "x").close()
        except OSError:
            pass

    def free(self) -> None:
        subprocess.run(["rm", "-rf", self.filler], check=True)

    def close(self) -> None:
        subprocess.run(["umount", self.folder], check=True)


class Ext4:
    """A filesystem that turns read-only, as on an error of its disk, whatever files are open."""

    def __init__(self, folder: str) -> None:
        os.makedirs(folder)
        self.folder = folder
        self.image = folder + ".image"
        with open(self.image, "wb") as image:
            image.truncate(32 << 20)
        try:
            subprocess.run(["mkfs.ext4", "-q", "-F", self.image], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError) as e:
            raise Unavailable(f"mkfs.ext4: {e}") from None
        mount("-o", "loop", self.image, folder)

    def turn_read_only(self) -> None:
        mount("-o", "remount,abort", self.folder)

    def close(self) -> None:
        subprocess.run(["umount", self.folder], check=True)
        os.remove(self.image)
