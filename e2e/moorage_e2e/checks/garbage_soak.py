"""Collections that take links, manifests and bytes every second, beside pushers of every kind, pullers and deleters.

Replicas over one storage. Pushers skip what HEAD finds, mount, push indexes of manifests that came before, referrers, and manifests
long after their layers. Each client compares what it gets with what was promised: what a tag keeps is whole, and a manifest is
accepted if all that it names was answered within the time of the trash. At the end everything is deleted, and nothing may be left.
"""

from __future__ import annotations

import argparse
import contextlib

from moorage_e2e import options as common
from moorage_e2e import work as folders
from moorage_e2e.checks.races import storage
from moorage_e2e.garbage.client import Budget
from moorage_e2e.garbage.store import Store
from moorage_e2e.report import Report
from moorage_e2e.servers.moorage import Server
from moorage_e2e.soak.promises import CACHED
from moorage_e2e.soak.soak import Soak, Times

TIMES = {"filesystem": Times(grace=1, trash=65, granularity=0), "s3": Times(grace=2, trash=68, granularity=1)}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--events", type=int, default=1_000_000, help="requests of all clients")
    parser.add_argument("--seconds", type=float, default=7200, help="the longest time of the load")
    parser.add_argument("--storage", choices=sorted(TIMES), default="filesystem")
    parser.add_argument("--replicas", type=int, default=3)
    parser.add_argument("--collectors", type=int, default=2)
    common.add_seed(parser)


def run(options: argparse.Namespace, report: Report) -> None:
    report.note(f"{options.replicas} replicas over {options.storage}, {options.collectors} collectors, seed {options.seed}")
    with folders.folder("garbage-soak", report, inside=folders.roomy_memory()) as work, contextlib.ExitStack() as servers:
        kept, variables = storage(options.storage, work, servers)
        variables |= {"REGISTRY_STORAGE_DELETE_ENABLED": "true", "REGISTRY_STORAGE_CACHE_TTL": f"{CACHED:.0f}s"}
        replicas = [Server(options.package, work, variables, log=f"{number}.log") for number in range(options.replicas)]
        budget = Budget(options.events)
        soak = Soak(replicas, Store(kept), options.seed, budget, options.seconds, TIMES[options.storage])
        with report.check("servers end in order"), contextlib.ExitStack() as started:
            for replica in replicas:
                started.enter_context(replica)
            soak.run(options.collectors)
            report.note(soak.figures())
            wrong = soak.wrong()
            again = f"again: e2e/check garbage-soak --storage {options.storage} --events {options.events} --seed {options.seed}"
            report.result("no promise is broken, and no answer is wrong", wrong + [again] if wrong else [], soak.seconds)
            soak.quiet(report)
