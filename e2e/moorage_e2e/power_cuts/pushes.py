"""Pushes until the power goes."""

from __future__ import annotations

import random
import threading
import time

from moorage_e2e.client.connection import NO_ANSWER
from moorage_e2e.client.pushes import Pusher, Refused, digest_of, manifest_of
from moorage_e2e.power_cuts.ledger import Ledger

CONNECTIONS = 12
SIZES = [1, 100, 4096, 60_000, 70_000, 300_000, 1 << 20]
REPOSITORIES = ["cuts/one", "cuts/two", "three"]
GONE = "cuts/gone"  # What is pushed here is deleted at once.


class Pushers:
    """Connections that push without end, in every way, the same blobs among them. deletes: whether garbage comes into being."""

    def __init__(self, address: str, ledger: Ledger, seed: str, deletes: bool = False) -> None:
        self.further = ["doomed"] * 3 if deletes else []
        self.address = address
        self.ledger = ledger
        self.seed = seed
        self.acknowledged = 0
        self.ended = threading.Event()
        self.threads = [threading.Thread(target=self.work, args=[index], daemon=True) for index in range(CONNECTIONS)]

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def wait_for(self, pushes: int, longest: float = 30) -> None:
        """Until so many more pushes were acknowledged, or nothing comes any more."""
        end = time.monotonic() + longest
        while self.acknowledged < pushes and time.monotonic() < end:
            time.sleep(0.001)

    def stop(self) -> None:
        self.ended.set()

    def join(self) -> None:
        for thread in self.threads:
            thread.join()

    def work(self, index: int) -> None:
        choices = random.Random(f"{self.seed}-{index}")
        pusher = Pusher(self.address, timeout=20)
        mine: list[tuple[str, bytes]] = []
        while not self.ended.is_set():
            try:
                self.push(pusher, choices, index, mine)
            except (*NO_ANSWER, Refused):
                # The server fails while its disk is gone, and is killed then.
                pusher.close()
                time.sleep(0.01)

    def push(self, pusher: Pusher, choices: random.Random, index: int, mine: list[tuple[str, bytes]]) -> None:
        ledger, repository = self.ledger, choices.choice(REPOSITORIES)
        # Now and then the same blob as others at the same time.
        source = random.Random(f"{self.seed}-shared-{choices.randrange(200)}") if choices.random() < 0.3 else choices
        blob = source.randbytes(max(1, source.choice(SIZES) - source.randrange(100)))
        digest = digest_of(blob)
        ledger.trying(blob)
        way = choices.choice(["post", "put", "patches", "left", "mount", "manifest", "tag", "refer", *self.further])
        if way == "doomed":
            pusher.post(GONE, blob)
            pusher.expect(202, "DELETE", f"/v2/{GONE}/blobs/{digest}")
        elif way == "post":
            pusher.post(repository, blob)
            self.blob_there(repository, blob, mine)
        elif way == "put":
            pusher.post_and_put(repository, blob)
            self.blob_there(repository, blob, mine)
        elif way == "patches":
            self.patched(pusher, repository, blob)
            self.blob_there(repository, blob, mine)
        elif way == "left":
            half = blob[: len(blob) // 2 + 1]
            location = pusher.patch(pusher.start(repository), half)
            upload = (repository, location, len(half), blob)
            ledger.answered(lambda: ledger.uploads.append(upload))
        elif mine and way == "mount":
            source_repository, source_blob = choices.choice(mine)
            digest = digest_of(source_blob)
            pusher.mount(repository, source_repository, digest)
            self.blob_there(repository, source_blob, mine)
        elif mine:
            self.manifest(pusher, choices, index, mine, way)

    def patched(self, pusher: Pusher, repository: str, blob: bytes) -> None:
        location = pusher.start(repository)
        length = len(blob) // 3 + 1
        for position in range(0, len(blob), length):
            location = pusher.patch(location, blob[position : position + length])
        pusher.finish(location, digest_of(blob))

    def blob_there(self, repository: str, blob: bytes, mine: list[tuple[str, bytes]]) -> None:
        digest = digest_of(blob)
        self.ledger.answered(lambda: self.ledger.blobs.add((repository, digest)))
        self.acknowledged += 1
        mine.append((repository, blob))

    def manifest(self, pusher: Pusher, choices: random.Random, index: int, mine: list[tuple[str, bytes]], way: str) -> None:
        repository, blob = choices.choice(mine)
        layers = [blob]
        if way == "refer":
            # To what others may just be pushing.
            shared = random.Random(f"{self.seed}-shared-{choices.randrange(200)}")
            other = shared.randbytes(max(1, shared.choice(SIZES) - shared.randrange(100)))
            if pusher.has_blob(repository, digest_of(other)):
                layers.append(other)
        content = manifest_of(layers, str(choices.random()))
        digest = digest_of(content)
        self.ledger.trying(content)
        tag = f"tag-{index}-{choices.randrange(3)}" if way == "tag" else None
        if tag:
            self.ledger.tagging(repository, tag, digest)
        pusher.manifest(repository, tag or digest, content)

        def there() -> None:
            self.ledger.manifests.add((repository, digest))
            self.ledger.blobs.update((repository, digest_of(layer)) for layer in layers)
            if tag:
                tried = self.ledger.tags[repository, tag]
                self.ledger.tags[repository, tag] = tried[tried.index(digest) :]

        self.ledger.answered(there)
        self.acknowledged += 1
