"""What a registry in front of a hostile one answers to its clients."""

from __future__ import annotations

import contextlib
import hashlib
import json
import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from email.message import Message

from moorage_e2e.client.connection import Answer, Connection, NO_ANSWER
from moorage_e2e.failures import Unexpected
from moorage_e2e.report import Report
from moorage_e2e.servers import hostile_registry as hostile
from moorage_e2e.servers import storages
from moorage_e2e.servers.hostile_registry import BlobHost, Fault, HostileRegistry
from moorage_e2e.servers.moorage import Server

SIZE = 3_000_000
CLIENTS = 100
PREFIX = "hostile.example"
METADATA = "http://169.254.169.254"


def run(package: str, work: str, report: Report) -> None:
    content = random.Random(7).randbytes(SIZE)
    whole: dict[str, Fault] = {
        "breaks off and continues by a range": hostile.cut,
        "breaks off and does not know ranges": hostile.cut_without_ranges,
    }
    for name, fault in whole.items():
        with report.check(f"a blob of an upstream that {name} is whole"), Mirror(package, work, HostileRegistry(fault)) as mirror:
            mirror.require_whole(content)
    wrong: dict[str, Fault] = {
        "sends one wrong bit": hostile.wrong_at_the_end,
        "continues with other bytes than it says": hostile.cut_with_a_wrong_range,
        "sends nothing": hostile.empty,
    }
    for name, fault in wrong.items():
        with report.check(f"a blob of an upstream that {name} is not whole, and is not kept"):
            with Mirror(package, work, HostileRegistry(fault)) as mirror:
                mirror.require_nothing(content)
                mirror.require_nothing(content[:2000])
    with report.check(f"{CLIENTS} clients of a cold blob are one transfer"):
        with Mirror(package, work, HostileRegistry(hostile.trickle)) as mirror:
            mirror.require_one_transfer(content)
    with report.check("a host that an upstream redirects to gets no credentials"):
        with BlobHost({digest_of(content): content}) as blobs:
            with Mirror(package, work, HostileRegistry(hostile.redirects_to(blobs.url))) as mirror:
                mirror.require_whole(content)
            if not blobs.requests or any("authorization" in headers for _, _, headers in blobs.requests):
                raise Unexpected(f"the host of blobs was asked {blobs.requests}")
    with report.check("a redirect to an address of the machine's metadata is refused"):
        with Mirror(package, work, HostileRegistry(hostile.redirects_to(METADATA))) as mirror:
            mirror.require_failure(mirror.blob(mirror.upstream.add(content)))
    with report.check("an upstream that does not answer is 504 before clients give up"):
        with Mirror(package, work, HostileRegistry(hostile.slow)) as mirror:
            began = time.monotonic()
            answer = mirror.blob(mirror.upstream.add(content))
            if answer.status != 504 or time.monotonic() - began > 29:
                raise Unexpected(f"{answer.status} after {time.monotonic() - began:.0f} s")
    with report.check("an upstream that asks for fewer requests gets none, and clients do not get its 429"):
        check_refusals(package, work, 429, {"Retry-After": "60"}, 1)
    with report.check("an upstream that always fails is left alone"):
        check_refusals(package, work, 500, {}, 5)
    for status in (401, 403):
        with report.check(f"an upstream's {status} is 404, and its challenge reaches no client"):
            refused = HostileRegistry(refusal=(status, {"WWW-Authenticate": 'Basic realm="hostile"'}))
            with Mirror(package, work, refused) as mirror:
                answer = mirror.get("manifests/latest")
                if answer.status != 404 or answer.headers["WWW-Authenticate"]:
                    raise Unexpected(f"{answer.status} {answer.headers.items()}")
    with report.check("a tag is served while its upstream is away, and other content is 503"):
        with Mirror(package, work, HostileRegistry()) as mirror:
            if mirror.get("manifests/latest").status != 200:
                raise Unexpected("the tag is not fetched")
            mirror.upstream.stop()
            if mirror.get("manifests/latest").content != mirror.upstream.manifest:
                raise Unexpected("the tag is not served")
            mirror.require_failure(mirror.get("manifests/other"))


def check_refusals(package: str, work: str, status: int, headers: dict[str, str], most: int) -> None:
    """Clients get 502 or 503, and the upstream gets no more requests than some."""
    with Mirror(package, work, HostileRegistry(refusal=(status, headers))) as mirror:
        for number in range(20):
            mirror.require_failure(mirror.get(f"manifests/{number}"))
        asked = len(mirror.upstream.requests)
        if not 1 <= asked <= most:
            raise Unexpected(f"the upstream was asked {asked} times")


def digest_of(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()


class Mirror(contextlib.AbstractContextManager["Mirror"]):
    """A server in front of an upstream. Both end with the block."""

    def __init__(self, package: str, work: str, upstream: HostileRegistry) -> None:
        self.upstream = upstream
        user, password = upstream.login
        configured = {"remoteurl": upstream.url, "prefix": PREFIX, "username": user, "password": password}
        variables = storages.filesystem(f"{work}/root-{upstream.port}") | {
            "REGISTRY_PROXY": json.dumps({"upstreams": {"hostile": configured}})
        }
        self.server = Server(package, work, variables, log=f"mirror-{upstream.port}.log")

    def __enter__(self) -> Mirror:
        self.upstream.start()
        self.server.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.upstream.stop()
        if kind is None:
            self.server.stop()
        else:
            self.server.kill()

    @contextlib.contextmanager
    def connected(self) -> Iterator[Connection]:
        connection = Connection(self.server.address)
        try:
            yield connection
        finally:
            connection.close()

    def get(self, path: str) -> Answer:
        with self.connected() as connection:
            return connection.request("GET", f"/v2/{PREFIX}/image/{path}")

    def blob(self, digest: str) -> Answer:
        """Status 0 stands for a body that breaks off."""
        try:
            return self.get(f"blobs/{digest}")
        except NO_ANSWER:
            return Answer(0, Message(), b"")

    def require_whole(self, content: bytes) -> None:
        digest = self.upstream.add(content)
        for _ in range(2):
            answer = self.blob(digest)
            if answer.status != 200 or answer.content != content:
                raise Unexpected(f"{answer.status} with {len(answer.content)} bytes")

    def require_nothing(self, content: bytes) -> None:
        """The body of the first answer may break off. The next one is a failure, and the storage has nothing."""
        digest = self.upstream.add(content)
        answer = self.blob(digest)
        if answer.status not in (0, 502, 503):
            raise Unexpected(f"{answer.status} with {len(answer.content)} bytes")
        self.require_failure(self.blob(digest))
        with self.connected() as connection:
            catalog = connection.request("GET", "/v2/_catalog").content
        if PREFIX in catalog.decode():
            raise Unexpected(f"the storage has something: {catalog!r}")

    @staticmethod
    def require_failure(answer: Answer) -> None:
        if answer.status not in (502, 503) or not answer.headers["Retry-After"]:
            raise Unexpected(f"{answer.status} {answer.headers.items()} {answer.content[:300]!r}")

    def require_one_transfer(self, content: bytes) -> None:
        digest = self.upstream.add(content)
        with ThreadPoolExecutor(CLIENTS) as clients:
            answers = list(clients.map(lambda _: self.blob(digest), range(CLIENTS)))
        wrong = [answer.status for answer in answers if answer.status != 200 or answer.content != content]
        transfers = self.upstream.count("GET", digest)
        # The first request has no credentials, and gets 401.
        with_credentials = sum(1 for _, path, headers in self.upstream.requests if digest in path and "authorization" in headers)
        if wrong or with_credentials != 1 or transfers > 2:
            raise Unexpected(f"{with_credentials} transfers of {transfers} requests, and wrong answers {wrong}")
