"""Real clients: skopeo, buildah, podman and curl push and pull.

Without --address a server of the package is started, and the registry's own image, if it was built, is pushed to it and pulled from
it.
"""

from __future__ import annotations

import argparse
import filecmp
import os
import pathlib
import subprocess
import tarfile

from moorage_e2e import places
from moorage_e2e import work as folders
from moorage_e2e.client import skopeo
from moorage_e2e.failures import Unexpected
from moorage_e2e.report import Report
from moorage_e2e.servers import storages
from moorage_e2e.servers.moorage import Server


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--address", metavar="HOST:PORT", help="of a registry that already runs")


def run(options: argparse.Namespace, report: Report) -> None:
    if options.address:
        push_and_pull(options.address, report)
        return
    with report.check("the package runs where the only Java on the path is not the one it was built with"):
        program = os.path.join(options.package, "bin", "moorage")
        subprocess.run([program, "version"], env={"PATH": "/usr/bin:/bin"}, check=True, capture_output=True)
    with folders.folder("clients", report) as work, report.check("the server ends in order"):
        with Server(options.package, work, storages.filesystem(work + "/root")) as server:
            push_and_pull(server.address, report)
            image = pathlib.Path(options.package).parent / "moorage-image.tar"
            if image.is_file():
                with report.check("the registry's own image came back byte for byte"):
                    push_own_image(image, server.address, work)


def push_and_pull(address: str, report: Report, behind_a_proxy: bool = False) -> None:
    """The script of the clients, against a registry that already runs."""
    environment = dict(os.environ, BEHIND_A_PROXY="yes" if behind_a_proxy else "")
    report.relay("real clients", [str(places.CLIENTS), address], environment)


def push_own_image(image: pathlib.Path, address: str, work: str) -> None:
    skopeo.copy(f"oci-archive:{image}", f"docker://{address}/moorage/moorage:self")
    skopeo.copy(f"docker://{address}/moorage/moorage:self", f"oci:{work}/self:self")
    with tarfile.open(image) as archive:
        archive.extractall(os.path.join(work, "tar"))
    compared = filecmp.dircmp(os.path.join(work, "tar", "blobs", "sha256"), os.path.join(work, "self", "blobs", "sha256"))
    if compared.left_only or compared.right_only or compared.diff_files or not compared.same_files:
        raise Unexpected(f"other blobs came back: {compared.left_only} {compared.right_only} {compared.diff_files}")
