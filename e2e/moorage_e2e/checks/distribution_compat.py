"""A root of CNCF Distribution, served by Moorage and given back.

Both servers start from the same config.yml and the same variables. Needs docker-registry and skopeo.
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import random

from moorage_e2e import work as folders
from moorage_e2e.client import images, skopeo
from moorage_e2e.client.pushes import Pusher, digest_of
from moorage_e2e.failures import Unexpected
from moorage_e2e.report import Report
from moorage_e2e.servers import storages
from moorage_e2e.servers.distribution import Distribution
from moorage_e2e.servers.moorage import Server

CONFIGURATION = """\
version: 0.1
log:
  fields:
    service: registry
storage:
  cache:
    blobdescriptor: inmemory
  filesystem:
    rootdirectory: /nowhere
  delete:
    enabled: true
http:
  addr: :5000
  headers:
    X-Content-Type-Options: [nosniff]
health:
  storagedriver:
    enabled: true
    interval: 10s
    threshold: 3
"""
IMAGE, INDEX, DOOMED = "compat/image", "compat/index", "compat/doomed"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """There are none."""


def run(options: argparse.Namespace, report: Report) -> None:
    with folders.folder("compat", report) as work:
        config = os.path.join(work, "config.yml")
        pathlib.Path(config).write_text(CONFIGURATION)
        moorage = Server(options.package, work, storages.filesystem(work + "/root"))
        moorage.command.append(config)
        distribution = Distribution(config, moorage.port, work, moorage.environment)
        scene = Scene(report, work, moorage.address)
        with distribution:
            scene.distribution_fills()
        with moorage:
            scene.moorage_serves()
        with distribution:
            scene.distribution_serves()


class Scene:
    """What is pushed and pulled, at one address, whatever server listens there."""

    def __init__(self, report: Report, work: str, address: str) -> None:
        self.report = report
        self.registry = f"docker://{address}"
        self.one, self.two = os.path.join(work, "one"), os.path.join(work, "two")
        images.make(self.one, 1)
        images.make(self.two, 2)
        self.blob = random.Random(3).randbytes(3_000_000)
        self.pusher = Pusher(address)
        self.upload = ""

    def push(self, what: str, layout: str, kind: str, to: str) -> None:
        with self.report.check(what):
            skopeo.copy(f"oci:{layout}/{kind}:{kind}", f"{self.registry}/{to}")

    def same(self, what: str, image: str, layout: str) -> None:
        with self.report.check(what):
            skopeo.require_same(f"{self.registry}/{image}", layout)

    def has_tags(self, what: str, *tags: str) -> None:
        with self.report.check(what):
            if sorted(found := skopeo.tags(f"{self.registry}/{IMAGE}")) != sorted(tags):
                raise Unexpected(f"tags are {found}, not {tags}")

    def whole(self, what: str) -> None:
        with self.report.check(what):
            answer = self.pusher.request("GET", f"/v2/{IMAGE}/blobs/{digest_of(self.blob)}")
            if answer.content != self.blob:
                raise Unexpected(f"{answer.status}, {len(answer.content)} bytes or others")

    def distribution_fills(self) -> None:
        self.push("Distribution takes an image", self.one, "image", f"{IMAGE}:old")
        self.push("Distribution takes an index", self.one, "index", f"{INDEX}:old")
        self.push("Distribution takes what will be deleted", self.one, "image", f"{DOOMED}:old")
        self.upload = self.pusher.patch(self.pusher.start(IMAGE), self.blob[:1_000_000])
        self.pusher.close()

    def moorage_serves(self) -> None:
        self.same("Moorage serves the image byte for byte", f"{IMAGE}:old", f"{self.one}/image")
        self.same("Moorage serves the index byte for byte", f"{INDEX}:old", f"{self.one}/index")
        self.has_tags("Moorage lists the tags", "old")
        with self.report.check("Moorage lists the repositories"):
            catalog = json.loads(self.pusher.request("GET", "/v2/_catalog").content)
            if catalog != {"repositories": sorted([DOOMED, IMAGE, INDEX])}:
                raise Unexpected(str(catalog))
        with self.report.check("an upload that Distribution began goes on"):
            self.upload = self.pusher.patch(self.upload, self.blob[1_000_000:])
            self.pusher.finish(self.upload, digest_of(self.blob))
        self.whole("the upload is whole")
        self.push("Moorage takes another image", self.two, "image", f"{IMAGE}:new")
        self.push("Moorage takes another index", self.two, "index", f"{INDEX}:new")
        self.push("Moorage moves a tag", self.two, "image", f"{INDEX}:old")
        with self.report.check("Moorage deletes"):
            skopeo.delete(f"{self.registry}/{DOOMED}:old")
        self.pusher.close()

    def distribution_serves(self) -> None:
        self.same("Distribution serves the image that it had", f"{IMAGE}:old", f"{self.one}/image")
        self.same("Distribution serves the image that Moorage took", f"{IMAGE}:new", f"{self.two}/image")
        self.same("Distribution serves the index that Moorage took", f"{INDEX}:new", f"{self.two}/index")
        self.same("Distribution serves the tag that Moorage moved", f"{INDEX}:old", f"{self.two}/image")
        self.has_tags("Distribution lists both tags", "new", "old")
        self.whole("Distribution serves the upload that both took part in")
        with self.report.check("what Moorage deleted stays deleted"):
            answer = self.pusher.request("GET", f"/v2/{DOOMED}/manifests/old")
            if answer.status != 404:
                raise Unexpected(f"its tag is answered {answer.status}")
        self.push("Distribution can push to it", self.two, "image", "compat/again:new")
        self.pusher.close()
