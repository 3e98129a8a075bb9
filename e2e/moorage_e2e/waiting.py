"""Waits for what a server does in its own time."""

from __future__ import annotations

import time
from collections.abc import Callable

from moorage_e2e.failures import Unexpected

SECONDS = 60


def wait_for(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise Unexpected(f"not within {SECONDS} s: {what}")
        time.sleep(0.1)
