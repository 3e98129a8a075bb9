"""Policies of retention: what is explained, a dry run, the removal, and what comes back from the trash.

The server takes images from skopeo. Their times are set back on the disk, as if they had been pushed some days ago. Needs skopeo.
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import time
from typing import Any

from moorage_e2e import work as folders
from moorage_e2e.client import images, skopeo
from moorage_e2e.failures import Unexpected
from moorage_e2e.maintenance.commands import does
from moorage_e2e.report import Report
from moorage_e2e.servers.moorage import SECRET, Server

REPOSITORY = "team/app"
DAY = 24 * 3600
TAGS = {"v1": 400, "dev-old": 40, "dev-new": 3, "index": 40}  # How many days ago each was pushed.
GOING = ["dev-old", "index"]
CONFIGURATION = """\
version: 0.1
log: {{level: error}}
storage:
  filesystem:
    rootdirectory: {work}/root
  gc: {{grace: 1m}}
  retention:
    dryrun: {dry}
    policies:
      - repositories: [team/**]
        keep:
          - tags: [v*]
          - tags: ["*"]
            pushedwithin: 720h
        untagged: {{keep: {{pushedwithin: 168h}}}}
      - repositories: ["pulled/**"]
        keep:
          - tags: ["*"]
            pulledwithin: 24h
http:
  addr: {address}
  secret: {secret}
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """There are none."""


def run(options: argparse.Namespace, report: Report) -> None:
    with folders.folder("retention", report) as work:
        Retention(options.package, work, report).run()


def require(true: bool, what: object) -> None:
    if not true:
        raise Unexpected(str(what))


class Retention:
    """One root, a server over it, and the commands."""

    def __init__(self, package: str, work: str, report: Report) -> None:
        self.report, self.work = report, work
        self.config = os.path.join(work, "config.yml")
        self.server = Server(package, work, {})
        self.server.command.append(self.config)
        self.repository = pathlib.Path(work, "root/docker/registry/v2/repositories", REPOSITORY)
        self.layout = os.path.join(work, "one")
        self.configure(dry=True)

    def configure(self, dry: bool) -> None:
        text = CONFIGURATION.format(work=self.work, address=self.server.address, secret=SECRET, dry=str(dry).lower())
        pathlib.Path(self.config).write_text(text)

    def image(self, tag: str, repository: str = REPOSITORY) -> str:
        return f"docker://{self.server.address}/{repository}:{tag}"

    def run(self) -> None:
        with self.server:
            with self.report.check("images of several ages are there"):
                self.fill()
            self.explained()
            self.reported()
            self.removed()
            self.restored()
        with self.report.check("a pull is recorded when the server ends, and nothing else is"):
            self.pulls()

    def fill(self) -> None:
        images.make(self.layout, 1)
        for tag in ("v1", "dev-old", "dev-new"):
            skopeo.copy(f"oci:{self.layout}/image:image", self.image(tag))
        skopeo.copy(f"oci:{self.layout}/index:index", self.image("index"))
        skopeo.copy(f"oci:{self.layout}/image:image", self.image("v1", "pulled/app"))
        for link in self.repository.rglob("link"):
            self.set_back(link, 400)
        self.set_back(self.repository.parent.parent / "pulled/app/_manifests/tags/v1/current/link", 400)
        for tag, days in TAGS.items():
            self.set_back(self.repository / "_manifests/tags" / tag / "current/link", days)

    @staticmethod
    def set_back(link: pathlib.Path, days: int) -> None:
        then = time.time() - days * DAY
        os.utime(link, (then, then))

    def explain(self, *arguments: str) -> list[dict[str, Any]]:
        out = does(self.server, 0, "retention", "explain", "--json", self.config, *arguments)
        return [json.loads(line) for line in out.splitlines()]

    def gone(self) -> list[str]:
        found = skopeo.tags(f"docker://{self.server.address}/{REPOSITORY}")
        return sorted(set(TAGS) - set(found))

    def explained(self) -> None:
        with self.report.check("each tag is explained"):
            lines = self.explain(REPOSITORY)
            decided = {line["tag"]: line["reason"] for line in lines if line["type"] == "tag"}
            expected = {"v1": "always", "dev-old": "no_condition", "dev-new": "pushed_within", "index": "no_condition"}
            require(decided == expected, decided)
            index = next(line for line in lines if line.get("tag") == "index")
            require(index["manifests"] >= 2, f"the index leaves with its images: {index}")
            text = does(self.server, 0, "retention", "explain", self.config, f"{REPOSITORY}:dev-new")
            require("pushed 3 days ago (30 days allowed)" in text, text)
        with self.report.check("what is not there, or is of no policy"):
            does(self.server, 1, "retention", "explain", self.config, f"{REPOSITORY}:nothing")
            does(self.server, 0, "retention", "explain", self.config, "other", saying="no policy is for it, and all tags stay")

    def reported(self) -> None:
        with self.report.check("a dry run of the policies names the same tags, and none goes"):
            out = does(self.server, 0, "gc", "--json", self.config)
            require(self.named(out, False) == GOING, out)
            require(self.gone() == [], self.gone())

    @staticmethod
    def named(out: str, removed: bool) -> list[str]:
        lines = [json.loads(line) for line in out.splitlines()]
        return sorted(line["tag"] for line in lines if line["type"] == "tag" and line["removed"] == removed)

    def removed(self) -> None:
        self.configure(dry=False)
        with self.report.check("a dry run of the collection changes nothing"):
            out = does(self.server, 0, "gc", "--dry-run", "--json", self.config)
            require(self.named(out, False) == GOING and self.gone() == [], out)
        with self.report.check("the tags go while the server runs, and what is left can be pulled"):
            out = does(self.server, 0, "gc", "--json", self.config)
            require(self.named(out, True) == GOING and self.gone() == GOING, out)
            skopeo.require_same(self.image("v1"), f"{self.layout}/image")
            skopeo.require_same(self.image("dev-new"), f"{self.layout}/image")
        with self.report.check("the manifests follow, and the trash has all of it"):
            for _ in range(3):
                does(self.server, 0, "gc", self.config)
            listed = does(self.server, 0, "trash", "list", self.config, REPOSITORY)
            require(f"tag {REPOSITORY}:index" in listed and f"manifest {REPOSITORY}@" in listed, listed)
            require(does(self.server, 0, "verify", self.config) != "", "verify prints nothing")

    def restored(self) -> None:
        with self.report.check("a tag comes back from the trash with its images, and stays"):
            does(self.server, 0, "trash", "restore", self.config, f"{REPOSITORY}:index", saying=f"restored tag {REPOSITORY}:index")
            skopeo.require_same(self.image("index"), f"{self.layout}/index")
            does(self.server, 0, "gc", self.config)
            require(self.gone() == ["dev-old"], self.gone())

    def pulls(self) -> None:
        recorded = [path for path in pathlib.Path(self.work, "root/.moorage/registry/pulls").rglob("*") if path.is_file()]
        text = "".join(path.read_text() for path in recorded)
        require(f"{REPOSITORY} v1\n" in text and f"{REPOSITORY} index\n" in text, [str(path) for path in recorded])
        out = does(self.server, 0, "retention", "explain", self.config, "pulled/app")
        require("kept by pulled/** rule 1: pulls are known since" in out, out)
