"""Azurite, the emulator of Azure Blob Storage, on 127.0.0.1 until it is ended: e2e/check azurite PORT [CONTAINER]

It is installed from npm if it is missing, keeps everything in memory, and has one container (registry). Account and key are the
emulator's well-known ones. Prints "ready" when it answers. Needs node and npm.
"""

from __future__ import annotations

import argparse
import base64
import email.utils
import hashlib
import hmac
import os
import pathlib
import signal
import subprocess
import sys
import tempfile

from moorage_e2e.client.connection import Connection
from moorage_e2e.failures import Unexpected
from moorage_e2e.servers import storages
from moorage_e2e.servers.process import Process, free_port

VERSION = "3.35.0"
HOME = pathlib.Path(os.environ.get("MOORAGE_AZURITE_HOME") or os.path.join(tempfile.gettempdir(), f"moorage-azurite-{VERSION}"))
PROGRAM = HOME / "node_modules" / ".bin" / "azurite-blob"


class Azurite(Process):
    def __init__(self, work: str, container: str = storages.AZURE_CONTAINER, port: int | None = None) -> None:
        port = port or free_port()
        self.container = container
        command = [str(PROGRAM), "--skipApiVersionCheck", "--disableTelemetry", "--inMemoryPersistence", "--silent"]
        super().__init__([*command, "--blobHost", "127.0.0.1", "--blobPort", str(port)], port, os.path.join(work, "azurite.log"))

    def start(self, *_: object) -> None:
        if not PROGRAM.exists():
            HOME.mkdir(parents=True, exist_ok=True)
            install = ["npm", "install", "--prefix", str(HOME), "--no-audit", "--no-fund", "--silent", f"azurite@{VERSION}"]
            subprocess.run(install, check=True, stdout=sys.stderr)
        super().start()
        self.make_container()

    def make_container(self) -> None:
        path = f"/{storages.AZURE_ACCOUNT}/{self.container}"
        version, date = "2021-12-02", email.utils.formatdate(usegmt=True)
        signed = ["PUT", *[""] * 11, f"x-ms-date:{date}", f"x-ms-version:{version}", f"/{storages.AZURE_ACCOUNT}{path}"]
        text = "\n".join([*signed, "restype:container"]).encode()
        mac = base64.b64encode(hmac.digest(base64.b64decode(storages.AZURE_KEY), text, hashlib.sha256)).decode()
        headers = {"x-ms-date": date, "x-ms-version": version, "Authorization": f"SharedKey {storages.AZURE_ACCOUNT}:{mac}"}
        connection = Connection(self.address)
        answer = connection.request("PUT", path + "?restype=container", headers=headers)
        connection.close()
        if answer.status != 201:
            self.kill()
            raise Unexpected(f"the container cannot be made: {answer.status} {answer.content!r}")

    def stop(self) -> None:
        self.end()  # With another status than 0 in some versions.


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("port", type=int)
    parser.add_argument("container", nargs="?", default=storages.AZURE_CONTAINER)


def main(options: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="moorage-azurite-") as work:
        with Azurite(work, options.container, options.port):
            print("ready", flush=True)
            signal.pause()
    return 0
