"""Rounds of races against registries that run already: python3 e2e/racing ROUNDS SEED DELETED HOST:PORT... [--kind KIND] [--same]

The kind of a round, and all that is random in it, comes from its seed: SEED for the first one, SEED + 1 for the next; with --same
all have the same, and --kind has one kind only. DELETED is a file for the digests of blobs that were deleted. More than one address are replicas over one storage.
"""

import argparse
import collections
import os
import queue
import random
import sys
import threading
import time
import traceback

import blobs
import contests
import tokens
import wire
from rounds import Round, Wrong

AT_ONCE = 4
KINDS = {  # with how often each is
    "two-writers": (contests.two_writers, 10),
    "equal-lengths": (contests.equal_lengths, 8),
    "late-writer": (contests.late_writer, 10),
    "swarm": (contests.swarm, 14),
    "two-puts": (contests.two_puts, 10),
    "put-delete": (contests.put_against_delete, 10),
    "put-patch": (contests.put_against_patch, 10),
    "status-patch": (contests.status_against_patch, 8),
    "replays": (tokens.replays, 8),
    "altered": (tokens.altered, 5),
    "foreign": (tokens.foreign, 5),
    "same-digest": (blobs.same_digest, 4),
    "mount-delete": (blobs.mount_against_delete, 6),
    "manifest-delete": (blobs.manifest_against_delete, 6),
}


class Tally:
    """What was counted, by kind."""

    def __init__(self, run, deleted):
        self.run = run
        self.lock = threading.Lock()
        self.rounds = collections.Counter()
        self.wrong = collections.Counter()
        self.statuses = collections.defaultdict(collections.Counter)
        self.deleted_file = open(deleted, "w")

    def answered(self, kind, status):
        with self.lock:
            self.statuses[kind][status] += 1

    def deleted(self, digest):
        with self.lock:
            print(digest, file=self.deleted_file, flush=True)

    def table(self):
        rows = [["kind", "rounds", "requests", "answers", "wrong"]]
        for kind in [kind for kind in KINDS if self.rounds[kind]] + ["all"]:
            counted = self.statuses[kind] if kind != "all" else sum(self.statuses.values(), collections.Counter())
            answers = ", ".join(f"{status or 'cut'}: {count}" for status, count in sorted(counted.items()))
            rounds = self.rounds[kind] if kind != "all" else self.rounds.total()
            wrong = self.wrong[kind] if kind != "all" else self.wrong.total()
            rows.append([kind, str(rounds), str(counted.total()), answers, str(wrong)])
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        return "\n".join(
            "  ".join([row[0].ljust(widths[0]), row[1].rjust(widths[1]), row[2].rjust(widths[2]), row[3].ljust(widths[3]), row[4]])
            for row in rows
        )


def race(kind, seed, number, addresses, connections, tally):
    try:
        round = Round(kind, seed, addresses, connections, tally)
        round.repository += f"-{number}"
        KINDS[kind][0](round)
    except (Wrong, OSError) as failure:
        say_wrong(tally, kind, seed, f"{failure!r}" if isinstance(failure, OSError) else str(failure))
    except Exception:
        say_wrong(tally, kind, seed, traceback.format_exc())
    with tally.lock:
        tally.rounds[kind] += 1


def say_wrong(tally, kind, seed, what):
    with tally.lock:
        tally.wrong[kind] += 1
    again = os.environ.get("RACES_AGAIN", "e2e/racing 1 {seed}").format(seed=seed)
    print(f"wrong - {kind}, seed {seed}: {what}\n    again: {again}", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("rounds", type=int)
    parser.add_argument("seed", type=int)
    parser.add_argument("deleted")
    parser.add_argument("addresses", nargs="+")
    parser.add_argument("--kind", choices=KINDS)
    parser.add_argument("--same", action="store_true")
    arguments = parser.parse_args()
    count = arguments.rounds
    connections = wire.Connections()
    tally = Tally(f"{os.getpid():x}", arguments.deleted)
    todo = queue.SimpleQueue()
    for number in range(count):
        todo.put((number, arguments.seed + (0 if arguments.same else number)))

    def work():
        while True:
            try:
                number, seed = todo.get_nowait()
            except queue.Empty:
                return
            weights = [weight for _, weight in KINDS.values()]
            kind = arguments.kind or random.Random(seed).choices(list(KINDS), weights)[0]
            race(kind, seed, number, arguments.addresses, connections, tally)

    start = time.monotonic()
    threads = [threading.Thread(target=work) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.monotonic() - start
    print(tally.table())
    print(f"{count} rounds in {seconds:.0f} s, {count / seconds:.1f} a second; wrong: {tally.wrong.total()}")
    sys.exit(1 if tally.wrong.total() else 0)


main()
