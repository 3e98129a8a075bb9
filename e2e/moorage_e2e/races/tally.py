"""Counts of rounds, answers and errors."""

from __future__ import annotations

import collections
import threading
from collections.abc import Iterable


class Tally:
    """What was counted, by kind. Its methods may be called from any thread."""

    def __init__(self, run: str, deleted: str, kinds: Iterable[str]) -> None:
        self.kinds = list(kinds)
        self.run = run
        self.lock = threading.Lock()
        self.messages: list[str] = []
        self.rounds: collections.Counter[str] = collections.Counter()
        self.wrong: collections.Counter[str] = collections.Counter()
        self.statuses: dict[str, collections.Counter[int]] = collections.defaultdict(collections.Counter)
        self.deleted_file = open(deleted, "w")

    def answered(self, kind: str, status: int) -> None:
        with self.lock:
            self.statuses[kind][status] += 1

    def deleted(self, digest: str) -> None:
        with self.lock:
            print(digest, file=self.deleted_file, flush=True)

    def table(self) -> str:
        rows = [["kind", "rounds", "requests", "answers", "wrong"]]
        for kind in [kind for kind in self.kinds if self.rounds[kind]] + ["all"]:
            counted = self.statuses[kind] if kind != "all" else sum(self.statuses.values(), collections.Counter())
            answers = ", ".join(f"{status or 'cut'}: {count}" for status, count in sorted(counted.items()))
            rounds = self.rounds[kind] if kind != "all" else self.rounds.total()
            wrong = self.wrong[kind] if kind != "all" else self.wrong.total()
            rows.append([kind, str(rounds), str(counted.total()), answers, str(wrong)])
        if self.rounds.total() == 0:
            return "no rounds"
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        return "\n".join(
            "  ".join([row[0].ljust(widths[0]), row[1].rjust(widths[1]), row[2].rjust(widths[2]), row[3].ljust(widths[3]), row[4]])
            for row in rows
        )

    def wrong_round(self, kind: str, what: str) -> None:
        with self.lock:
            self.wrong[kind] += 1
            self.messages.append(f"{kind}: {what}")

    def ended(self, kind: str) -> None:
        with self.lock:
            self.rounds[kind] += 1

    def close(self) -> None:
        self.deleted_file.close()
