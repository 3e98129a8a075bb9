"""Many clients that push at once, as different clients do it, until the server is gone."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from moorage_e2e.client.connection import Answer, NO_ANSWER
from moorage_e2e.client.pushes import MANIFEST, OCTETS, digest_of
from moorage_e2e.failures import Unexpected
from moorage_e2e.faults.ledger import Key, Kind, Ledger, Upload
from moorage_e2e.servers.moorage import Client

REPOSITORIES = ["killed/one", "killed/two", "killed/three", "killed/four"]
SIZES = [0, 10, 5_000, 60_000, 70_000, 200_000, 1_000_000]


class Pusher:
    def __init__(
        self,
        client: Client,
        ledger: Ledger,
        choices: random.Random,
        name: str,
        shared: Sequence[bytes] = (),
        killed: threading.Event | None = None,
    ) -> None:
        """shared: contents that all pushers push. killed: set just before the server is killed."""
        self.client = client
        self.ledger = ledger
        self.choices = choices
        self.name = name
        self.shared = shared
        self.killed = killed or threading.Event()

    def run(self) -> None:
        steps = [self.in_one_request, self.in_two, self.in_chunks, self.mount, self.manifest, self.pull]
        weights = [3, 3, 6, 2, 4, 3]
        try:
            while not self.killed.is_set():
                self.choices.choices(steps, weights)[0]()
        except NO_ANSWER as e:
            if not self.killed.is_set():
                self.ledger.fail(f"the connection broke though the server was not killed: {e!r}")
        except Unexpected as e:
            self.ledger.fail(str(e))
        finally:
            self.client.close()

    def content(self) -> bytes:
        if self.choices.random() < 0.15:
            return self.choices.choice(self.shared)
        size = self.choices.choice(SIZES)
        # Never one byte: Range is 0-0 for one as for none.
        return self.choices.randbytes(size + self.choices.randrange(2, 1000) if size else 0)

    def repository(self) -> str:
        return self.choices.choice(REPOSITORIES)

    def attempt(self, repository: str, content: bytes) -> str:
        digest = digest_of(content)
        self.ledger.attempt(self.ledger.blobs, repository, digest, len(content))
        return digest

    def in_one_request(self) -> None:
        repository, content = self.repository(), self.content()
        digest = self.attempt(repository, content)
        path = f"/v2/{repository}/blobs/uploads/?digest={digest}"
        self.client.request("POST", path, content, OCTETS, [201])
        self.ledger.acknowledge(self.ledger.blobs, repository, digest)

    def begin(self, repository: str, content: bytes) -> Upload:
        answer = self.client.request("POST", f"/v2/{repository}/blobs/uploads/", expected=[202])
        upload = Upload(repository, content, answer.location())
        with self.ledger.lock:
            self.ledger.uploads.add(upload)
        return upload

    def in_two(self) -> None:
        self.finish(self.begin(self.repository(), self.content()))

    def in_chunks(self) -> None:
        content = self.content()
        upload = self.begin(self.repository(), content)
        for _ in range(self.choices.randrange(1, 5)):
            if len(content) > upload.acknowledged:
                self.patch(upload, self.choices.randrange(2, max(3, len(content) // 2)))
            if self.choices.random() < 0.2:
                answer = self.client.request("GET", upload.location, expected=[204])
                self.take(upload, answer, upload.acknowledged)
        ending = self.choices.random()
        if ending < 0.7:
            self.finish(upload)
        elif ending < 0.85 and upload.acknowledged > 0:
            upload.phase = "cancelling"
            self.client.request("DELETE", upload.location, expected=[204])
            upload.phase = "cancelled"

    def patch(self, upload: Upload, size: int, expected: Collection[int] = (202,)) -> bool:
        """Whether the PATCH was accepted. It is not after an earlier one was, and its answer was lost."""
        first, end = upload.acknowledged, min(len(upload.content), upload.acknowledged + size)
        headers = dict(OCTETS)
        if self.choices.random() < 0.5:
            headers["Content-Range"] = f"{first}-{end - 1}"
        body: bytes | Iterator[bytes] = upload.content[first:end]
        how = self.choices.random()
        upload.sent = max(upload.sent, end)
        if how < 0.3:
            body = slowly(upload.content[first:end], 0.005 if how < 0.15 else 0)
        answer = self.client.request("PATCH", upload.location, body, headers, expected)
        if answer.status == 202:
            self.take(upload, answer, end)
        return answer.status == 202

    def take(self, upload: Upload, answer: Answer, offset: int) -> None:
        stands = answer.headers["Range"]
        if stands != f"0-{max(0, offset - 1)}":
            self.ledger.err(f"an upload stands at {stands}, and not at {offset} bytes")
        upload.location = answer.location()
        self.ledger.acknowledge_offset(upload, offset)

    def finish(self, upload: Upload) -> None:
        self.attempt(upload.repository, upload.content)
        upload.last_body = upload.content[upload.acknowledged :]
        upload.sent = len(upload.content)
        upload.phase = "finishing"
        path = f"{upload.location}&digest={upload.digest}"
        self.client.request("PUT", path, upload.last_body, OCTETS, [201])
        self.committed(upload)

    def committed(self, upload: Upload) -> None:
        self.ledger.acknowledge(self.ledger.blobs, upload.repository, upload.digest)
        with self.ledger.lock:
            self.ledger.uploads.discard(upload)

    def known(self, kind: Kind, repository: str | None = None) -> Key | None:
        known = self.ledger.acknowledged(kind, repository)
        return self.choices.choice(known) if known else None

    def mount(self) -> None:
        source = self.known(self.ledger.blobs)
        target = self.repository()
        if source is not None and source[0] != target:
            size = self.ledger.blobs[source].size
            self.ledger.attempt(self.ledger.blobs, target, source[1], size)
            path = f"/v2/{target}/blobs/uploads/?mount={source[1]}&from={source[0]}"
            self.client.request("POST", path, expected=[201])
            self.ledger.acknowledge(self.ledger.blobs, target, source[1])

    def manifest(self) -> None:
        repository = self.repository()
        known = [self.known(self.ledger.blobs, repository) for _ in range(3)]
        parts = [part for part in known if part is not None]
        if len(parts) < len(known):
            return
        described = [
            {"mediaType": "application/octet-stream", "digest": digest, "size": self.ledger.blobs[part].size}
            for part in parts
            for digest in [part[1]]
        ]
        manifest: dict[str, Any] = {"schemaVersion": 2, "mediaType": MANIFEST, "config": described[0], "layers": described[1:]}
        manifest["annotations"] = {"of": f"{self.name}-{self.choices.random()}"}
        subject = self.known(self.ledger.manifests, repository) if self.choices.random() < 0.2 else None
        if subject is not None:
            size = self.ledger.manifests[subject].size
            manifest["subject"] = {"mediaType": MANIFEST, "digest": subject[1], "size": size}
        content = json.dumps(manifest).encode()
        digest = digest_of(content)
        tag = self.choices.choice(["latest", f"of-{self.name}"])
        subject_digest = subject[1] if subject else None
        references = [part[1] for part in parts]
        self.ledger.attempt(self.ledger.manifests, repository, digest, len(content), MANIFEST, references, subject_digest)
        put = self.ledger.tagging(repository, tag, digest)
        self.client.request("PUT", f"/v2/{repository}/manifests/{tag}", content, {"Content-Type": MANIFEST}, [201])
        put.end = time.monotonic()
        self.ledger.acknowledge(self.ledger.manifests, repository, digest)

    def pull(self) -> None:
        kind = self.choices.choice(["blobs", "manifests"])
        known = self.known(getattr(self.ledger, kind))
        if known is not None:
            repository, digest = known
            answer = self.client.request("GET", f"/v2/{repository}/{kind}/{digest}", expected=[200])
            if digest_of(answer.content) != digest:
                self.ledger.err(f"{digest} came as {digest_of(answer.content)}")


def slowly(body: bytes, pause: float) -> Iterator[bytes]:
    for at in range(0, len(body), 8192):
        if pause:
            time.sleep(pause)
        yield body[at : at + 8192]
