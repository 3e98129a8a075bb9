"""A storage driver that is no part of Moorage, from its source to real clients.

Builds examples/sqlite-driver as docs/drivers.md says, drops it into a copy of the package, and serves with it. Needs skopeo, nginx and
Maven's local repository.
"""

from __future__ import annotations

import argparse
import os
import pathlib
import random
import re
import shutil
import subprocess

from moorage_e2e import places
from moorage_e2e import work as folders
from moorage_e2e.checks import replicas
from moorage_e2e.checks.clients import push_and_pull
from moorage_e2e.client import skopeo
from moorage_e2e.failures import Unexpected
from moorage_e2e.report import Report
from moorage_e2e.servers.moorage import Server

UPLOADS = 20
DRIVER = places.SOURCE / "examples" / "sqlite-driver"
LISTED = re.compile(r"^sqlite +1\.0\.0 +moorage-sqlite-driver-1\.0\.0\.jar +file$", re.MULTILINE)
CONFIGURATION = """\
version: 0.1
storage:
  sqlite:
    file: {work}/registry.db
  delete:
    enabled: true
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """There are none."""


def run(options: argparse.Namespace, report: Report) -> None:
    with folders.folder("driver", report) as work:
        failed = report.failed
        build(work, report)
        if report.failed > failed:
            return
        package = os.path.join(work, "moorage")
        shutil.copytree(options.package, package, symlinks=True)
        shutil.copytree(DRIVER / "target" / "drivers", os.path.join(package, "drivers", "sqlite"))
        with report.check("it is listed"):
            program = [os.path.join(package, "bin", "moorage"), "drivers"]
            listed = subprocess.run(program, capture_output=True, text=True, check=True).stdout
            if not LISTED.search(listed):
                raise Unexpected(listed)
        refuses(package, work, report)
        serves(package, work, report)
        with report.section("two replicas over one file"):
            variables = {"REGISTRY_STORAGE": "sqlite", "REGISTRY_STORAGE_SQLITE_FILE": f"{work}/shared.db"}
            replicas.check_two(package, work, variables, UPLOADS, random.randrange(1 << 32), report)


def build(work: str, report: Report) -> None:
    """A local repository in front of the usual one: what is published here is used, and nothing of it stays."""
    local = pathlib.Path.home() / ".m2" / "repository"
    maven = [str(places.MAVEN), "-B", "-ntp", "-q", f"-Dmaven.repo.local={work}/m2", f"-Dmaven.repo.local.tail={local}"]
    published = places.SOURCE / "target" / "repository"
    with report.check("the modules that a driver needs are published to a folder"):
        shutil.rmtree(published, ignore_errors=True)
        deploy = ["deploy", "-DskipTests", "-Dmaven.install.skip", "-pl", "storage-spi,storage-tck"]
        quietly([*maven, *deploy, f"-DaltDeploymentRepository=local::file://{published}"])
    with report.check("the driver is built against them, and passes the test kit") as details:
        quietly([*maven, "-f", str(DRIVER), "clean", "verify"])
        for result in DRIVER.glob("target/surefire-reports/*.txt"):
            details += re.findall(r"Tests run: .*", result.read_text())


def quietly(command: list[str]) -> None:
    ended = subprocess.run(command, cwd=places.SOURCE, capture_output=True, text=True)
    if ended.returncode != 0:
        raise Unexpected(f"{' '.join(command)} ended with {ended.returncode}:\n{ended.stdout[-4000:]}{ended.stderr[-4000:]}")


def refuses(package: str, work: str, report: Report) -> None:
    for what, variables, status, message in [
        (
            "a key that it does not know is refused",
            {"REGISTRY_STORAGE_SQLITE_FIEL": "x"},
            2,
            "error: storage.sqlite.fiel: unknown key; did you mean file?; there are: file",
        ),
        (
            "a file that cannot be opened is refused",
            {"REGISTRY_STORAGE_SQLITE_FILE": "/no/such/folder/x.db"},
            1,
            "error: storage.sqlite: could not be opened: ",
        ),
    ]:
        with report.check(what):
            ended, out, err = Server(package, work, {"REGISTRY_STORAGE": "sqlite", **variables}).run("serve")
            if ended != status or message not in out + err:
                raise Unexpected(f"it ended with {ended}, not {status}: {out}{err}")


def serves(package: str, work: str, report: Report) -> None:
    config = pathlib.Path(work, "config.yml")
    config.write_text(CONFIGURATION.format(work=work))
    server = Server(package, work, {})
    server.command.append(str(config))
    with report.check("the server ends in order"), server:
        push_and_pull(server.address, report)
    with report.check("the server ends in order again"), server:
        with report.check("what was pushed is there after a restart"):
            skopeo.copy(f"docker://{server.address}/e2e/image:one", f"oci:{work}/pulled:image")
