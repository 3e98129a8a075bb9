"""Roots that Distribution has made, with manifests that it would not take, and Distribution pushing beside a collector."""

from __future__ import annotations

import json
import os
import pathlib
from collections.abc import Callable

from moorage_e2e.client import images, skopeo
from moorage_e2e.client.images import INDEX
from moorage_e2e.client.pushes import MANIFEST, Pusher, digest_of
from moorage_e2e.failures import Unexpected
from moorage_e2e.garbage.collectors import Collection, collect
from moorage_e2e.garbage.pushers import descriptor
from moorage_e2e.garbage.store import Store
from moorage_e2e.report import Report
from moorage_e2e.servers import storages
from moorage_e2e.servers.distribution import Distribution
from moorage_e2e.servers.moorage import Server

CONFIGURATION = """\
version: 0.1
storage:
  filesystem:
    rootdirectory: /nowhere
  delete:
    enabled: true
http:
  addr: :5000
"""
TWO_DAYS = 2 * 24 * 3600
REPOSITORY, INDEXES, ODD = "foreign/image", "foreign/index", "foreign/odd"


class Foreign:
    """A root, and Distribution over it. Nothing serves but where a method says so."""

    def __init__(self, package: str, work: str) -> None:
        self.store = Store(os.path.join(work, "root"))
        self.v2 = pathlib.Path(self.store.folder, "docker/registry/v2")
        config = os.path.join(work, "config.yml")
        pathlib.Path(config).write_text(CONFIGURATION)
        self.moorage = Server(package, work, storages.filesystem(self.store.folder))
        self.distribution = Distribution(config, self.moorage.port, work, self.moorage.environment)
        self.pusher = Pusher(self.moorage.address)
        self.layout = os.path.join(work, "one")
        self.registry = f"docker://{self.moorage.address}"
        self.garbage: set[str] = set()
        images.make(self.layout, 1)

    def fill(self) -> None:
        """Images, nested and sparse indexes, and blobs that were deleted, by Distribution itself."""
        with self.distribution:
            skopeo.copy(f"oci:{self.layout}/image:image", f"{self.registry}/{REPOSITORY}:one")
            skopeo.copy(f"oci:{self.layout}/index:index", f"{self.registry}/{INDEXES}:both")
            self.indexes()
            for number in range(5):
                blob = f"deleted {number}".encode()
                self.pusher.post_and_put(REPOSITORY, blob)
                self.pusher.expect(202, "DELETE", f"/v2/{REPOSITORY}/blobs/{digest_of(blob)}")
                self.garbage.add(digest_of(blob))
            self.pusher.close()

    def indexes(self) -> None:
        """An index in an index, and one that lacks a child, which stays in another repository."""
        answer = self.pusher.request("GET", f"/v2/{INDEXES}/manifests/both", headers={"Accept": INDEX})
        both = digest_of(answer.content)
        child = str(json.loads(answer.content)["manifests"][0]["digest"])
        nested = index_of(descriptor(INDEX, both, len(answer.content)))
        self.pusher.expect(201, "PUT", f"/v2/{INDEXES}/manifests/nested", nested, {"Content-Type": INDEX})
        self.pusher.expect(202, "DELETE", f"/v2/{INDEXES}/manifests/{child}")
        self.put(ODD, pathlib.Path(self.store.blobs()[child]).read_bytes())

    def put(self, repository: str, content: bytes) -> None:
        """Writes a manifest into the root, as another program would: its bytes, and its revision."""
        digest = digest_of(content)
        value = digest.removeprefix("sha256:")
        write(self.v2 / "blobs" / "sha256" / value[:2] / value / "data", content)
        write(self.v2 / "repositories" / repository / "_manifests" / "revisions" / "sha256" / value / "link", digest.encode())

    def odd_manifests(self) -> None:
        """Manifests that no registry of today takes."""
        layer = digest_of(b"a layer of schema 1")
        schema_1 = {"schemaVersion": 1, "name": ODD, "tag": "old", "fsLayers": [{"blobSum": layer}], "signatures": [{}]}
        self.put(ODD, json.dumps(schema_1).encode())
        self.put(ODD, b"\x00\xffneither JSON nor text")
        self.put(ODD, b"")
        self.put(ODD, json.dumps({"schemaVersion": 2, "mediaType": MANIFEST, "config": 7, "layers": "none"}).encode())
        self.put(ODD, index_of(descriptor(MANIFEST, digest_of(b"never pushed"), 12)))
        value = layer.removeprefix("sha256:")
        write(self.v2 / "blobs" / "sha256" / value[:2] / value / "data", b"a layer of schema 1")
        write(self.v2 / "repositories" / ODD / "_layers" / "sha256" / value / "link", b"")  # It is cut off, and its key names the blob.

    def removes_only_garbage(self) -> None:
        before = set(self.store.blobs())
        summary = collect(self.moorage, "0s")
        gone = before - set(self.store.blobs())
        if gone != self.garbage or summary["removed"] != len(gone):
            raise Unexpected(f"{sorted(gone)} are gone, and garbage was {sorted(self.garbage)}: {summary}")

    def loses_no_link_that_is_needed(self) -> None:
        """The layers of the image that was deleted from an index leave, and nothing else does."""
        odd = self.links(ODD)
        variables = {"REGISTRY_STORAGE_GC_UNTAGGED": "delete"}
        for _ in range(3):
            status, lines, err = Collection(self.moorage, "0s", trash="168h", variables=variables).ends()
            kept = [line["repository"] for line in lines if line["type"] == "kept"]
            if status != 0 or kept != [ODD] or self.links(ODD) != odd:
                raise Unexpected(f"gc ended with {status}, and {kept} stay: {lines[-3:]} {err}")
        if self.links(REPOSITORY) - self.needed(REPOSITORY) or self.links(INDEXES) - self.needed(INDEXES):
            raise Unexpected(f"links stay that no manifest needs: {self.links(REPOSITORY)} {self.links(INDEXES)}")
        missing = [each for each in (REPOSITORY, INDEXES) if self.needed(each) - self.links(each)]
        if missing:
            raise Unexpected(f"{missing} lack links that their manifests need")

    def links(self, repository: str) -> set[str]:
        """The digests of a repository's links to blobs."""
        return {link.parent.name for link in (self.v2 / "repositories" / repository / "_layers" / "sha256").glob("*/link")}

    def needed(self, repository: str) -> set[str]:
        """The digests of the configs and layers that the repository's manifests name."""
        needed = set()
        for link in (self.v2 / "repositories" / repository / "_manifests" / "revisions" / "sha256").glob("*/link"):
            manifest = json.loads(pathlib.Path(self.store.blobs()[f"sha256:{link.parent.name}"]).read_bytes())
            for each in [*manifest.get("layers", []), *([manifest["config"]] if "config" in manifest else [])]:
                needed.add(each["digest"].removeprefix("sha256:"))
        return needed

    def serves(self, server: Server | Distribution) -> None:
        with server:
            skopeo.require_same(f"{self.registry}/{REPOSITORY}:one", f"{self.layout}/image")
            for tag in ("both", "nested"):
                self.pusher.expect(200, "GET", f"/v2/{INDEXES}/manifests/{tag}", headers={"Accept": INDEX})
            self.pusher.close()

    def refuses(self, damage: Callable[[], pathlib.Path], saying: str, grace: str = "0s") -> None:
        """With something that it cannot understand, a pass removes nothing, says why, and fails. Without it, it goes on."""
        garbage = self.leave_garbage()
        damaged = damage()
        status, lines, err = Collection(self.moorage, grace).ends()
        said = [line["detail"] for line in lines if line["type"] == "problem"]
        if status != 1 or garbage not in self.store.blobs() or saying not in f"{said} {err}":
            raise Unexpected(f"gc ended with {status}, and there is {saying!r}: {lines[-3:]} {err}")
        damaged.unlink()
        # What an earlier collection has put into the trash goes too.
        if collect(self.moorage, grace)["removed"] < 1 or garbage in self.store.blobs():
            raise Unexpected("the garbage is not removed afterwards")

    def leave_garbage(self) -> str:
        """An old blob that nothing links."""
        content = b"left by an unfinished push"
        value = digest_of(content).removeprefix("sha256:")
        write(self.v2 / "blobs" / "sha256" / value[:2] / value / "data", content)
        self.store.age(digest_of(content), TWO_DAYS)
        return digest_of(content)

    def plant(self, key: str, content: bytes) -> Callable[[], pathlib.Path]:
        return lambda: write(pathlib.Path(self.store.folder, key), content)

    def pushing_beside(self) -> None:
        """Distribution has an upload in progress."""
        garbage = self.leave_garbage()
        with self.distribution:
            location = self.pusher.patch(self.pusher.start(REPOSITORY), b"the first bytes")
            status, lines, err = Collection(self.moorage, "24h").ends()
            said = [line["detail"] for line in lines if line["type"] == "problem"]
            if status != 1 or garbage not in self.store.blobs() or not any("Distribution pushes here" in each for each in said):
                raise Unexpected(f"gc ended with {status} beside an upload of Distribution: {lines} {err}")
            self.pusher.finish(location, digest_of(b"the first bytes and the rest"), b" and the rest")
            self.pusher.close()
        if collect(self.moorage, "24h")["removed"] != 1:
            raise Unexpected("the garbage is not removed after the upload has ended")


def run(package: str, work: str, report: Report, beside: bool) -> None:
    foreign = Foreign(package, work)
    foreign.fill()
    if beside:
        with report.check("a pass refuses while Distribution has an upload in progress, and works once it has ended"):
            foreign.pushing_beside()
        return
    foreign.odd_manifests()
    with report.check("of a root of Distribution only garbage goes, whatever its manifests are"):
        foreign.removes_only_garbage()
    with report.check("no link leaves a repository whose manifests are not understood, and others keep what they need"):
        foreign.loses_no_link_that_is_needed()
    with report.check("Distribution serves it as before"):
        foreign.serves(foreign.distribution)
    with report.check("Moorage serves it too"):
        foreign.serves(foreign.moorage)
    sha512 = "docker/registry/v2/repositories/foreign/odd/_layers/sha512/" + "ab" * 64 + "/link"
    with report.check("a link that may name any blob is a problem, and nothing is removed"):
        foreign.refuses(foreign.plant(sha512, b""), "names no digest")
    with report.check("the trash of another version is a problem, and nothing is removed"):
        foreign.refuses(foreign.plant(".moorage/registry/trash/foreign/odd/1", b"x"), "no record of the trash")
    with report.check("a docket of another version is refused, and nothing is removed"):
        foreign.refuses(foreign.plant(".moorage/registry/docket/00", b"moorage-docket 2\n"), "another version")


def index_of(*children: object) -> bytes:
    return json.dumps({"schemaVersion": 2, "mediaType": INDEX, "manifests": children}).encode()


def write(path: pathlib.Path, content: bytes) -> pathlib.Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path
