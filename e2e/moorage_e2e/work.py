"""Folders for the files of one check."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator

from moorage_e2e.report import Report

MEMORY = "/dev/shm"


def roomy_memory() -> str | None:
    """A folder in memory where there is room, for checks in which the time of syncs does not matter. None where there is none."""
    try:
        return MEMORY if shutil.disk_usage(MEMORY).free > 1_000_000_000 else None
    except OSError:
        return None


@contextlib.contextmanager
def folder(name: str, report: Report, inside: str | None = None) -> Iterator[str]:
    """A temporary folder. It stays, and the report names it, when a result of the block failed."""
    failed, keep = report.failed, True
    path = tempfile.mkdtemp(prefix=f"moorage-{name}-", dir=inside)
    os.chmod(path, 0o755)  # Some checks run commands as another user.
    try:
        yield path
        keep = report.failed > failed
    except Exception:
        raise
    except BaseException:
        keep = False
        raise
    finally:
        if keep:
            report.note(f"logs and files: {path}")
        else:
            shutil.rmtree(path, ignore_errors=True)
