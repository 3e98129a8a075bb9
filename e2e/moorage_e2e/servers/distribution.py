"""CNCF Distribution, as Debian packages it."""

from __future__ import annotations

import os
from collections.abc import Mapping

from moorage_e2e.servers.process import Process


class Distribution(Process):
    """config: a file that both Distribution and Moorage read."""

    def __init__(self, config: str, port: int, work: str, variables: Mapping[str, str]) -> None:
        super().__init__(["docker-registry", "serve", config], port, os.path.join(work, "distribution.log"), variables)

    def stop(self) -> None:
        self.end()  # With another status than 0 in some versions.
