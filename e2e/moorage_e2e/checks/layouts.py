"""OCI layouts: `moorage export` and `moorage import` beside running servers, with skopeo and other tools on the other side.

Needs skopeo. Uses umoci, oras and crane where they are installed.
"""

from __future__ import annotations

import argparse
import filecmp
import json
import os
import pathlib
import shutil
import subprocess
import tarfile
from collections.abc import Sequence

from moorage_e2e import work as folders
from moorage_e2e.client import skopeo
from moorage_e2e.failures import Unexpected
from moorage_e2e.maintenance.commands import does
from moorage_e2e.maintenance.root import REPOSITORY, Root
from moorage_e2e.report import Report
from moorage_e2e.servers.moorage import SECRET, Server

CONFIGURATION = """\
version: 0.1
storage:
  filesystem: {{rootdirectory: {root}}}
  immutabletags:
    - {{repositories: [fixed]}}
http: {{secret: {secret}}}
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """There are none."""


def run(options: argparse.Namespace, report: Report) -> None:
    with folders.folder("layouts", report) as work, report.check("the servers end in order"):
        configurations = []
        for name in ("root", "other"):
            configuration = pathlib.Path(work, f"{name}.yml")
            configuration.write_text(CONFIGURATION.format(root=os.path.join(work, name), secret=SECRET))
            configurations.append(str(configuration))
        with Server(options.package, work, {}, arguments=configurations[:1]) as one:
            with Server(options.package, work, {}, log="other.log", arguments=configurations[1:]) as other:
                Layouts(work, one, other, configurations, report).run()


def require(true: bool, what: object) -> None:
    if not true:
        raise Unexpected(str(what))


def require_blobs(expected: str, found: str) -> None:
    """Each blob of a layout must be in another one, byte for byte."""
    one, other = (os.path.join(each, "blobs", "sha256") for each in (expected, found))
    _, different, missing = filecmp.cmpfiles(one, other, os.listdir(one), shallow=False)
    require(not different and not missing and bool(os.listdir(one)), f"{found}: {different} differ, and {missing} are not there")


class Layouts:
    """Two servers over roots of their own, and the commands over both roots."""

    def __init__(self, work: str, one: Server, other: Server, configurations: Sequence[str], report: Report) -> None:
        self.work, self.one, self.other, self.report = work, one, other, report
        self.config, self.other_config = configurations
        self.root = Root(work, one.address)
        self.image, self.index = (f"{self.root.layout}/{name}" for name in ("image", "index"))

    def path(self, name: str) -> str:
        return os.path.join(self.work, name)

    def run(self) -> None:
        skopeo.copy(f"oci:{self.image}:image", f"docker://{self.one.address}/{REPOSITORY}:one")
        skopeo.copy(f"oci:{self.index}:index", f"docker://{self.one.address}/{REPOSITORY}:both")
        self.root.sign()
        self.root.pusher.close()
        self.exports()
        self.imports()
        self.round_trip()
        self.refusals()
        self.tools()

    def export(self, output: str, *images: str, status: int = 0) -> str:
        return does(self.one, status, "export", self.config, "-o", self.path(output), *images)

    def exports(self) -> None:
        with self.report.check("an export twice gives the same bytes"):
            said = self.export("a.tar", REPOSITORY)
            self.export("b.tar", f"{REPOSITORY}:both", f"{REPOSITORY}:on*")
            require(filecmp.cmp(self.path("a.tar"), self.path("b.tar"), shallow=False), "they differ")
            self.report.note(said)
        with self.report.check("skopeo reads the tar archive: oci-archive"):
            skopeo.copy(f"oci-archive:{self.path('a.tar')}:both", f"oci:{self.path('read')}:both")
            require_blobs(self.index, self.path("read"))
        with self.report.check("skopeo reads the folder: oci"):
            self.export("folder", REPOSITORY)
            skopeo.copy(f"oci:{self.path('folder')}:one", f"oci:{self.path('read')}:one")
            require_blobs(self.image, self.path("read"))
        with self.report.check("skopeo reads it as an archive of docker save: docker-archive"):
            self.export("docker.tar", f"{REPOSITORY}:one")
            skopeo.copy(f"docker-archive:{self.path('docker.tar')}:{REPOSITORY}:one", f"dir:{self.path('loaded')}")
            config = json.loads(pathlib.Path(self.path("loaded"), "manifest.json").read_text())["config"]["digest"]
            manifest = pathlib.Path(self.image, "blobs/sha256", self.root.image.removeprefix("sha256:")).read_text()
            require(config == json.loads(manifest)["config"]["digest"], f"the config is {config}")
        with self.report.check("the signature is in the archive, as an entry without a name"):
            with tarfile.open(self.path("a.tar")) as tar:
                entries = json.load(tar.extractfile("index.json"))["manifests"]  # type: ignore[arg-type]
            signatures = [entry for entry in entries if entry["digest"] == self.root.signature]
            require(len(signatures) == 1 and "annotations" not in signatures[0], signatures)

    def imports(self) -> None:
        for form in ("oci", "oci-archive"):
            target = self.path(f"skopeo-{form}")
            with self.report.check(f"what skopeo writes as {form} is imported, and served at once"):
                skopeo.copy(f"oci:{self.index}:index", f"{form}:{target}:v1")
                does(self.other, 0, "import", self.other_config, "--to", f"from/{form}", target)
                skopeo.require_same(f"docker://{self.other.address}/from/{form}:v1", self.index)

        with self.report.check("what skopeo writes as docker-archive is imported with its name"):
            target = self.path("docker-save.tar")
            skopeo.copy(f"oci:{self.image}:image", f"docker-archive:{target}:example.com/saved/image:v1")
            does(self.other, 0, "import", self.other_config, target)
            skopeo.copy(f"docker://{self.other.address}/saved/image:v1", f"oci:{self.path('saved')}:v1")

    def round_trip(self) -> None:
        export = f"'{self.one.program}' export '{self.config}' -o - {REPOSITORY}"
        pipe = f"{export} | '{self.one.program}' import '{self.other_config}' --to-prefix mirror -"
        with self.report.check("an export into the import of another registry: images, indexes and signatures are there"):
            ended = subprocess.run(["sh", "-c", pipe], env=self.one.environment, cwd=self.work, capture_output=True, text=True, timeout=600)
            require(ended.returncode == 0, ended.stdout + ended.stderr)
            skopeo.require_same(f"docker://{self.other.address}/mirror/{REPOSITORY}:one", self.image)
            skopeo.require_same(f"docker://{self.other.address}/mirror/{REPOSITORY}:both", self.index)
            require(f"imported mirror/{REPOSITORY}@{self.root.signature}" in ended.stdout, ended.stdout)
        with self.report.check("the same archive again stores no blob"):
            out = does(self.other, 0, "import", self.other_config, "--to-prefix", "mirror", self.path("a.tar"))
            require("blobs stored: 0" in out, out)
        with self.report.check("what the inventory of the other registry lists is not exported"):
            pathlib.Path(self.path("have.txt")).write_text(does(self.other, 0, "inventory", self.other_config))
            out = self.export("less.tar", "--have", self.path("have.txt"), REPOSITORY)
            require("other blobs: 0 " in out, out)
            require(os.path.getsize(self.path("less.tar")) < 100_000, "it has blobs")
            does(self.other, 0, "import", self.other_config, "--to-prefix", "less", self.path("less.tar"))
            skopeo.require_same(f"docker://{self.other.address}/less/{REPOSITORY}:both", self.index)
        with self.report.check("what was exported and imported is exported as the same archive"):
            does(self.other, 0, "import", self.other_config, self.path("a.tar"))
            does(self.other, 0, "export", self.other_config, "-o", self.path("c.tar"), REPOSITORY)
            require(filecmp.cmp(self.path("a.tar"), self.path("c.tar"), shallow=False), "they differ")
        with self.report.check("verify finds nothing wrong in either root"):
            does(self.one, 0, "verify", self.config)
            does(self.other, 0, "verify", self.other_config)

    def refusals(self) -> None:
        with self.report.check("a layout that lacks a layer sets no tag, and the layer makes it whole"):
            shutil.copytree(self.path("skopeo-oci"), self.path("lacking"))
            manifest = json.loads(pathlib.Path(self.path("lacking"), "index.json").read_text())["manifests"][0]["digest"]
            blobs = pathlib.Path(self.path("lacking"), "blobs/sha256")
            child = json.loads((blobs / manifest.removeprefix("sha256:")).read_text())["manifests"][0]["digest"]
            blob = blobs / child.removeprefix("sha256:")
            content = blob.read_bytes()
            blob.unlink()
            does(self.one, 1, "import", self.config, "--to", "lacking", self.path("lacking"))
            does(self.one, 1, "export", self.config, "-o", self.path("none.tar"), "lacking:v1")
            require(not os.path.exists(self.path("none.tar")), "there is an archive")
            blob.write_bytes(content)
            does(self.one, 0, "import", self.config, "--to", "lacking", self.path("lacking"))
        with self.report.check("an immutable tag stays as it is"):
            does(self.one, 0, "import", self.config, "--to", "fixed:v1", f"{self.image}")
            does(self.one, 1, "import", self.config, "--to", "fixed:v1", f"{self.index}")
            skopeo.require_same(f"docker://{self.one.address}/fixed:v1", self.image)

    def tools(self) -> None:
        self.tool("umoci", "umoci lists the tags of the folder", ["umoci", "ls", "--layout", self.path("folder")])
        oras = f"{self.other.address}/oras/image"
        self.tool(
            "oras",
            "oras copies an image and its signature out of the folder",
            ["oras", "cp", "-r", "--from-oci-layout", "--to-plain-http", f"{self.path('folder')}:one", f"{oras}:one"],
            ["oras", "manifest", "fetch", "--plain-http", f"{oras}@{self.root.signature}"],
        )
        self.tool(
            "crane",
            "crane pushes the folder of one image",
            [self.one.program, "export", self.config, "--no-referrers", "-o", self.path("crane"), f"{REPOSITORY}:one"],
            ["crane", "push", "--insecure", self.path("crane"), f"{self.other.address}/crane:one"],
        )

    def tool(self, name: str, what: str, *commands: Sequence[str]) -> None:
        if shutil.which(name) is None:
            self.report.skip(what, f"{name} is not installed")
            return
        with self.report.check(what):
            for command in commands:
                ended = subprocess.run(command, cwd=self.work, capture_output=True, text=True, timeout=600)
                require(ended.returncode == 0, f"{command}: {ended.stdout}{ended.stderr}")
