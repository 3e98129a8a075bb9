"""Power cuts while twelve connections push, on loop-mounted ext4 and xfs.

At a random moment the file system is shut down with everything that it has not written yet, and the server is killed. What a new
server serves after the journal's replay is compared with everything that was answered with 201. Needs root and loop devices.
"""

from __future__ import annotations

import argparse
import collections
import random
import time

from moorage_e2e import options as common
from moorage_e2e import work as folders
from moorage_e2e.failures import Unexpected
from moorage_e2e.power_cuts import debts
from moorage_e2e.power_cuts.disk import Disk, LOGFLUSH, NOLOGFLUSH
from moorage_e2e.power_cuts.ledger import Ledger
from moorage_e2e.power_cuts.pushes import Pushers
from moorage_e2e.power_cuts.server import next_life
from moorage_e2e.report import Report
from moorage_e2e.servers.moorage import Server

MOST_REPORTED = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--cuts", type=int, default=4, help="for each file system")
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
                    return seen
                room = disk.used() < 0.5
                if room:
                    number += 1
                    name = f"{options.seed}-{disk.filesystem}-{number}"
                    seen.update(cut(server, disk, ledger, random.Random(name), name))
            finally:
                server.kill()
        if not room:
            disk.format()
            ledger = Ledger()


def cut(server: Server, disk: Disk, ledger: Ledger, choices: random.Random, seed: str) -> dict[str, int]:
    """Pushes until the power goes, at a random moment. What that came to."""
    pushers = Pushers(server.address, ledger, seed)
    pushers.start()
    pushers.wait_for(choices.randrange(1, 100))
    time.sleep(choices.uniform(0, 0.02))
    began = disk.shut_down(choices.choice([NOLOGFLUSH, NOLOGFLUSH, LOGFLUSH]))
    time.sleep(choices.choice([0, 0.2]))  # A while in which the server has a disk that fails.
    pushers.stop()
    server.kill()
    pushers.join()
    return {"pushes": pushers.acknowledged, "of them heard of after the cut": ledger.settle(began)}
