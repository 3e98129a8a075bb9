"""What of files and names a power cut would leave."""

from __future__ import annotations


class File:
    """How often a file was changed, and how many of these changes are synced."""

    def __init__(self) -> None:
        self.changes = 1
        self.synced = 0
        self.digests: set[str] = set()

    def is_synced(self) -> bool:
        return self.synced >= self.changes


class Name:
    """A name that no fsync of its directory has covered yet, and the one that it has replaced."""

    def __init__(self, replaced: Name | None = None, synced: bool = False) -> None:
        self.replaced = replaced
        self.synced = synced

    def replaces_a_durable_one(self) -> bool:
        return self.replaced is not None and (self.replaced.synced or self.replaced.replaces_a_durable_one())
