"""The server is killed with SIGKILL at random moments under load, and must have all that it acknowledged.

In each round many clients push in every possible way. The server is killed, started again on the same data, and asked for all that
it had acknowledged. After the last round unfinished uploads are purged, and what is left over is counted.
"""

from __future__ import annotations

import argparse
import random
import time

from moorage_e2e import options as common
from moorage_e2e import work as folders
from moorage_e2e.failures import Unexpected
from moorage_e2e.faults.audit import Audit
from moorage_e2e.faults.ledger import Ledger, MOST_REPORTED
from moorage_e2e.faults.load import Load
from moorage_e2e.faults.storages import Filesystem, S3, Storage
from moorage_e2e.faults.sweep import Sweep
from moorage_e2e.report import Report
from moorage_e2e.servers.moorage import Server

MOST_REQUESTS = 250  # Of a round. Their number decides when the server is killed, whatever the speed of the machine.
LONGEST_SECONDS = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rounds", type=int, default=20)
    common.add_seed(parser)
    parser.add_argument("--storage", choices=["filesystem", "s3"], default="filesystem")
    parser.add_argument("--pushers", type=int, default=12)


def run(options: argparse.Namespace, report: Report) -> None:
    report.note(f"{options.rounds} rounds over {options.storage}, seed {options.seed}")
    with folders.folder("kills", report) as work:
        storage: Storage = S3(work) if options.storage == "s3" else Filesystem(work)
        server = Server(options.package, work, storage.variables)
        ledger = Ledger()
        began = time.monotonic()
        rounds = 0
        try:
            storage.start()
            server.start()
            choices = random.Random(options.seed)
            while rounds < options.rounds and len(ledger.failures) < MOST_REPORTED:
                crash(server, ledger, storage, choices, rounds, options)
                rounds += 1
                for failure in ledger.new_failures():
                    report.note(f"round {rounds}: {failure}")
            abandoned, unreachable = Sweep(server, storage, ledger).run()
            report.note(f"unfinished uploads purged {abandoned}, left over {unreachable} (blobs that nothing refers to)")
        except Unexpected as e:
            ledger.fail(str(e))
        finally:
            server.kill()
            storage.close()
        report.note(f"rounds {rounds}, requests {server.requests}, {ledger.figures()}")
        wrong = ledger.failures[:MOST_REPORTED]
        if wrong:
            wrong.append(f"again: e2e/check kills --storage {options.storage} --rounds {options.rounds} --seed {options.seed}")
        report.result("nothing that was acknowledged is lost, and nothing wrong is served", wrong, time.monotonic() - began)


def crash(
    server: Server, ledger: Ledger, storage: Storage, choices: random.Random, number: int, options: argparse.Namespace
) -> None:
    """One round."""
    load = Load(server, ledger, options.seed, number, options.pushers)
    until = server.requests + choices.randrange(MOST_REQUESTS)
    deadline = time.monotonic() + LONGEST_SECONDS
    load.start()
    while server.requests < until and time.monotonic() < deadline:
        time.sleep(0.002)
    time.sleep(choices.uniform(0, 0.03))
    load.killed.set()
    server.kill()
    load.join()
    server.start()
    Audit(server, ledger, choices, storage.published).all_of()
