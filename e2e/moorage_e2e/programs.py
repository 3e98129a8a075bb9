"""Programs that checks need and that may not be installed."""

from __future__ import annotations

import shutil

from moorage_e2e.failures import Unavailable


def require(program: str) -> None:
    if shutil.which(program) is None:
        raise Unavailable(f"{program} is not installed")
