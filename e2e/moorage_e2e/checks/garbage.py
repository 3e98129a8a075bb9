"""Collections of garbage beside pushes, pulls and deletes: collectors that run all the time, that are stopped, and that are killed.

A soak first: three replicas over one storage, clients of every kind, and two collectors. A ledger has what each 201 promises, and
everything is pulled and compared. Then collectors are stopped with SIGSTOP after their decision, and what they have condemned is
pushed again, and collectors are killed. Eight of them run at once, and others have clocks that are wrong. Links and untagged manifests
go to the trash and come back. At the end they meet Distribution, and roots that it has made. --only soak, zombies, kills,
requests, many, clocks, trash, distribution or roots has one of these parts. --storage is that of the soak and of the zombies. Needs
strace, faketime, skopeo and docker-registry.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import time

from moorage_e2e import options as common
from moorage_e2e import work as folders
from moorage_e2e.checks.races import storage
from moorage_e2e.failures import Unexpected
from moorage_e2e.faults.tracing import require_tracing
from moorage_e2e.garbage import clocks, contents, foreign, many, requests
from moorage_e2e.garbage.collectors import require_clean
from moorage_e2e.garbage.kills import CALLS, Kills
from moorage_e2e.garbage.soak import REPLICAS, Soak
from moorage_e2e.garbage.store import Store
from moorage_e2e.garbage.zombies import Zombies
from moorage_e2e.report import Report
from moorage_e2e.servers import storages
from moorage_e2e.servers.moorage import Server

MOST_TRIED = 5  # Collectors for one that stalls.
LONGER_THAN_A_PUSH = 10  # Seconds
LONGER_THAN_A_DELETE = 130  # It takes effect within a minute, and pushes wait for another one.


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--events", type=int, default=6000, help="requests of the soak")
    parser.add_argument("--rounds", type=int, default=4, help="collectors that are stopped, and as many are killed at some moment")
    parser.add_argument("--stride", type=int, default=8, help="kills the collector at every N-th system call and request")
    parser.add_argument("--storage", choices=["filesystem", "s3"], default="filesystem", help="of the soak and the zombies")
    parser.add_argument("--grace", type=int, help="of the collectors of the soak, in seconds: 1 without it, and 2 over S3")
    common.add_only(parser)
    common.add_seed(parser)


def run(options: argparse.Namespace, report: Report) -> None:
    report.note(f"seed {options.seed}")
    parts = {
        "soak": soak,
        "zombies": zombies,
        "kills": kills,
        "requests": killed_at_requests,
        "many": at_once,
        "clocks": wrong_clocks,
        "trash": trash,
        "distribution": distribution,
        "roots": roots,
    }
    for name, part in parts.items():
        if options.only in name:
            with report.section(name), folders.folder(f"garbage-{name}", report) as work:
                part(options, work, report)


def soak(options: argparse.Namespace, work: str, report: Report) -> None:
    grace = options.grace if options.grace is not None else 2 if options.storage == "s3" else 1
    with contextlib.ExitStack() as servers:
        kept, variables = storage(options.storage, work, servers)
        variables["REGISTRY_STORAGE_DELETE_ENABLED"] = "true"
        replicas = [Server(options.package, work, variables, log=f"{number}.log") for number in range(REPLICAS)]
        running = Soak(replicas, Store(kept), options.seed, options.events, grace)
        with report.check("servers end in order"), contextlib.ExitStack() as started:
            for replica in replicas:
                started.enter_context(replica)
            running.run()
            report.note(running.figures())
            again = f"again: e2e/check garbage --only soak --storage {options.storage} --events {options.events} --seed {options.seed}"
            wrong = running.wrong()
            report.result("no 201 is broken, and no answer is wrong", wrong + [again] if wrong else [], running.seconds)
            running.quiet(report)


def zombies(options: argparse.Namespace, work: str, report: Report) -> None:
    s3 = options.storage == "s3"
    with contextlib.ExitStack() as servers:
        kept, variables = storage(options.storage, work, servers)
        server = servers.enter_context(Server(options.package, work, variables))
        stopped = Zombies(server, Store(kept), options.seed, *(LONGER_THAN_A_DELETE, 2) if s3 else (LONGER_THAN_A_PUSH, 0))
        began = time.monotonic()
        with report.check("what is pushed again while a collector is stopped stays") as details:
            try:
                for _ in range(options.rounds):
                    stopped.round()
            finally:
                details.append(f"{options.rounds} rounds in {time.monotonic() - began:.0f} s, {stopped.figures()}")
        if not s3:
            require_tracing()
            with report.check("and what is pushed again while its delete stalls in the system call") as details:
                for _ in range(MOST_TRIED * options.rounds):
                    if stopped.stalled < options.rounds:
                        stopped.at_its_delete()
                details.append(f"collectors stalled {stopped.stalled} times, and pushes waited up to {stopped.longest:.1f} s")
                if stopped.stalled == 0:
                    raise Unexpected("no collector has come to its delete")


def kills(options: argparse.Namespace, work: str, report: Report) -> None:
    require_tracing()
    variables = storages.filesystem(os.path.join(work, "root"))
    with Server(options.package, work, variables) as server:
        killed = Kills(server, Store(os.path.join(work, "root")), options.seed)
        with report.check("after a kill at some moment pushes go on, and the next pass ends what was begun") as details:
            for _ in range(options.rounds):
                killed.at_a_random_moment()
            details.append(killed.figures())
        with report.check("after a kill at each system call that changes files, too") as details:
            for call in CALLS:
                killed.at_each(call, options.stride)
            details.append(killed.figures())
            if not any(killed.killed[call] for call in CALLS):
                raise Unexpected("no collector was killed: the stride is too large")
        with report.check("verify finds nothing afterwards"):
            require_clean(server, "missing-reference")  # A blob that is deleted again and again may be one that an older manifest has.


def killed_at_requests(options: argparse.Namespace, work: str, report: Report) -> None:
    requests.run(options.package, work, report, options.seed, options.stride)


def at_once(options: argparse.Namespace, work: str, report: Report) -> None:
    many.run(options.package, work, report, options.seed)


def wrong_clocks(options: argparse.Namespace, work: str, report: Report) -> None:
    clocks.run(options.package, work, report)


def trash(options: argparse.Namespace, work: str, report: Report) -> None:
    contents.run(options.package, work, report)


def distribution(options: argparse.Namespace, work: str, report: Report) -> None:
    foreign.run(options.package, work, report, beside=True)


def roots(options: argparse.Namespace, work: str, report: Report) -> None:
    foreign.run(options.package, work, report, beside=False)
