#!/usr/bin/env python3
"""power_cuts.py PACKAGE FILESYSTEM DIRECTORY CUTS SEED: see e2e/power-cuts. DIRECTORY has an image, and an empty disk/."""

import collections
import fcntl
import os
import random
import socket
import struct
import subprocess
import sys
import time
import uuid

from power_cuts_pushes import Ledger, Pushers, differences, resume
from pushes import Pusher

SHUTDOWN = 0x8004587D  # EXT4_IOC_SHUTDOWN and XFS_IOC_GOINGDOWN: _IOR('X', 125, __u32)
LOGFLUSH, NOLOGFLUSH = 1, 2
SECRET = "one-secret-for-all-lives-of-the-server"
BOOT_ID = "/proc/sys/kernel/random/boot_id"


def run(*command):
    return subprocess.run(command, capture_output=True, check=False)


def wait_until(condition, otherwise, seconds=120):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise SystemExit(otherwise)
        time.sleep(0.02)


class Disk:
    """An image that is mounted in a with statement, and can lose its power."""

    def __init__(self, filesystem, directory):
        self.filesystem = filesystem
        self.image = os.path.join(directory, "image")
        self.path = os.path.join(directory, "disk")

    def format(self):
        force = "-F" if self.filesystem == "ext4" else "-f"
        subprocess.run([f"mkfs.{self.filesystem}", "-q", force, self.image], check=True)

    def used(self):
        """What share of it is full."""
        room = os.statvfs(self.path)
        return 1 - room.f_bavail / room.f_blocks

    def __enter__(self):
        subprocess.run(["mount", "-o", "loop", self.image, self.path], check=True)

    def __exit__(self, *_):
        wait_until(lambda: run("umount", self.path).returncode == 0, f"{self.path} cannot be unmounted")
        # The killed server's mount namespace may hold the file system a moment longer, as it is: without power.
        wait_until(lambda: not run("losetup", "-j", self.image).stdout, f"{self.image} stays in use")

    def shut_down(self, flag):
        """Nothing reaches the image from here on. Returns when that began."""
        handle = os.open(self.path, os.O_RDONLY)
        began = time.monotonic()
        fcntl.ioctl(handle, SHUTDOWN, struct.pack("I", flag))
        os.close(handle)
        return began


class Server:
    """The packaged server over the disk. Each life is in another run of the operating system, as far as it can tell."""

    def __init__(self, package, disk, directory):
        self.address = f"127.0.0.1:{free_port()}"
        boot = os.path.join(directory, "boot_id")
        with open(boot, "w", encoding="ascii") as file:
            file.write(f"{uuid.uuid4()}\n")
        environment = dict(
            os.environ,
            REGISTRY_HTTP_ADDR=self.address,
            REGISTRY_HTTP_SECRET=SECRET,
            REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY=os.path.join(disk.path, "registry"),
        )
        with open(os.path.join(directory, "log"), "ab") as log:
            self.process = subprocess.Popen(
                ["unshare", "-m", "sh", "-c", f'mount --bind "{boot}" {BOOT_ID} && exec "$0" serve',
                 os.path.join(package, "bin/moorage")],
                env=environment, stdout=log, stderr=log, cwd=directory,
            )  # fmt: skip

    def __enter__(self):
        try:
            wait_until(self.answers, "the server does not answer; see its log")
        except BaseException:
            self.kill()
            raise
        return self

    def answers(self):
        if self.process.poll() is not None:
            raise SystemExit("the server did not start; see its log")
        try:
            return Pusher(self.address).request("GET", "/v2/").status == 200
        except OSError:
            return False

    def __exit__(self, *_):
        self.kill()

    def kill(self):
        self.process.kill()
        self.process.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def cut(server, disk, ledger, choices, seed):
    """Pushes until the power goes, at a moment of chance; what that came to."""
    pushers = Pushers(server.address, ledger, seed)
    pushers.start()
    pushers.wait_for(choices.randrange(1, 100))
    time.sleep(choices.uniform(0, 0.02))
    began = disk.shut_down(choices.choice([NOLOGFLUSH, NOLOGFLUSH, LOGFLUSH]))
    # A while in which the server has a disk that fails.
    time.sleep(choices.choice([0, 0.2]))
    pushers.stop()
    server.kill()
    pushers.join()
    return {"pushes": pushers.acknowledged, "of them heard of after the cut": ledger.settle(began)}


def main():
    package, filesystem, directory, cuts, seed = sys.argv[1:6]
    print(f"{cuts} power cuts on {filesystem}, seed {seed}", flush=True)
    disk, ledger, seen = Disk(filesystem, directory), Ledger(), collections.Counter()
    disk.format()
    number = 0
    while True:
        with disk, Server(package, disk, directory) as server:
            wrong = differences(server.address, ledger, seen) + resume(server.address, ledger, seen)
            if wrong:
                print("\n".join(f"not ok - after cut {number}: {what}" for what in wrong[:20]), flush=True)
                sys.exit(1)
            if number == int(cuts):
                break
            room = disk.used() < 0.5
            if room:
                number += 1
                name = f"{seed}-{filesystem}-{number}"
                seen.update(cut(server, disk, ledger, random.Random(name), name))
        if not room:
            disk.format()
            ledger = Ledger()
    figures = ", ".join(f"{name}: {count}" for name, count in sorted(seen.items()))
    print(f"ok - {cuts} power cuts on {filesystem}; {figures}", flush=True)


main()
