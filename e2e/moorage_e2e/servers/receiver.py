"""A receiver of notifications on 127.0.0.1. It keeps what it gets, can refuse everything, and can be away."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from moorage_e2e.failures import Unexpected
from moorage_e2e.servers.posts import PostServer


class Receiver(PostServer):
    """posts: the headers and the text of each event that was accepted, in order."""

    def __init__(self) -> None:
        super().__init__("/events")
        self.posts: list[tuple[dict[str, str], str]] = []

    def accept(self, headers: Mapping[str, str], body: bytes) -> None:
        self.posts.append((dict(headers), body.decode()))

    def events(self) -> list[dict[str, Any]]:
        """Each event. An envelope with more or less than one is wrong."""
        found = []
        for _, text in self.posts:
            envelope = json.loads(text)
            if list(envelope) != ["events"] or len(envelope["events"]) != 1:
                raise Unexpected(f"not one event in an envelope: {text}")
            found.append(envelope["events"][0])
        return found

    def wait(self, enough: Callable[[list[dict[str, Any]]], bool], what: str, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while not enough(self.events()):
            if time.monotonic() > deadline:
                actions = [event["action"] for event in self.events()]
                raise Unexpected(f"{what}: in {seconds} s there were {actions}")
            time.sleep(0.05)
