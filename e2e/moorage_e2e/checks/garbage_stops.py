"""Collectors that are stopped with SIGSTOP between a decision and its delete, while what they have decided on is pushed again.

A round is one of bytes, of links or of manifests. Blobs are pushed again, a manifest names the links, and manifests get a tag. Then the
collector goes on, and what was pushed is there, as it is after another pass. Only rounds count in which the collector was stopped in time.
"""

from __future__ import annotations

import argparse
import os

from moorage_e2e import options as common
from moorage_e2e import work as folders
from moorage_e2e.garbage.store import Store
from moorage_e2e.report import Report
from moorage_e2e.servers import storages
from moorage_e2e.servers.moorage import Server
from moorage_e2e.soak.stops import Stops


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--kind", choices=["blob", "link", "revision"], default="", help="rounds of one kind only")
    common.add_seed(parser)


def run(options: argparse.Namespace, report: Report) -> None:
    report.note(f"{options.rounds} rounds, seed {options.seed}")
    with folders.folder("garbage-stops", report, inside=folders.roomy_memory()) as work:
        root = os.path.join(work, "root")
        variables = {"REGISTRY_STORAGE_DELETE_ENABLED": "true", "REGISTRY_STORAGE_CACHE_TTL": "0s"}
        with (
            Server(options.package, work, storages.filesystem(root) | variables) as server,
            report.check("what is pushed again while a collector is stopped stays, and the rest goes") as details,
        ):
            details.append(Stops(server, Store(root), options.seed).run(options.rounds, options.kind))
