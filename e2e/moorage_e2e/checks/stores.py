"""The package over S3 and Azure Blob Storage, as emulators.

For each of them real clients over one server, in both ways to commit, and two replicas behind a proxy. Needs node and npm.
"""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Mapping

from moorage_e2e import options as common
from moorage_e2e import work as folders
from moorage_e2e.checks import replicas
from moorage_e2e.checks.clients import push_and_pull
from moorage_e2e.report import Report
from moorage_e2e.servers import storages
from moorage_e2e.servers.azurite import Azurite
from moorage_e2e.servers.moorage import Server
from moorage_e2e.servers.s3proxy import S3Proxy


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--uploads", type=int, default=150, help="that change their replica at every request")
    common.add_seed(parser)


def run(options: argparse.Namespace, report: Report) -> None:
    for name, emulator, variables in (("S3", S3Proxy, storages.s3), ("Azure", Azurite, storages.azure)):
        with report.section(name), folders.folder("stores", report) as work, contextlib.ExitStack() as running:
            port = running.enter_context(emulator(work)).port
            with report.section("one server"):
                one_server(options.package, work, variables(port), report)
            with report.section("one server, commit: reference"):
                one_server(options.package, work, variables(port, storages.REFERENCE), report)
            with report.section("two replicas"):
                replicas.check_two(options.package, work, variables(port), options.uploads, options.seed, report)


def one_server(package: str, work: str, variables: Mapping[str, str], report: Report) -> None:
    with report.check("the server ends in order"), Server(package, work, variables) as server:
        push_and_pull(server.address, report)
