"""`moorage mirror`: copies of Debian's docker-registry by a file of regsync, one of them killed in the middle.

A server takes requests over the same storage all the time. Needs docker-registry and skopeo.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import pathlib
import subprocess

from moorage_e2e import work as folders
from moorage_e2e.client import images, skopeo
from moorage_e2e.client.connection import Connection
from moorage_e2e.client.pushes import MANIFEST, Pusher, digest_of
from moorage_e2e.failures import Unexpected
from moorage_e2e.maintenance.commands import does
from moorage_e2e.report import Report
from moorage_e2e.servers import storages
from moorage_e2e.servers.distribution import Distribution
from moorage_e2e.servers.moorage import Server
from moorage_e2e.servers.process import free_port
from moorage_e2e.servers.relay import Relay
from moorage_e2e.waiting import wait_for

SOURCE, TARGET = "team/app", "mirror/app"
DISTRIBUTION = """\
version: 0.1
storage: {{filesystem: {{rootdirectory: {work}/distribution}}}}
http: {{addr: "127.0.0.1:{port}"}}
"""
REGSYNC = """\
version: 1
creds:
  - {{registry: "{source}", tls: disabled}}
defaults: {{interval: 1s}}
sync:
  - {{source: "{source}/{name}", target: "registry.example:5000/{target}", type: repository, referrers: true}}
"""
KILLED_AFTER = 16_000_000  # Bytes that are stored, of the 35 million of the image.
SLOW = 8_000_000  # Bytes a second.
MORE = 6_000_000  # Bytes on the way when a transfer ends: a fetch begins one, and continues by another one where the bytes end.


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """There are none."""


def run(options: argparse.Namespace, report: Report) -> None:
    with folders.folder("mirror-sync", report) as work:
        images.make(work)
        port = free_port()
        pathlib.Path(work, "distribution.yml").write_text(DISTRIBUTION.format(work=work, port=port))
        here = Server(options.package, work, storages.filesystem(work + "/here"))
        with report.check("the servers end in order"), Distribution(work + "/distribution.yml", port, work, {}) as source, here:
            with Relay(port) as relay:
                Copies(work, source, here, relay, report).run()


def require(true: bool, what: object) -> None:
    if not true:
        raise Unexpected(str(what))


class Copies:
    def __init__(self, work: str, source: Distribution, here: Server, relay: Relay, report: Report) -> None:
        self.work, self.source, self.here, self.relay, self.report = work, source, here, relay, report
        self.config = os.path.join(work, "here.yml")
        pathlib.Path(self.config).write_text("version: 0.1\n")  # The storage is in variables.
        self.regsync = os.path.join(work, "regsync.yml")
        pathlib.Path(self.regsync).write_text(REGSYNC.format(source=relay.address, name=SOURCE, target=TARGET))

    def push(self, name: str, tag: str) -> None:
        skopeo.copy(f"oci:{self.work}/{name}:{name}", f"docker://{self.source.address}/{SOURCE}:{tag}")

    def digest(self, reference: str) -> str:
        """The digest that the server here has for a reference. Empty for none."""
        connection = Connection(self.here.address)
        answer = connection.request("HEAD", f"/v2/{TARGET}/manifests/{reference}", headers={"Accept": f"{MANIFEST}, {images.INDEX}"})
        connection.close()
        return answer.headers["Docker-Content-Digest"] if answer.status == 200 else ""

    def mirror(self) -> str:
        return does(self.here, 0, "mirror", self.config, self.regsync)

    def begin(self, *more: str) -> subprocess.Popen[bytes]:
        command = [self.here.program, "mirror", self.config, *more, self.regsync]
        log = pathlib.Path(self.work, "mirror.log").open("ab")
        with log:
            return subprocess.Popen(command, env=self.here.environment, stdout=log, stderr=log)

    def run(self) -> None:
        self.push("image", "v1")
        with self.report.check("a copy that is killed leaves no tag, and the next one continues its transfers"):
            self.kill_in_the_middle()
        with self.report.check("what is there is not fetched again"):
            before = self.relay.count
            out = self.mirror()
            require("copied: 0, unchanged: 1, failed: 0" in out, out)
            require(self.relay.count - before < 100_000, f"{self.relay.count - before} bytes")
        with self.report.check("an index is copied as it is, and a signature that comes later too"):
            self.push("index", "v2")
            self.mirror()
            skopeo.require_same(f"docker://{self.here.address}/{TARGET}:v2", f"{self.work}/index")
            signature = self.sign(self.digest("v1"))
            self.mirror()
            require(self.digest(signature) == signature, "the signature is not there")
            connection = Connection(self.here.address)
            listed = connection.request("GET", f"/v2/{TARGET}/referrers/{self.digest('v1')}").content.decode()
            connection.close()
            require(signature in listed, listed)
        with self.report.check("a daemon copies a tag that moves, and ends in order"):
            daemon = self.begin("--daemon")
            try:
                self.push("index", "v1")
                wait_for(lambda: self.digest("v1") == self.digest("v2"), "the tag has moved")
                daemon.terminate()
                require(daemon.wait(60) == 0, f"status {daemon.returncode}")
            finally:
                daemon.kill()
        with self.report.check("verify finds nothing wrong"):
            does(self.here, 0, "verify", self.config)

    def kill_in_the_middle(self) -> None:
        self.relay.rate = SLOW
        killed = self.begin()
        wait_for(lambda: self.stored() > KILLED_AFTER or killed.poll() is not None, f"{KILLED_AFTER} bytes")
        killed.kill()
        require(killed.wait() == -9, f"it has ended with {killed.returncode}")
        self.relay.rate = 0
        require(not self.digest("v1"), "there is a tag")
        stored, before = self.stored(), self.relay.count
        out = self.mirror()
        require("copied: 1, unchanged: 0, failed: 0" in out, out)
        sent = self.relay.count - before
        size = sum(blob.stat().st_size for blob in pathlib.Path(self.work, "image", "blobs", "sha256").iterdir())
        require(sent < size - stored + MORE, f"{sent} bytes were sent after {stored} of {size} were stored")
        self.report.note(f"{stored} of {size} bytes were stored when it was killed, and {sent} were sent afterwards")
        skopeo.require_same(f"docker://{self.here.address}/{TARGET}:v1", f"{self.work}/image")

    def stored(self) -> int:
        """The bytes of blobs that are stored, and of those that are on their way to the storage."""
        sizes = 0
        for folder, _, names in os.walk(os.path.join(self.work, "here")):
            for name in names:
                with contextlib.suppress(FileNotFoundError):
                    sizes += os.path.getsize(os.path.join(folder, name))
        return sizes

    def sign(self, subject: str) -> str:
        """Puts a manifest that refers to an image, and the tag that lists it: Debian's docker-registry has no list of referrers."""
        empty = b"{}"
        manifest = pathlib.Path(self.work, "image", "blobs", "sha256", subject.removeprefix("sha256:"))
        pusher = Pusher(self.source.address)
        pusher.post_and_put(SOURCE, empty)
        described = {"mediaType": images.CONFIG, "digest": digest_of(empty), "size": len(empty)}
        about = {"mediaType": MANIFEST, "digest": subject, "size": manifest.stat().st_size}
        content = json.dumps(
            {"schemaVersion": 2, "mediaType": MANIFEST, "config": described, "layers": [described], "subject": about}
        ).encode()
        signature = digest_of(content)
        pusher.manifest(SOURCE, signature, content)
        entry = {"mediaType": MANIFEST, "digest": signature, "size": len(content)}
        index = json.dumps({"schemaVersion": 2, "mediaType": images.INDEX, "manifests": [entry]}).encode()
        path = f"/v2/{SOURCE}/manifests/{subject.replace(':', '-')}"
        pusher.expect(201, "PUT", path, index, {"Content-Type": images.INDEX})
        pusher.close()
        return signature
