"""Makes OCI layouts to push: an image of several layers, one of them large, and an index of two platforms.

As a program: images.py FOLDER [SEED]
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import random
import sys
import tarfile
from collections.abc import Sequence
from typing import Any

CONFIG = "application/vnd.oci.image.config.v1+json"
LAYER = "application/vnd.oci.image.layer.v1.tar+gzip"
MANIFEST = "application/vnd.oci.image.manifest.v1+json"
INDEX = "application/vnd.oci.image.index.v1+json"


class Layout:
    def __init__(self, folder: str) -> None:
        self.folder = folder
        os.makedirs(os.path.join(folder, "blobs", "sha256"), exist_ok=True)
        with open(os.path.join(folder, "oci-layout"), "w") as out:
            json.dump({"imageLayoutVersion": "1.0.0"}, out)

    def blob(self, content: bytes, media_type: str) -> dict[str, Any]:
        digest = hashlib.sha256(content).hexdigest()
        with open(os.path.join(self.folder, "blobs", "sha256", digest), "wb") as out:
            out.write(content)
        return {"mediaType": media_type, "digest": "sha256:" + digest, "size": len(content)}

    def tag(self, descriptor: dict[str, Any], name: str) -> None:
        tagged = dict(descriptor, annotations={"org.opencontainers.image.ref.name": name})
        with open(os.path.join(self.folder, "index.json"), "w") as out:
            json.dump({"schemaVersion": 2, "manifests": [tagged]}, out)


def layer(rng: random.Random, files: Sequence[tuple[str, int]]) -> bytes:
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w") as tar:
        for name, size in files:
            info = tarfile.TarInfo(name)
            info.size = size
            tar.addfile(info, io.BytesIO(rng.randbytes(size)))
    return raw.getvalue()


def image(layout: Layout, rng: random.Random, architecture: str, sizes: Sequence[int]) -> dict[str, Any]:
    layers, diff_ids = [], []
    for number, size in enumerate(sizes):
        files = [("layer-%d/%s" % (number, architecture), size)] if size else []
        raw = layer(rng, files)
        diff_ids.append("sha256:" + hashlib.sha256(raw).hexdigest())
        layers.append(layout.blob(gzip.compress(raw, 1, mtime=0), LAYER))
    config = {
        "architecture": architecture,
        "os": "linux",
        "config": {},
        "rootfs": {"type": "layers", "diff_ids": diff_ids},
    }
    manifest = {
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "config": layout.blob(json.dumps(config).encode(), CONFIG),
        "layers": layers,
    }
    return layout.blob(json.dumps(manifest, indent=2).encode(), MANIFEST)


def make(folder: str, seed: int = 42) -> None:
    """Writes FOLDER/image (tag "image") and FOLDER/index (tag "index"). The same seed makes the same bytes."""
    rng = random.Random(seed)
    one = Layout(os.path.join(folder, "image"))
    one.tag(image(one, rng, "amd64", [1000, 5_000_000, 0, 30_000_000, 77]), "image")
    both = Layout(os.path.join(folder, "index"))
    manifests = []
    for architecture in ("amd64", "arm64"):
        manifest = image(both, rng, architecture, [2000, 1_000_000])
        manifests.append(dict(manifest, platform={"architecture": architecture, "os": "linux"}))
    index = {"schemaVersion": 2, "mediaType": INDEX, "manifests": manifests}
    both.tag(both.blob(json.dumps(index).encode(), INDEX), "index")


if __name__ == "__main__":
    make(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 42)
