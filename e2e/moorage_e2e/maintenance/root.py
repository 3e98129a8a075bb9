"""A root that Distribution makes, and damages of its files."""

from __future__ import annotations

import hashlib
import json
import os
import pathlib
import random

from moorage_e2e.client import images
from moorage_e2e.client.pushes import MANIFEST, Pusher, digest_of

REPOSITORY = "maintained/image"
FIRST_BYTES = 100_000  # Of an upload.


class Root:
    """An image, an index, a manifest that refers to the image, and two uploads in progress. Paths are those of the layout."""

    def __init__(self, work: str, address: str) -> None:
        self.folder = pathlib.Path(work, "root")
        self.v2 = self.folder / "docker/registry/v2"
        self.pusher = Pusher(address)
        self.layout = os.path.join(work, "one")
        images.make(self.layout, 1)
        blobs = pathlib.Path(self.layout, "image", "blobs", "sha256")
        index = json.loads(pathlib.Path(self.layout, "image", "index.json").read_text())
        self.image = index["manifests"][0]["digest"]
        manifest = (blobs / self.image.removeprefix("sha256:")).read_bytes()
        layers = sorted(json.loads(manifest)["layers"], key=lambda layer: layer["size"])
        self.small, self.large = layers[0]["digest"], layers[-1]["digest"]
        self.image_size = len(manifest)
        self.signature = ""

    def sign(self) -> None:
        """Puts a manifest that refers to the image."""
        empty = b"{}"
        self.pusher.post_and_put(REPOSITORY, empty)
        described = {"mediaType": "application/vnd.oci.empty.v1+json", "digest": digest_of(empty), "size": len(empty)}
        signature = {
            "schemaVersion": 2,
            "mediaType": MANIFEST,
            "artifactType": "application/vnd.example.signature",
            "config": described,
            "layers": [],
            "subject": {"mediaType": MANIFEST, "digest": self.image, "size": self.image_size},
        }
        content = json.dumps(signature).encode()
        self.signature = digest_of(content)
        self.pusher.manifest(REPOSITORY, self.signature, content)

    def begin_upload(self) -> pathlib.Path:
        """The folder of an upload with its first bytes."""
        location = self.pusher.patch(self.pusher.start(REPOSITORY), random.Random(5).randbytes(FIRST_BYTES))
        return self.v2 / "repositories" / REPOSITORY / "_uploads" / location.split("?")[0].rsplit("/", 1)[1]

    def referrers(self) -> list[str]:
        answer = self.pusher.request("GET", f"/v2/{REPOSITORY}/referrers/{self.image}")
        return [str(manifest["digest"]) for manifest in json.loads(answer.content)["manifests"]]

    def blob_count(self) -> int:
        return len(list((self.v2 / "blobs").rglob("data")))

    def contents(self) -> dict[str, str]:
        """The hash of each file that is not the server's own."""
        found = {}
        for folder, _, names in os.walk(self.folder):
            for name in names if f"{os.sep}.moorage" not in folder else []:
                with open(os.path.join(folder, name), "rb") as file:
                    found[os.path.join(folder, name)] = hashlib.file_digest(file, "sha256").hexdigest()
        return found

    def flip(self, digest: str) -> None:
        """Changes one bit of a blob and nothing else, not even its times."""
        value = digest.removeprefix("sha256:")
        path = self.v2 / "blobs" / "sha256" / value[:2] / value / "data"
        times = path.stat()
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))

    def empty_links(self) -> None:
        """Empties the link of the small layer, and the tag."""
        repository = self.v2 / "repositories" / REPOSITORY
        (repository / "_layers" / "sha256" / self.small.removeprefix("sha256:") / "link").write_bytes(b"")
        (repository / "_manifests" / "tags" / "one" / "current" / "link").write_bytes(b"")

    def quarantined(self) -> int:
        """How many copies of the damaged blob were moved away."""
        folder = self.folder / ".moorage/registry/quarantine/sha256" / self.large.removeprefix("sha256:")
        return sum(1 for path in folder.rglob("*") if path.is_file())
