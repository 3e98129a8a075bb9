"""HAProxy in front of replicas, which sends requests only to those that say that they are ready."""

from __future__ import annotations

import pathlib
from collections.abc import Sequence

from moorage_e2e.servers.process import Process, free_port

CONFIGURATION = """\
global
    maxconn 500
defaults
    mode http
    timeout connect 5s
    timeout client 60s
    timeout server 60s
    timeout check 5s
    option redispatch
    retries 3
frontend registry
    bind 127.0.0.1:{port}
    default_backend replicas
backend replicas
    balance roundrobin
    option httpchk GET /readyz
    default-server inter 200ms fall 3 rise 1
    {servers}
"""


class HaProxy(Process):
    """addresses: HOST:PORT of each replica."""

    def __init__(self, work: str, addresses: Sequence[str]) -> None:
        port = free_port()
        servers = "\n    ".join(f"server replica{number} {address} check" for number, address in enumerate(addresses))
        configuration = pathlib.Path(work, "haproxy.cfg")
        configuration.write_text(CONFIGURATION.format(port=port, servers=servers))
        super().__init__(["haproxy", "-db", "-f", str(configuration)], port, work + "/haproxy.log")

    def stop(self) -> None:
        self.end()  # HAProxy ends with another status than 0.
