"""Resumable uploads by the thousand, and what operators see of uploads.

Each upload is a blob of its own, pushed by POST, PATCHes of every size and a PUT. Every blob is read back and compared. Without
--address a server of the package is started. Then two replicas list a slow upload that stalls, end it, and find one in the storage that
a killed server has left.
"""

from __future__ import annotations

import argparse
import time

from moorage_e2e import operators
from moorage_e2e import options as common
from moorage_e2e import work as folders
from moorage_e2e.client import uploads
from moorage_e2e.report import Report
from moorage_e2e.servers import storages
from moorage_e2e.servers.moorage import Server

MOST_REPORTED = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--address", metavar="HOST:PORT")
    parser.add_argument("--uploads", type=int, default=150)
    parser.add_argument("--connections", type=int, default=16)
    common.add_seed(parser)


def run(options: argparse.Namespace, report: Report) -> None:
    report.note(f"{options.uploads} uploads over {options.connections} connections, seed {options.seed}")
    if options.address:
        push(options.address, options, report)
        return
    with folders.folder("uploads", report) as work, Server(options.package, work, storages.filesystem(work + "/root")) as server:
        push(server.address, options, report)
    with folders.folder("operators", report) as work:
        operators.run(options.package, work, report)


def push(address: str, options: argparse.Namespace, report: Report) -> None:
    began = time.monotonic()
    failures, figures = uploads.push_all(address, options.uploads, options.connections, options.seed)
    report.result(f"{options.uploads} uploads", failures[:MOST_REPORTED], time.monotonic() - began)
    report.detail(figures)
