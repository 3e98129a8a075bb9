"""Two replicas over one storage, and a proxy that sends each request to the other one.

--variable chooses the storage that both share, for example REGISTRY_STORAGE=s3, and may be repeated. Without it they share a folder.
Real clients push and pull, uploads change their replica at every request, and a replica is killed in the middle of a chunk. Needs
nginx.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping

from moorage_e2e import options as common
from moorage_e2e import work as folders
from moorage_e2e.checks.clients import push_and_pull
from moorage_e2e.checks.uploads import MOST_REPORTED
from moorage_e2e.client import uploads
from moorage_e2e.client.connection import Connection, NO_ANSWER
from moorage_e2e.client.pushes import OCTETS, Pusher, digest_of, with_digest
from moorage_e2e.failures import Unexpected
from moorage_e2e.report import Report
from moorage_e2e.servers import storages
from moorage_e2e.servers.moorage import Server
from moorage_e2e.servers.nginx import Nginx

CONNECTIONS = 16
CHUNK = 60_000_000
BYTES_A_SECOND = 10 << 20
SECONDS = 5  # Until the replica is killed.
LEAST_KNOWN = 16 << 20  # The server notes its progress after so many bytes.


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--uploads", type=int, default=150)
    parser.add_argument("--variable", action="append", default=[], metavar="NAME=VALUE")
    common.add_seed(parser)


def run(options: argparse.Namespace, report: Report) -> None:
    with folders.folder("replicas", report) as work:
        variables = dict(each.split("=", 1) for each in options.variable) or storages.filesystem(work + "/root")
        check_two(options.package, work, variables, options.uploads, options.seed, report)


def check_two(package: str, work: str, variables: Mapping[str, str], count: int, seed: int, report: Report) -> None:
    """Runs the two replicas over the storage that the variables choose."""
    files = tempfile.mkdtemp(prefix="two-", dir=work)
    first, second = (Server(package, files, variables, log=f"{name}.log") for name in ("first", "second"))
    proxy = Nginx(files, [first.address, second.address])
    try:
        for server in (first, second, proxy):
            server.start()
        push_and_pull(proxy.address, report, behind_a_proxy=True)
        report.note(f"seed {seed}")
        began = time.monotonic()
        failures, figures = uploads.push_all(proxy.address, count, CONNECTIONS, seed)
        what = f"{count} uploads change their replica at every request"
        report.result(what, failures[:MOST_REPORTED], time.monotonic() - began)
        report.detail(figures)
        with report.check("an upload goes on at the other replica when its own is killed in a chunk") as details:
            details.append(kill_in_a_chunk(first, second, seed))
    finally:
        for server in (proxy, first, second):
            server.kill()


def kill_in_a_chunk(first: Server, second: Server, seed: int) -> str:
    """A chunk goes slowly to the first replica, which is killed when it has some of it."""
    blob = random.Random(seed).randbytes(CHUNK)
    digest, repository = digest_of(blob), "killed"
    location = Pusher(first.address).start(repository)
    pushing = threading.Thread(target=push_slowly, args=(first.address, location, blob), daemon=True)
    pushing.start()
    time.sleep(SECONDS)
    first.kill()
    pushing.join()
    other = Pusher(second.address)
    answer = other.request("GET", location)
    if answer.status != 204:
        raise Unexpected(f"the other replica answers {answer.status} {answer.content[:200]!r}")
    known = int(answer.headers["Range"].removeprefix("0-")) + 1
    if known < LEAST_KNOWN:
        raise Unexpected(f"the other replica knows of {known} bytes, and not of {LEAST_KNOWN}")
    other.expect(201, "PUT", with_digest(answer.location(), digest), blob[known:], OCTETS)
    pulled = uploads.read(other, repository, digest)
    if pulled != blob:
        raise Unexpected(f"the blob came back with {len(pulled)} of {len(blob)} bytes, or others")
    return f"it goes on at byte {known}"


def push_slowly(address: str, location: str, blob: bytes) -> None:
    connection = Connection(address)
    headers = OCTETS | {"Content-Length": str(len(blob))}
    try:
        connection.request("PATCH", location, pieces(blob), headers)
    except NO_ANSWER:
        pass  # The replica was killed.
    finally:
        connection.close()


def pieces(blob: bytes) -> Iterator[bytes]:
    size = BYTES_A_SECOND // 20
    for start in range(0, len(blob), size):
        yield blob[start : start + size]
        time.sleep(0.05)
