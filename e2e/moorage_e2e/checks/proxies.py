"""The samples of deploy/proxies: nginx, HAProxy and Caddy end TLS in front of the package.

Real clients push and pull through each. The access log has the address of the client and not what a client claims. Needs nginx,
haproxy, caddy, curl and openssl.
"""

from __future__ import annotations

import argparse
import pathlib
import subprocess
import tempfile
import time
from collections.abc import Callable

from moorage_e2e import work as folders
from moorage_e2e.client import images, skopeo
from moorage_e2e.failures import Unexpected
from moorage_e2e.report import Report
from moorage_e2e.servers import storages, tls_proxies
from moorage_e2e.servers.moorage import Server
from moorage_e2e.servers.tls_proxies import TlsProxy

CLIENT = "127.0.0.5"
CLAIMED = "192.0.2.77"
SECONDS_FOR_A_LINE = 10
PROXIES: dict[str, Callable[[str, str], TlsProxy]] = {
    "nginx": tls_proxies.nginx,
    "HAProxy": tls_proxies.haproxy,
    "Caddy": tls_proxies.caddy,
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(options: argparse.Namespace, report: Report) -> None:
    with folders.folder("proxies", report) as work:
        images.make(work)
        tls_proxies.make_certificate(work)
        for name, proxy in PROXIES.items():
            files = tempfile.mkdtemp(prefix="proxy-", dir=work)
            for file in ["registry.pem", "registry.key", "both.pem"]:
                pathlib.Path(files, file).write_text(pathlib.Path(work, file).read_text())
            with report.check(f"{name} and the registry end in order"):
                check_one(name, proxy, options.package, work, files, report)


def check_one(name: str, proxy: Callable[[str, str], TlsProxy], package: str, layouts: str, work: str, report: Report) -> None:
    variables = storages.filesystem(work + "/root") | {
        "REGISTRY_HTTP_TRUSTEDPROXIES": "[127.0.0.1]",
        "REGISTRY_LOG_ACCESSLOG_DISABLED": "false",
    }
    with Server(package, work, variables) as server, proxy(work, server.address) as front:
        with report.check(f"an image goes through {name} and back"):
            skopeo.copy(f"oci:{layouts}/image:image", f"docker://{front.address}/proxies/image:one")
            skopeo.require_same(f"docker://{front.address}/proxies/image:one", f"{layouts}/image")
        with report.check(f"the access log has the client of {name}"):
            status = ask(front.address, "-H", f"X-Forwarded-For: {CLAIMED}")
            log = log_with(server, f'remote="{CLIENT}"')
            if status != "200" or CLAIMED in log:
                raise Unexpected(f"{status}, and the log:\n{log[-2000:]}")
        with report.check(f"a peer that is no proxy of the registry behind {name} changes nothing"):
            status = ask(server.address, "-H", "Forwarded: for=192.0.2.78", scheme="http")
            log = log_with(server, f'remote="{CLIENT}"', times=2)
            if status != "200" or "192.0.2.78" in log:
                raise Unexpected(f"{status}, and the log:\n{log[-2000:]}")


def log_with(server: Server, text: str, times: int = 1) -> str:
    """The log of the server, as soon as it has a text. A line is written after its response."""
    deadline = time.monotonic() + SECONDS_FOR_A_LINE
    while (log := pathlib.Path(server.log).read_text()).count(text) < times:
        if time.monotonic() > deadline:
            raise Unexpected(f"the log has no {text}:\n{log[-2000:]}")
        time.sleep(0.05)
    return log


def ask(address: str, *options: str, scheme: str = "https") -> str:
    """The status of /v2/, asked from an address of this machine that is not the proxy's."""
    command = ["curl", "-sk", "--interface", CLIENT, "-o", "/dev/null", "-w", "%{http_code}", *options, f"{scheme}://{address}/v2/"]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False).stdout
