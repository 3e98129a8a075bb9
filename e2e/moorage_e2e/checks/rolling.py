"""A rolling restart: two replicas behind HAProxy end and start again, one after the other, while clients push and pull.

Each replica ends with SIGTERM. It says at /readyz that it is not ready, serves on for http.shutdowndelay, and ends with status 0. No
request of any client fails. Needs haproxy.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import threading
import time
from collections.abc import Mapping

from moorage_e2e import options as common
from moorage_e2e import work as folders
from moorage_e2e.client.connection import NO_ANSWER
from moorage_e2e.client.pushes import digest_of, manifest_of, MANIFEST, Pusher
from moorage_e2e.failures import Unexpected
from moorage_e2e.report import Report
from moorage_e2e.servers import storages
from moorage_e2e.servers.haproxy import HaProxy
from moorage_e2e.servers.moorage import Server
from moorage_e2e.waiting import wait_for

CLIENTS = 8
BLOB = 200_000
DELAY = "3s"  # HAProxy asks each 200 ms, and takes three failures in a row seriously.
PATIENT = {"REGISTRY_HEALTH_STORAGEDRIVER_INTERVAL": "10s", "REGISTRY_HEALTH_STORAGEDRIVER_THRESHOLD": "3"}
MOST_REPORTED = 5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rounds", type=int, default=2, help="restarts of each replica")
    common.add_seed(parser)


def run(options: argparse.Namespace, report: Report) -> None:
    with folders.folder("rolling", report) as work:
        files = tempfile.mkdtemp(prefix="two-", dir=work)
        variables = storages.filesystem(work + "/root") | {"REGISTRY_HTTP_SHUTDOWNDELAY": DELAY} | PATIENT
        report.note(f"seed {options.seed}")
        check(options.package, files, variables, options.rounds, options.seed, report)


def check(package: str, work: str, variables: Mapping[str, str], rounds: int, seed: int, report: Report) -> None:
    replicas = [Server(package, work, variables, log=f"{name}.log") for name in ("first", "second")]
    proxy = HaProxy(work, [replica.address for replica in replicas])
    try:
        for server in (*replicas, proxy):
            server.start()
        load = Load(proxy.address, seed)
        with report.check(f"no request fails while each replica restarts {rounds} times") as details:
            load.start()
            for _ in range(rounds):
                for replica in replicas:
                    restart(replica)
            load.end()
            details.append(f"{load.pushes} pushes and {load.requests} requests")
            load.require_success()
    finally:
        for server in (proxy, *replicas):
            server.kill()


def restart(replica: Server) -> None:
    """Returns when the replica is ready again, and HAProxy has had the time to notice."""
    time.sleep(1)
    assert replica.process is not None
    replica.process.terminate()
    wait_for(lambda: ready(replica) is False, "the replica is not ready")
    replica.wait()
    replica.start()
    wait_for(lambda: ready(replica) is True, "the replica is ready")
    time.sleep(1)


def ready(replica: Server) -> bool | None:
    """What a probe finds, None without an answer."""
    connection = Pusher(replica.address, timeout=10)
    try:
        return connection.request("GET", "/readyz").status == 200
    except NO_ANSWER:
        return None
    finally:
        connection.close()


class Load:
    """Clients that push images, and pull what they have pushed, until they are to end."""

    def __init__(self, address: str, seed: int) -> None:
        self.address = address
        self.ending = threading.Event()
        self.lock = threading.Lock()
        self.pushes = 0
        self.requests = 0
        self.failures: list[str] = []
        self.threads = [threading.Thread(target=self.work, args=(number, seed), daemon=True) for number in range(CLIENTS)]

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def end(self) -> None:
        self.ending.set()
        for thread in self.threads:
            thread.join(120)
            if thread.is_alive():
                raise Unexpected("a client does not end")

    def require_success(self) -> None:
        if self.failures:
            raise Unexpected(f"{len(self.failures)} failures: " + "\n".join(self.failures[:MOST_REPORTED]))
        if self.pushes < CLIENTS:
            raise Unexpected(f"the clients made {self.pushes} pushes")

    def work(self, number: int, seed: int) -> None:
        randomness = random.Random(seed * 1000 + number)
        client = Pusher(self.address)
        push = 0
        while not self.ending.is_set():
            try:
                made = self.push_and_pull(client, f"rolling/{number}", randomness, push)
            except (Unexpected, *NO_ANSWER) as e:
                with self.lock:
                    self.failures.append(f"client {number}: {type(e).__name__} {e}")
                client.close()
                return
            push += 1
            with self.lock:
                self.pushes += 1
                self.requests += made
        client.close()

    @staticmethod
    def push_and_pull(client: Pusher, repository: str, randomness: random.Random, push: int) -> int:
        """Pushes a blob in chunks and a manifest with a tag, and reads both. Returns the number of requests."""
        blob = randomness.randbytes(BLOB)
        client.patches(repository, blob)
        empty = b"{}"
        client.post(repository, empty)
        manifest = manifest_of([empty, blob], note=str(push))
        tag = f"/v2/{repository}/manifests/t{push % 4}"
        client.expect(201, "PUT", tag, manifest, {"Content-Type": MANIFEST})
        if client.expect(200, "GET", tag, headers={"Accept": MANIFEST}).content != manifest:
            raise Unexpected("the tag names another manifest")
        client.expect(200, "HEAD", f"/v2/{repository}/manifests/{digest_of(manifest)}")
        if client.expect(200, "GET", f"/v2/{repository}/blobs/{digest_of(blob)}").content != blob:
            raise Unexpected("the blob came back with other bytes")
        return 10
