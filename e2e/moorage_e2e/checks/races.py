"""Requests race for uploads and blobs, over raw sockets, and each answer is compared with what may be true.

The kind of a round and all that is random in it comes from its seed: --seed for the first one, the next number for the next one.
--same repeats one seed in every round, since what threads do does not come from a seed. --kind has rounds of one kind only. At the
end everything is purged. What is in the storage then must be reachable, or was deleted.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import queue
import random
import sys
import threading
import time
import traceback

from moorage_e2e import options as common
from moorage_e2e import work as folders
from moorage_e2e.failures import Unexpected
from moorage_e2e.races import leftovers, wire
from moorage_e2e.races.kinds import KINDS
from moorage_e2e.races.rounds import Round, Wrong
from moorage_e2e.races.tally import Tally
from moorage_e2e.report import Report
from moorage_e2e.servers import arbiter, storages
from moorage_e2e.servers.moorage import Server
from moorage_e2e.servers.process import Process, free_port
from moorage_e2e.servers.s3proxy import S3Proxy

AT_ONCE = 4
MOST_REPORTED = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rounds", type=int, default=1000)
    common.add_seed(parser)
    parser.add_argument("--storage", choices=["filesystem", "s3"], default="filesystem")
    parser.add_argument("--replicas", type=int, default=1, help="servers over the one storage")
    parser.add_argument("--kind", choices=KINDS)
    parser.add_argument("--same", action="store_true")


def run(options: argparse.Namespace, report: Report) -> None:
    report.note(f"{options.rounds} rounds over {options.storage}, replicas: {options.replicas}, seed {options.seed}")
    with folders.folder("races", report) as work, contextlib.ExitStack() as servers:
        kept, variables = storage(options.storage, work, servers)
        variables["REGISTRY_STORAGE_DELETE_ENABLED"] = "true"
        replicas = [Server(options.package, work, variables, log=f"{number}.log") for number in range(options.replicas)]
        tally = Tally(f"{os.getpid():x}", os.path.join(work, "deleted"), KINDS)
        began = time.monotonic()
        with report.check("servers end in order"), contextlib.ExitStack() as running:
            for replica in replicas:
                running.enter_context(replica)
            race_all(options, [replica.address for replica in replicas], tally)
        tally.close()
        seconds = time.monotonic() - began
        report.note(tally.table())
        report.note(f"{tally.rounds.total() / seconds:.1f} rounds a second")
        wrong = tally.messages[:MOST_REPORTED]
        report.result(f"{tally.rounds.total()} rounds", wrong or missing(options, tally), seconds)
        with report.check("what is left in the storage is reachable, or was deleted") as details:
            details.append(purged(replicas[0]))
            details.append(left(replicas[0], kept, os.path.join(work, "deleted")))


def storage(kind: str, work: str, servers: contextlib.ExitStack) -> tuple[str, dict[str, str]]:
    """The folder of all objects, and the variables of the storage. Starts its servers."""
    if kind == "filesystem":
        root = os.path.join(work, "root")
        return root, storages.filesystem(root)
    store = os.path.join(work, "store")
    proxy = servers.enter_context(S3Proxy(work, store))
    port = free_port()
    command = [sys.executable, "-B", arbiter.__file__, str(port), str(proxy.port)]
    before_it = Process(command, port, os.path.join(work, "arbiter.log"))
    before_it.start()
    servers.callback(before_it.kill)
    return store, storages.s3(port) | {"REGISTRY_STORAGE_REDIRECT_DISABLE": "true"}


def race_all(options: argparse.Namespace, addresses: list[str], tally: Tally) -> None:
    """All rounds, some of them at once."""
    connections = wire.Connections()
    todo: queue.SimpleQueue[tuple[int, int]] = queue.SimpleQueue()
    for number in range(options.rounds):
        todo.put((number, options.seed + (0 if options.same else number)))
    weights = [weight for _, weight in KINDS.values()]

    def work() -> None:
        while True:
            try:
                number, seed = todo.get_nowait()
            except queue.Empty:
                return
            kind = options.kind or random.Random(seed).choices(list(KINDS), weights)[0]
            again = f"e2e/check races --rounds 1 --seed {seed} --storage {options.storage} --replicas {options.replicas}"
            race(kind, seed, number, addresses, connections, tally, again + (f" --kind {options.kind}" if options.kind else ""))

    threads = [threading.Thread(target=work, daemon=True) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def race(
    kind: str, seed: int, number: int, addresses: list[str], connections: wire.Connections, tally: Tally, again: str
) -> None:
    """One round."""
    try:
        contest = Round(kind, seed, addresses, connections, tally)
        contest.repository += f"-{number}"
        KINDS[kind][0](contest)
    except Wrong as failure:
        tally.wrong_round(kind, f"{failure}\nagain: {again}")
    except OSError as failure:
        tally.wrong_round(kind, f"{failure!r}\nagain: {again}")
    except Exception:
        tally.wrong_round(kind, f"{traceback.format_exc()}\nagain: {again}")
    tally.ended(kind)


def missing(options: argparse.Namespace, tally: Tally) -> list[str]:
    count = tally.rounds.total()
    return [] if count == options.rounds else [f"{count} rounds ran, not {options.rounds}"]


def purged(server: Server) -> str:
    """Purges all uploads. The last line that purge prints."""
    status, out, err = server.run("purge", "--older-than", "0s")
    if status != 0:
        raise Unexpected(f"purge ended with {status}: {out[-2000:]}{err[-2000:]}")
    return out.splitlines()[-1]


def left(server: Server, folder: str, deleted: str) -> str:
    """Compares the files of the storage with what verify finds."""
    status, out, err = server.run("verify", "--json")
    if status != 0:
        raise Unexpected(f"verify ended with {status}: {out[-2000:]}{err[-2000:]}")
    with open(deleted) as lines:
        return leftovers.require_none(folder, out, {line.strip() for line in lines})
