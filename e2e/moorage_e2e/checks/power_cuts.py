"""Power cuts while twelve connections push, on loop-mounted ext4 and xfs.

At a random moment the file system is shut down with everything that it has not written yet, and the server is killed. What a new
server serves after the journal's replay is compared with everything that was answered with 201. --collecting: a collector removes what
clients delete, all the time, and what others push again. At the end all garbage goes. Needs root and loop devices.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import os
import random
import time

from moorage_e2e import options as common
from moorage_e2e import work as folders
from moorage_e2e.failures import Unexpected
from moorage_e2e.garbage.collectors import BYTES
from moorage_e2e.garbage.store import Store
from moorage_e2e.power_cuts import debts
from moorage_e2e.power_cuts.disk import Disk, LOGFLUSH, NOLOGFLUSH
from moorage_e2e.power_cuts.ledger import Ledger
from moorage_e2e.power_cuts.pushes import Pushers
from moorage_e2e.power_cuts.server import in_this_life, next_life
from moorage_e2e.report import Report
from moorage_e2e.servers.moorage import Server
from moorage_e2e.soak.passes import Passes, Repeating

MOST_REPORTED = 20
AT_ONCE = ["--grace", "0s", "--trash", "0s", "--requests-per-second", "0"]  # Of the collectors.
PAUSE = 0.02


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--cuts", type=int, default=4, help="for each file system")
    parser.add_argument("--collecting", action="store_true", help="garbage comes into being, and is collected")
    common.add_seed(parser)


def run(options: argparse.Namespace, report: Report) -> None:
    for filesystem in ("ext4", "xfs"):
        report.note(f"{options.cuts} power cuts on {filesystem}, seed {options.seed}")
        with folders.folder("cuts", report, inside=folders.roomy_memory()) as work, report.check(f"power cuts on {filesystem}") as details:
            seen = cut_often(options, Disk(filesystem, work), work)
            details.append(", ".join(f"{name}: {count}" for name, count in sorted(seen.items())))


def cut_often(options: argparse.Namespace, disk: Disk, work: str) -> collections.Counter[str]:
    """Cuts the power again and again, and returns figures. Raises Unexpected for what a server owes and does not have."""
    ledger, seen = Ledger(), collections.Counter[str]()
    disk.make()
    number = 0
    while True:
        with disk:
            server = next_life(options.package, disk.path, work)
            try:
                server.start()
                wrong = debts.differences(server.address, ledger, seen) + debts.resume(server.address, ledger, seen)
                if wrong:
                    raise Unexpected("\n".join(f"after cut {number}: {what}" for what in wrong[:MOST_REPORTED]))
                if number == options.cuts:
                    if options.collecting:
                        seen.update(collect_all(server, disk, work))
                        if wrong := debts.differences(server.address, ledger, seen):
                            raise Unexpected("\n".join(f"after the last pass: {what}" for what in wrong[:MOST_REPORTED]))
                    return seen
                room = disk.used() < 0.5
                if room:
                    number += 1
                    name = f"{options.seed}-{disk.filesystem}-{number}"
                    with contextlib.ExitStack() as running:
                        passes = running.enter_context(collector(server, work)) if options.collecting else None
                        seen.update(cut(server, disk, ledger, random.Random(name), name, passes))
            finally:
                server.kill()
        if not room:
            disk.format()
            ledger = Ledger()


def collector(server: Server, work: str) -> Passes:
    return Passes(server, "collector", BYTES, in_this_life(work))


def collect_all(server: Server, disk: Disk, work: str) -> dict[str, int]:
    """
    Two passes without pushes leave no garbage, except what the collector was about to delete when the power went: a removal counts
    as one that goes on until its time is over.
    """
    store = Store(os.path.join(disk.path, "registry"))
    with collector(server, work) as passes:
        removed = sum(passes.run(*AT_ONCE)["removed"] for _ in range(2))
    verdicts = store.verdicts()
    if said := [line for line in verdicts if not line.startswith("removing ")]:
        raise Unexpected(f"the docket is not empty: {said[:5]}")
    cut_off = {line.split(" ")[4] for line in verdicts}
    if left := store.garbage() - cut_off:
        raise Unexpected(f"garbage is left: {sorted(left)[:5]}, {len(left)} in all")
    return {"removed at the end": removed, "removals cut off": len(cut_off)}


def cut(
    server: Server, disk: Disk, ledger: Ledger, choices: random.Random, seed: str, passes: Passes | None
) -> collections.Counter[str]:
    """Pushes until the power goes, at a random moment. What that came to."""
    seen = collections.Counter[str]()
    pushers = Pushers(server.address, ledger, seed, deletes=passes is not None)
    repeating = None
    if passes:
        passes.run(*AT_ONCE)  # The first one is slow.
        repeating = Repeating(passes, PAUSE, *AT_ONCE)
        repeating.start()
    pushers.start()
    pushers.wait_for(choices.randrange(1, 100))
    time.sleep(choices.uniform(0, 0.02))
    began = disk.shut_down(choices.choice([NOLOGFLUSH, NOLOGFLUSH, LOGFLUSH]))
    time.sleep(choices.choice([0, 0.2]))  # A while in which the server has a disk that fails.
    pushers.stop()
    server.kill()
    if passes and repeating:
        passes.close()
        repeating.end()
        seen.update({"passes": repeating.counts["passes"], "removed": repeating.counts["removed"]})
    pushers.join()
    seen.update({"pushes": pushers.acknowledged, "of them heard of after the cut": ledger.settle(began)})
    return seen
