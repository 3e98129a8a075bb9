"""What operators do, with a root that Debian's docker-registry made: verify, reindex, purge.

Needs docker-registry and skopeo.
"""

from __future__ import annotations

import argparse
import os
import pathlib

from moorage_e2e import work as folders
from moorage_e2e.client import skopeo
from moorage_e2e.failures import Unexpected
from moorage_e2e.maintenance.commands import does, finds
from moorage_e2e.maintenance.root import REPOSITORY, Root
from moorage_e2e.report import Report
from moorage_e2e.servers.distribution import Distribution
from moorage_e2e.servers.moorage import SECRET, Server

CONFIGURATION = """\
version: 0.1
storage:
  filesystem:
    rootdirectory: {work}/root
  delete:
    enabled: true
http:
  addr: {address}
  secret: {secret}
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """There are none."""


def run(options: argparse.Namespace, report: Report) -> None:
    with folders.folder("maintenance", report) as work:
        Maintenance(options.package, work, report).run()


def require(true: bool, what: object) -> None:
    if not true:
        raise Unexpected(str(what))


class Maintenance:
    """One root, both servers over it one after the other, and the commands between them."""

    def __init__(self, package: str, work: str, report: Report) -> None:
        self.report, self.work = report, work
        self.config = os.path.join(work, "config.yml")
        self.moorage = Server(package, work, {})
        self.moorage.command.append(self.config)
        self.distribution = Distribution(self.config, self.moorage.port, work, {})
        pathlib.Path(self.config).write_text(CONFIGURATION.format(work=work, address=self.moorage.address, secret=SECRET))
        self.root = Root(work, self.moorage.address)
        self.image = f"docker://{self.moorage.address}/{REPOSITORY}:one"
        self.index = f"docker://{self.moorage.address}/maintained/index:both"

    def run(self) -> None:
        with self.distribution:
            old, young = self.fill()
        self.finds_it_healthy()
        self.referrers()
        self.uploads(old, young)
        self.damage()
        self.in_pieces()
        with self.distribution:
            with self.report.check("Distribution serves the root as before"):
                skopeo.require_same(self.image, f"{self.root.layout}/image")
            with self.report.check("its tags and its index too"):
                skopeo.require_same(self.index, f"{self.root.layout}/index")

    def fill(self) -> tuple[pathlib.Path, pathlib.Path]:
        """What Distribution takes, and the folders of two uploads in progress."""
        with self.report.check("Distribution takes an image, an index, and a signature of the image"):
            skopeo.copy(f"oci:{self.root.layout}/image:image", self.image)
            skopeo.copy(f"oci:{self.root.layout}/index:index", self.index)
            self.root.sign()
        uploads = self.root.begin_upload(), self.root.begin_upload()
        self.root.pusher.close()
        return uploads

    def finds_it_healthy(self) -> None:
        with self.report.check("verify finds a root of Distribution healthy, and has read every blob"):
            summary = finds(self.moorage, self.config, 0)
            require(summary["blobs"] == self.root.blob_count(), f"{summary}, and there are {self.root.blob_count()} blobs")
        with self.report.check("a repair of it changes not a byte"):
            before = self.root.contents()
            finds(self.moorage, self.config, 0, options=("--repair",))
            require(self.root.contents() == before, "files were changed")

    def referrers(self) -> None:
        missing = f"missing {REPOSITORY}: {self.root.signature} refers to {self.root.image}"
        with self.report.check("reindex names the signature that is missing"):
            out = does(self.moorage, 0, "reindex", self.config, "--dry-run")
            require(missing in out.splitlines(), out)
        with self.report.check("reindex adds it, and it is listed as a referrer"):
            does(self.moorage, 0, "reindex", self.config)
            with self.moorage:
                require(self.root.referrers() == [self.root.signature], f"referrers: {self.root.referrers()}")
                self.root.pusher.close()
        with self.report.check("there is nothing more to add, and reindex says so"):
            does(self.moorage, 0, "reindex", self.config, saying="; referrers added: 0, present: 1, failed: 0.")

    def uploads(self, old: pathlib.Path, young: pathlib.Path) -> None:
        (old / "startedat").write_text("2020-01-01T00:00:00Z\n")
        with self.report.check("a dry run of purge names the old upload of Distribution and only that, and takes nothing"):
            out = does(self.moorage, 0, "purge", self.config, "--dry-run", saying="Uploads that would be purged: 1, kept: 1, failed: 0.")
            require(f"would purge {REPOSITORY} {old.name}: Distribution's, started 2020" in out, out)
            require((old / "data").is_file(), "it is gone")
        with self.report.check("purge takes it with all that it had, and the young one is there"):
            does(self.moorage, 0, "purge", self.config)
            require(not old.exists() and (young / "data").is_file(), "another upload was taken")

    def damage(self) -> None:
        self.root.flip(self.root.large)
        self.root.empty_links()
        with self.report.check("verify finds a flipped bit, an empty link and an empty tag"):
            finds(self.moorage, self.config, 1, "damaged", "unreadable-link", "unreadable-link")
        with self.report.check("a repair moves the blob away, and relinks"):
            repairs = ["damaged quarantined", "unreadable-link relinked", "unreadable-link relinked"]
            finds(self.moorage, self.config, 1, *repairs, options=("--repair",))
        with self.report.check("the damaged blob is kept"):
            require(self.root.quarantined() == 1, f"{self.root.quarantined()} files are in quarantine")
        with self.report.check("what is left to find is where it is missing"):
            finds(self.moorage, self.config, 1, "link-without-blob", "missing-reference")
        with self.moorage:
            with self.report.check("a push of the same image puts it back"):
                skopeo.copy(f"oci:{self.root.layout}/image:image", self.image)
            with self.report.check("the image can be pulled, byte for byte"):
                skopeo.require_same(self.image, f"{self.root.layout}/image")
        with self.report.check("nothing is wrong any more"):
            finds(self.moorage, self.config, 0)

    def in_pieces(self) -> None:
        state = os.path.join(self.work, "state")
        with self.report.check("a verification that resumes without a state begins, and leaves no state"):
            finds(self.moorage, self.config, 0, options=("--resume", state))
            require(not os.path.exists(state), "there is a state")
        with self.report.check("a state that is none is refused"):
            pathlib.Path(state).write_text("{}\n")
            does(self.moorage, 2, "verify", self.config, "--resume", state)
