"""What of files and names a power cut would leave."""

from __future__ import annotations


class File:
    """How often a file was changed, and how many of these changes are forced."""

    def __init__(self) -> None:
        self.changes = 1
        self.forced = 0
        self.digests: set[str] = set()

    def is_forced(self) -> bool:
        return self.forced >= self.changes


class Name:
    """A name that no force of its directory has covered yet, and the one that it has replaced."""

    def __init__(self, replaced: Name | None = None, forced: bool = False) -> None:
        self.replaced = replaced
        self.forced = forced

    def replaces_a_durable_one(self) -> bool:
        return self.replaced is not None and (self.replaced.forced or self.replaced.replaces_a_durable_one())
