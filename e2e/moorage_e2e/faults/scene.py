"""A server over a disk that will fail, with some content that must go on being served."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Collection

from moorage_e2e.client.connection import Answer
from moorage_e2e.client.pushes import MANIFEST, OCTETS, digest_of
from moorage_e2e.failures import Unexpected
from moorage_e2e.faults.ledger import Ledger, Upload
from moorage_e2e.faults.pushers import Pusher
from moorage_e2e.faults.storages import Filesystem
from moorage_e2e.servers.moorage import Client, Server

REPOSITORY = "failed/one"
CODES = {"UNKNOWN", "UNAVAILABLE"}


class Scene:
    def __init__(self, package: str, work: str, folder: str, seed: int, options: str = "") -> None:
        os.makedirs(work, exist_ok=True)
        self.storage = Filesystem(folder)
        self.root = self.storage.root
        variables = dict(self.storage.variables, MOORAGE_JAVA_OPTS=options)
        self.server = Server(package, work, variables)
        self.server.start()
        self.choices = random.Random(seed)
        self.pusher = Pusher(Client(self.server, timeout=15), Ledger(), self.choices, "faults")
        self.client = self.pusher.client
        self.there = self.choices.randbytes(50_000)
        self.push(self.there)
        self.upload(300_000, 200_000)
        self.manifest("first", [201])

    def restart(self) -> None:
        self.client.close()
        self.server.kill()
        self.server.start()

    def close(self) -> None:
        self.client.close()
        self.server.kill()

    def upload(self, size: int, acknowledged: int) -> Upload:
        upload = self.pusher.begin(REPOSITORY, self.choices.randbytes(size))
        if acknowledged:
            self.pusher.patch(upload, acknowledged)
        return upload

    def push(self, content: bytes, expected: Collection[int] | None = (201,)) -> Answer:
        path = f"/v2/{REPOSITORY}/blobs/uploads/?digest={digest_of(content)}"
        return self.client.request("POST", path, content, OCTETS, expected)

    def manifest(self, tag: str, expected: Collection[int] | None = None) -> Answer:
        """Puts a manifest of the blob that is there."""
        blob = {"mediaType": "application/octet-stream", "digest": digest_of(self.there), "size": len(self.there)}
        content = {"schemaVersion": 2, "mediaType": MANIFEST, "config": blob, "layers": [], "annotations": {"tag": tag}}
        path, body = f"/v2/{REPOSITORY}/manifests/{tag}", json.dumps(content).encode()
        return self.client.request("PUT", path, body, {"Content-Type": MANIFEST}, expected)

    def put(self, upload: Upload) -> Answer:
        """The PUT with what is not acknowledged yet, whatever it answers."""
        upload.sent = len(upload.content)
        path = f"{upload.location}&digest={upload.digest}"
        return self.client.request("PUT", path, upload.content[upload.acknowledged :], OCTETS)

    def patch(self, upload: Upload, size: int) -> Answer:
        body = upload.content[upload.acknowledged : upload.acknowledged + size]
        upload.sent = max(upload.sent, upload.acknowledged + len(body))
        return self.client.request("PATCH", upload.location, body, OCTETS)

    def get(self, content: bytes) -> Answer:
        return self.client.request("GET", f"/v2/{REPOSITORY}/blobs/{digest_of(content)}")

    def pull(self, content: bytes | None = None) -> None:
        content = self.there if content is None else content
        answer = self.get(content)
        if answer.status != 200:
            raise Unexpected(f"GET answers {answer.status} {answer.content[:200]!r}")
        if answer.content != content:
            raise Unexpected(f"GET gave {len(answer.content)} of {len(content)} bytes, or others")

    def is_absent_or_right(self, content: bytes) -> None:
        if self.get(content).status != 404:
            self.pull(content)

    def others_go_on(self) -> None:
        self.pull()
        self.client.request("GET", f"/v2/{REPOSITORY}/manifests/first", expected=[200])
        self.client.request("POST", f"/v2/{REPOSITORY}/blobs/uploads/", expected=[202])

    def goes_on(self, upload: Upload, may_begin_again: bool = False) -> int:
        """
        The upload stands between what was acknowledged and what was sent, and comes to its end from there. It is not known any
        more where its blob is in its place already.
        """
        answer = self.client.request("GET", upload.location, expected=[204, 404])
        if answer.status == 404:
            if not may_begin_again and not self.storage.published(upload.digest):
                raise Unexpected("the upload is not known any more, and its blob is not in its place")
            self.push(upload.content)
        else:
            last = int(answer.headers["Range"].removeprefix("0-"))
            offset = last + 1 if last else 0
            if not upload.acknowledged <= offset <= upload.sent:
                raise Unexpected(f"stands at {offset}: {upload.acknowledged} were acknowledged, {upload.sent} sent")
            self.pusher.take(upload, answer, offset)
            self.pusher.finish(upload)
        self.pull(upload.content)
        return answer.status

    def require_error(self, answer: Answer, statuses: Collection[int] = range(500, 600)) -> None:
        """An error in the specification's shape, which reveals nothing of the machine."""
        if answer.status not in statuses:
            raise Unexpected(f"answered {answer.status} {answer.content[:200]!r}, not {statuses}")
        if answer.headers["Content-Type"] != "application/json":
            raise Unexpected(f"the error is {answer.headers['Content-Type']}: {answer.content[:200]!r}")
        errors = json.loads(answer.content)["errors"]
        if not errors or any(e["code"] not in CODES or not e["message"] for e in errors):
            raise Unexpected(f"the error is not the specification's: {answer.content[:300]!r}")
        shown = answer.content.decode() + str(answer.headers)
        for secret in (self.root, "/_uploads/", ".moorage", "Exception", "java", "No space", "Input/output"):
            if secret in shown.replace(str(answer.headers["Location"]), ""):
                raise Unexpected(f"the error shows {secret}: {answer.content[:300]!r}")
