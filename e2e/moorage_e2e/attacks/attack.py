"""An attack in a process of its own."""

from __future__ import annotations

import multiprocessing
import os
import queue

from moorage_e2e.attacks.kinds import KINDS
from moorage_e2e.attacks.target import Target


class Attack:
    """Runs in a process of its own, so that its load is not in what users measure."""

    def __init__(self, kind: str, target: Target) -> None:
        self.outcome: multiprocessing.Queue[tuple[bool, str]] = multiprocessing.Queue()
        self.process = multiprocessing.Process(target=self._run, args=(kind, target), daemon=True)
        self.process.start()

    def _run(self, kind: str, target: Target) -> None:
        os.nice(5)
        try:
            self.outcome.put((True, KINDS[kind](target)))
        except Exception as failure:
            self.outcome.put((False, f"the attack itself failed: {failure!r}"))

    def wait(self, seconds: float) -> tuple[bool, str]:
        """Whether the attack was made, and what it was in words."""
        try:
            return self.outcome.get(timeout=seconds)
        except queue.Empty:
            return False, "the attack did not end"
        finally:
            self.process.terminate()
            self.process.join()
