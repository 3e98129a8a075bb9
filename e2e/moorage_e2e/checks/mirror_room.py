"""Room in a cache of another registry: prefetch, pins, a limit in bytes, referrers of the upstream, and no connection at all.

The upstream is Debian's docker-registry, which has no list of referrers. Files are made two hours older, so that nothing waits.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import pathlib
import time

from moorage_e2e import work as folders
from moorage_e2e.client import images, skopeo
from moorage_e2e.client.connection import Answer, Connection
from moorage_e2e.failures import Unexpected
from moorage_e2e.report import Report
from moorage_e2e.servers import storages
from moorage_e2e.servers.distribution import Distribution
from moorage_e2e.servers.moorage import Server
from moorage_e2e.servers.process import free_port

HUB = "docker.io"
IMAGE = "library/alpine"
HERE = f"{HUB}/{IMAGE}"
OWN = "own/app"
TWO_HOURS = 7200
DISTRIBUTION = """\
version: 0.1
storage: {{filesystem: {{rootdirectory: {work}/distribution}}}}
http: {{addr: "127.0.0.1:{port}"}}
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """There are none."""


def run(options: argparse.Namespace, report: Report) -> None:
    with folders.folder("mirror-room", report) as work, report.check("all servers end in order"):
        images.make(work)
        port = free_port()
        config = os.path.join(work, "distribution.yml")
        pathlib.Path(config).write_text(DISTRIBUTION.format(work=work, port=port))
        with contextlib.ExitStack() as ending:
            upstream = ending.enter_context(Distribution(config, port, work, {}))
            room = Room(options.package, work, upstream, report)
            with room.server(offline=False) as mirror:
                room.fill(mirror)
                room.limit(mirror)
            upstream.end()
            with room.server(offline=True) as mirror:
                room.alone(mirror)


class Room:
    """A mirror with a limit of a KiB, so that everything leaves that is not pinned."""

    def __init__(self, package: str, work: str, upstream: Distribution, report: Report) -> None:
        self.package, self.work, self.upstream, self.report = package, work, upstream, report
        self.root = os.path.join(work, "mirror")
        self.config = os.path.join(work, "mirror.yml")
        pathlib.Path(self.config).write_text("version: 0.1\n")

    def server(self, offline: bool) -> Server:
        hub = {"remoteurl": f"http://{self.upstream.address}", "prefix": HUB, "offline": offline}
        proxy = {"size": "1KiB", "upstreams": {"hub": hub}}
        # Commands change the storage of a running server, which would remember for ten seconds what it has found there.
        variables = {"REGISTRY_PROXY": json.dumps(proxy), "REGISTRY_STORAGE_CACHE_TTL": "0s"}
        return Server(self.package, self.work, storages.filesystem(self.root) | variables)

    def does(self, server: Server, *arguments: str) -> str:
        status, output, errors = server.run(*arguments)
        if status != 0:
            raise Unexpected(f"{arguments}: {status} {output} {errors}")
        return output

    def fill(self, mirror: Server) -> None:
        for name in ("image", "index"):
            skopeo.copy(f"oci:{self.work}/{name}:{name}", f"docker://{self.upstream.address}/{IMAGE}:{name}")
        subject = digest_of(self.work, "image")
        skopeo.copy(f"oci:{self.work}/index:index", f"docker://{self.upstream.address}/{IMAGE}:{subject.replace(':', '-')}")
        skopeo.copy(f"oci:{self.work}/image:image", f"docker://{mirror.address}/{OWN}:v1")
        with self.report.check("moorage prefetch fetches an image, or one platform of it"):
            kept = self.does(mirror, "prefetch", self.config, f"{HERE}:index", "--platform", "linux/amd64")
            require(f"kept {HERE}:index, which is {digest_of(self.work, 'index')}: manifests: 2," in kept, kept)
            self.does(mirror, "prefetch", self.config, f"{HERE}:image", f"{HERE}:index")
            skopeo.require_same(f"docker://{mirror.address}/{HERE}:index", f"{self.work}/index")
        with self.report.check("the referrers under the upstream's tag are listed"):
            require_referrers(mirror, self.work)

    def limit(self, mirror: Server) -> None:
        self.does(mirror, "cache", "pin", self.config, f"{HERE}:im*")
        with self.report.check("above the size everything leaves but what is young, pinned, or of an own repository"):
            self.does(mirror, "gc", "--grace", "1m")
            require(len(self.does(mirror, "cache", "ls", self.config).splitlines()) == 2, "young content has left")
            age(self.root)
            before = blobs(self.root)
            self.does(mirror, "gc", "--grace", "1m")
            left = self.does(mirror, "cache", "ls", self.config)
            require(left.startswith(f"{HERE}:image is {digest_of(self.work, 'image')}") and len(left.splitlines()) == 1, left)
            require(left.rstrip().endswith(", pinned"), left)
            require(blobs(self.root) == before, "bytes have gone with the links")
            self.does(mirror, "gc", "--grace", "1m")
            require(blobs(self.root) < before, "the bytes have not gone with the next collection")
            self.does(mirror, "verify")
            for image in (f"{HERE}:image", f"{OWN}:v1"):
                skopeo.require_same(f"docker://{mirror.address}/{image}", f"{self.work}/image")
        with self.report.check("what has left is fetched again"):
            skopeo.require_same(f"docker://{mirror.address}/{HERE}:index", f"{self.work}/index")
        with self.report.check("moorage cache forget takes a tag out, and nothing that is pinned"):
            self.does(mirror, "cache", "forget", self.config, f"{HERE}:index")
            status, _, errors = mirror.run("cache", "forget", self.config, f"{HERE}:image")
            require(status == 1 and "is pinned" in errors, errors)

    def alone(self, mirror: Server) -> None:
        with self.report.check("offline, what is kept is served and everything else is unknown at once"):
            skopeo.require_same(f"docker://{mirror.address}/{HERE}:image", f"{self.work}/image")
            require_referrers(mirror, self.work)
            started = time.monotonic()
            for path in ("manifests/index", "manifests/none", f"blobs/sha256:{'0' * 64}"):
                answer = ask(mirror, f"/v2/{HERE}/{path}")
                require(answer.status == 404, f"{path}: {answer.status} {answer.content!r}")
            require(time.monotonic() - started < 5, "an answer has waited")


def require_referrers(mirror: Server, work: str) -> None:
    answer = ask(mirror, f"/v2/{HERE}/referrers/{digest_of(work, 'image')}")
    require(answer.status == 200, f"{answer.status} {answer.content!r}")
    listed = {each["digest"] for each in json.loads(answer.content)["manifests"]}
    index = pathlib.Path(work, "index", "blobs", *digest_of(work, "index").split(":"))
    expected = {each["digest"] for each in json.loads(index.read_text())["manifests"]}
    require(listed == expected, f"{listed}, not {expected}")


def digest_of(work: str, name: str) -> str:
    index = json.loads(pathlib.Path(work, name, "index.json").read_text())
    return str(index["manifests"][0]["digest"])


def age(root: str) -> None:
    """Makes all files two hours older."""
    then = time.time() - TWO_HOURS
    for folder, _, files in os.walk(os.path.join(root, "docker")):
        for file in files:
            os.utime(os.path.join(folder, file), (then, then))


def blobs(root: str) -> int:
    return sum(1 for _ in pathlib.Path(root, "docker", "registry", "v2", "blobs").rglob("data"))


def require(true: bool, what: object) -> None:
    if not true:
        raise Unexpected(str(what))


def ask(server: Server, path: str) -> Answer:
    connection = Connection(server.address)
    try:
        return connection.request("GET", path)
    finally:
        connection.close()
