"""Pushing to a registry in every way that there is: what the checks of durability share."""

from __future__ import annotations

import hashlib
import json
import urllib.parse
from collections.abc import Mapping, Sequence
from typing import Any

from moorage_e2e.client.connection import Answer, Connection
from moorage_e2e.failures import Unexpected

OCTETS = {"Content-Type": "application/octet-stream"}
MANIFEST = "application/vnd.oci.image.manifest.v1+json"


class Refused(Unexpected):
    """An answer other than the one that was expected."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(f"{status} {text}")
        self.status = status


def digest_of(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()


def manifest_of(layers: Sequence[bytes], note: str = "") -> bytes:
    """A manifest that refers to these blobs, the first of them as its configuration."""

    def descriptor(media_type: str, blob: bytes) -> dict[str, Any]:
        return {"mediaType": media_type, "digest": digest_of(blob), "size": len(blob)}

    return json.dumps(
        {
            "schemaVersion": 2,
            "mediaType": MANIFEST,
            "config": descriptor("application/vnd.oci.empty.v1+json", layers[0]),
            "layers": [descriptor("application/octet-stream", layer) for layer in layers],
            "annotations": {"note": note},
        }
    ).encode()


class Pusher(Connection):
    """Every way to push returns when the registry has answered 201, and raises otherwise."""

    def expect(self, status: int, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer:
        answer = self.request(method, path, body, headers)
        if answer.status != status:
            raise Refused(answer.status, f"to {method} {path.split('?')[0]}: {answer.content[:200]!r}")
        return answer

    def start(self, repository: str) -> str:
        return self.expect(202, "POST", f"/v2/{repository}/blobs/uploads/").location()

    def patch(self, location: str, chunk: bytes) -> str:
        return self.expect(202, "PATCH", location, chunk, OCTETS).location()

    def finish(self, location: str, digest: str, rest: bytes = b"") -> None:
        self.expect(201, "PUT", with_digest(location, digest), rest, OCTETS)

    def post(self, repository: str, blob: bytes) -> None:
        self.expect(201, "POST", f"/v2/{repository}/blobs/uploads/?digest={digest_of(blob)}", blob, OCTETS)

    def post_and_put(self, repository: str, blob: bytes) -> None:
        self.finish(self.start(repository), digest_of(blob), blob)

    def patches(self, repository: str, blob: bytes, chunks: int = 3) -> None:
        location = self.start(repository)
        length = max(1, -(-len(blob) // chunks))
        for position in range(0, len(blob), length):
            location = self.patch(location, blob[position : position + length])
        self.finish(location, digest_of(blob))

    def mount(self, repository: str, source: str, digest: str) -> None:
        self.expect(201, "POST", f"/v2/{repository}/blobs/uploads/?mount={digest}&from={source}")

    def manifest(self, repository: str, reference: str, content: bytes) -> None:
        self.expect(201, "PUT", f"/v2/{repository}/manifests/{reference}", content, {"Content-Type": MANIFEST})

    def has_blob(self, repository: str, digest: str) -> bool:
        return self.request("HEAD", f"/v2/{repository}/blobs/{digest}").status == 200


def with_digest(location: str, digest: str) -> str:
    joint = "&" if urllib.parse.urlsplit(location).query else "?"
    return f"{location}{joint}digest={digest}"
