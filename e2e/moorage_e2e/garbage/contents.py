"""What leaves repositories for the trash, and what comes back from it, with skopeo."""

from __future__ import annotations

import json
import os
import pathlib
import time

from moorage_e2e.client import images, skopeo
from moorage_e2e.client.pushes import Pusher, digest_of, manifest_of
from moorage_e2e.failures import Unexpected
from moorage_e2e.garbage.collectors import Collection
from moorage_e2e.garbage.store import Store
from moorage_e2e.report import Report
from moorage_e2e.servers import storages
from moorage_e2e.servers.moorage import Server
from moorage_e2e.waiting import wait_for

REPOSITORY = "trash/app"
UNTAGGED = {"REGISTRY_STORAGE_GC_UNTAGGED": "delete"}


class Contents:
    """A server, images in a repository of it, and collections beside it."""

    def __init__(self, package: str, work: str) -> None:
        self.store = Store(os.path.join(work, "root"))
        self.server = Server(package, work, storages.filesystem(self.store.folder) | {"REGISTRY_STORAGE_DELETE_ENABLED": "true"})
        self.layouts = [os.path.join(work, f"layout-{number}") for number in range(2)]
        self.pusher = Pusher(self.server.address)
        self.image = f"docker://{self.server.address}/{REPOSITORY}"
        self.config = os.path.join(work, "trash.yml")
        pathlib.Path(self.config).write_text("version: 0.1\n")
        for number, layout in enumerate(self.layouts):
            images.make(layout, number)

    def fill(self) -> None:
        skopeo.copy(f"oci:{self.layouts[0]}/image:image", f"{self.image}:one")
        skopeo.copy(f"oci:{self.layouts[0]}/index:index", f"{self.image}:both")
        skopeo.copy(f"oci:{self.layouts[1]}/image:image", f"{self.image}:two")

    def serves(self) -> None:
        skopeo.require_same(f"{self.image}:one", f"{self.layouts[0]}/image")
        skopeo.require_same(f"{self.image}:both", f"{self.layouts[0]}/index")

    def collect(self, trash: str = "168h", variables: dict[str, str] = UNTAGGED) -> dict[str, int]:
        """Collects until nothing leaves. The sums of what the passes say."""
        sums: dict[str, int] = {}
        while True:
            status, lines, err = Collection(self.server, "0s", trash=trash, variables=variables).ends()
            if status != 0 or not lines:
                raise Unexpected(f"gc ended with {status}: {lines[-3:]} {err}")
            summary = lines[-1]
            counts = {name: int(summary[name]) for name in ("removed", "removedLinks", "removedManifests", "expired", "problems")}
            sums = {name: sums.get(name, 0) + count for name, count in counts.items()}
            if not any(counts.values()):
                return sums

    def restore(self, name: str, status: int = 0) -> str:
        ended, out, err = self.server.run("trash", "restore", self.config, name)
        if ended != status:
            raise Unexpected(f"trash restore {name} ended with {ended}: {out}{err}")
        return out + err

    def links_leave(self) -> None:
        """A blob that no manifest names leaves, and a manifest takes it back."""
        layer, other = b"a layer whose manifest comes late", b"a layer whose manifest never comes"
        self.pusher.post_and_put(REPOSITORY, layer)
        self.pusher.post_and_put(REPOSITORY, other)
        time.sleep(0.01)
        sums = self.collect()
        if sums["removedLinks"] != 2 or sums["removed"] or sums["removedManifests"]:
            raise Unexpected(f"two links should leave, and no bytes: {sums}")
        if self.pusher.has_blob(REPOSITORY, digest_of(layer)):
            raise Unexpected("the link is still there")
        self.pusher.manifest(REPOSITORY, "late", manifest_of([layer]))
        if not self.pusher.has_blob(REPOSITORY, digest_of(layer)) or self.pusher.has_blob(REPOSITORY, digest_of(other)):
            raise Unexpected("the manifest has not taken its layer back, or another one too")
        self.serves()

    def deleted_images_come_back(self) -> None:
        """skopeo deletes an image. It is gone, also after collections, until an operator puts it back."""
        skopeo.delete(f"{self.image}:two")
        sums = self.collect()
        if "two" in skopeo.tags(self.image) or sums["removed"] or not sums["removedLinks"]:
            raise Unexpected(f"the links of the deleted image should be in the trash: {sums}")
        _, listed, _ = self.server.run("trash", "list", self.config, REPOSITORY)
        if f"tag {REPOSITORY}:two, which named" not in listed or "removed by a client" not in listed:
            raise Unexpected(f"the trash lists: {listed}")
        self.restore(f"{REPOSITORY}:two")
        skopeo.require_same(f"{self.image}:two", f"{self.layouts[1]}/image")
        self.restore(f"{REPOSITORY}:never", status=1)
        self.serves()

    def untagged_go(self) -> None:
        """A tag that moves leaves a manifest that nothing keeps. It goes only where the configuration says so."""
        answer = self.pusher.request("HEAD", f"/v2/{REPOSITORY}/manifests/two")
        old = answer.headers["docker-content-digest"]
        skopeo.copy(f"oci:{self.layouts[0]}/image:image", f"{self.image}:two")
        if self.collect(variables={})["removedManifests"]:
            raise Unexpected("a manifest has left, although untagged ones are kept")
        if self.collect()["removedManifests"] != 1:
            raise Unexpected("the untagged manifest has not left")
        # The server remembers what it has served, for storage.cache.ttl.
        wait_for(lambda: self.pusher.request("GET", f"/v2/{REPOSITORY}/manifests/{old}").status == 404, f"{old} is gone")
        self.restore(f"{REPOSITORY}@{old}")
        self.pusher.expect(200, "GET", f"/v2/{REPOSITORY}/manifests/{old}")
        self.collect()
        self.serves()

    def room_comes_back(self) -> None:
        """An empty trash keeps no bytes, and verify finds nothing."""
        if not self.collect(trash="0s")["removed"]:
            raise Unexpected("no bytes went with the trash")
        self.restore(REPOSITORY, status=1)
        self.serves()
        status, out, err = self.server.run("verify", "--json")
        if status != 0 or json.loads(out.splitlines()[-1])["findings"]["unreachable"]:
            raise Unexpected(f"verify ended with {status}: {out}{err}")


def run(package: str, work: str, report: Report) -> None:
    contents = Contents(package, work)
    with contents.server:
        contents.fill()
        with report.check("links that no manifest names leave, and a manifest takes its own back"):
            contents.links_leave()
        with report.check("an image that skopeo deletes is gone, and trash restore puts it back whole"):
            contents.deleted_images_come_back()
        with report.check("untagged manifests stay by default, leave with untagged: delete, and come back"):
            contents.untagged_go()
        with report.check("an empty trash gives the room back, and what is tagged is whole"):
            contents.room_comes_back()
        contents.pusher.close()
