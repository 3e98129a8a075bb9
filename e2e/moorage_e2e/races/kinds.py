"""The kinds of rounds."""

from __future__ import annotations

from collections.abc import Callable

from moorage_e2e.races import blobs, contests, endings, tokens
from moorage_e2e.races.rounds import Round

KINDS: dict[str, tuple[Callable[[Round], None], int]] = {  # with how often each is
    "two-writers": (contests.two_writers, 10),
    "equal-lengths": (contests.equal_lengths, 8),
    "late-writer": (contests.late_writer, 10),
    "swarm": (contests.swarm, 14),
    "two-puts": (endings.two_puts, 10),
    "put-delete": (endings.put_against_delete, 10),
    "put-patch": (endings.put_against_patch, 10),
    "status-patch": (contests.status_against_patch, 8),
    "replays": (tokens.replays, 8),
    "altered": (tokens.altered, 5),
    "foreign": (tokens.foreign, 5),
    "same-digest": (blobs.same_digest, 4),
    "mount-delete": (blobs.mount_against_delete, 6),
    "manifest-delete": (blobs.manifest_against_delete, 6),
}
