"""The storage as files: what is linked, what is not, and what the docket says."""

from __future__ import annotations

import os
import pathlib
import re

BLOB = re.compile(r"docker/registry/v2/blobs/sha256/[0-9a-f]{2}/([0-9a-f]{64})/data")
LINK = re.compile(r"docker/registry/v2/repositories/.*/(?:_layers|_manifests/revisions)/sha256/([0-9a-f]{64})/link")
SEGMENT = re.compile(r"\.moorage/registry/docket/[0-9a-f]{2}")


class Store:
    """folder: where each object is a file."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def matching(self, pattern: re.Pattern[str]) -> list[tuple[re.Match[str], str]]:
        """The keys of a form, and their files."""
        found = []
        for path, _, names in os.walk(self.folder):
            for name in names:
                file = os.path.join(path, name)
                if match := pattern.fullmatch(os.path.relpath(file, self.folder).removeprefix("moorage/")):
                    found.append((match, file))
        return found

    def blobs(self) -> dict[str, str]:
        """The file of each blob, by its digest."""
        return {"sha256:" + match[1]: file for match, file in self.matching(BLOB)}

    def linked(self) -> set[str]:
        return {"sha256:" + match[1] for match, _ in self.matching(LINK)}

    def garbage(self) -> set[str]:
        return set(self.blobs()) - self.linked()

    def verdicts(self) -> list[str]:
        """What the docket says of objects."""
        lines = []
        for _, file in self.matching(SEGMENT):
            try:
                lines += pathlib.Path(file).read_text().splitlines()
            except FileNotFoundError:
                continue  # It is being replaced.
        return [line for line in lines if line.startswith(("condemned ", "removing "))]

    def age(self, digest: str, seconds: float) -> None:
        """Makes a blob older."""
        file = self.blobs()[digest]
        then = os.stat(file).st_mtime - seconds
        os.utime(file, (then, then))
