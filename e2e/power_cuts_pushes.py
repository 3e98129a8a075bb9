"""Pushes while the power may go, what a registry owes for them, and whether it pays."""

import random
import threading
import time

from connection import NOBODY_ANSWERED
from pushes import OCTETS, Pusher, Refused, digest_of, manifest_of, with_digest

CONNECTIONS = 12
SIZES = [1, 100, 4096, 60_000, 70_000, 300_000, 1 << 20]
REPOSITORIES = ["cuts/one", "cuts/two", "three"]


class Ledger:
    """What was answered, and when. Answers count once it is known that they came before the power went."""

    def __init__(self):
        self.lock = threading.Lock()
        self.contents = {}  # digest: the bytes, of all that was ever tried
        self.blobs = set()  # (repository, digest)
        self.manifests = set()  # (repository, digest)
        self.tags = {}  # (repository, tag): digests that it may name; the first is the one that was acknowledged
        self.uploads = []  # (repository, location, offset, the whole blob)
        self.answers = []  # (time, what it means)

    def trying(self, content):
        with self.lock:
            self.contents[digest_of(content)] = content

    def tagging(self, repository, tag, digest):
        with self.lock:
            self.tags.setdefault((repository, tag), [None]).append(digest)

    def answered(self, meaning):
        with self.lock:
            self.answers.append((time.monotonic(), meaning))

    def settle(self, began):
        """
        Takes over what was answered. A 201 that came after the power went promises no less, since forcing fails from then on;
        returns how many did, on their way already or not.
        """
        for _, meaning in self.answers:
            meaning()
        late = sum(moment > began for moment, _ in self.answers)
        self.answers = []
        return late


class Pushers:
    """Connections that push without end, in every way, the same blobs among them."""

    def __init__(self, address, ledger, seed):
        self.address = address
        self.ledger = ledger
        self.seed = seed
        self.acknowledged = 0
        self.ended = threading.Event()
        self.threads = [threading.Thread(target=self.work, args=[index]) for index in range(CONNECTIONS)]

    def start(self):
        for thread in self.threads:
            thread.start()

    def wait_for(self, pushes, longest=30):
        """Until so many more pushes were acknowledged, or nothing comes any more."""
        end = time.monotonic() + longest
        while self.acknowledged < pushes and time.monotonic() < end:
            time.sleep(0.001)

    def stop(self):
        self.ended.set()

    def join(self):
        for thread in self.threads:
            thread.join()

    def work(self, index):
        choices = random.Random(f"{self.seed}-{index}")
        pusher = Pusher(self.address, timeout=20)
        mine = []
        while not self.ended.is_set():
            try:
                self.push(pusher, choices, index, mine)
            except (*NOBODY_ANSWERED, Refused):
                # The server fails while its disk is gone, and is killed then.
                pusher.close()
                time.sleep(0.01)

    def push(self, pusher, choices, index, mine):
        ledger, repository = self.ledger, choices.choice(REPOSITORIES)
        # Now and then the same blob as others at the same time.
        source = random.Random(f"{self.seed}-shared-{choices.randrange(200)}") if choices.random() < 0.3 else choices
        blob = source.randbytes(max(1, source.choice(SIZES) - source.randrange(100)))
        digest = digest_of(blob)
        ledger.trying(blob)
        way = choices.choice(["post", "put", "patches", "left", "mount", "manifest", "tag", "refer"])
        if way == "post":
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

    def patched(self, pusher, repository, blob):
        location = pusher.start(repository)
        length = len(blob) // 3 + 1
        for position in range(0, len(blob), length):
            location = pusher.patch(location, blob[position : position + length])
        pusher.finish(location, digest_of(blob))

    def blob_there(self, repository, blob, mine):
        digest = digest_of(blob)
        self.ledger.answered(lambda: self.ledger.blobs.add((repository, digest)))
        self.acknowledged += 1
        mine.append((repository, blob))

    def manifest(self, pusher, choices, index, mine, way):
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

        def there():
            self.ledger.manifests.add((repository, digest))
            self.ledger.blobs.update((repository, digest_of(layer)) for layer in layers)
            if tag:
                tried = self.ledger.tags[repository, tag]
                self.ledger.tags[repository, tag] = tried[tried.index(digest) :]

        self.ledger.answered(there)
        self.acknowledged += 1


def differences(address, ledger, seen):
    """What a registry owes and does not have, or serves and should not."""
    wrong = []
    pusher = Pusher(address)
    owed = [("blobs", *each) for each in ledger.blobs] + [("manifests", *each) for each in ledger.manifests]
    for kind, repository, digest in owed:
        answer = pusher.request("GET", f"/v2/{repository}/{kind}/{digest}")
        if answer.status != 200 or answer.content != ledger.contents[digest]:
            wrong.append(f"{kind[:-1]} {digest[:19]} of {repository}: {answer.status}, {len(answer.content)} bytes")
    for (repository, tag), tried in list(ledger.tags.items()):
        answer = pusher.request("GET", f"/v2/{repository}/manifests/{tag}")
        named = answer.headers["Docker-Content-Digest"] if answer.status == 200 else None
        if named not in tried or answer.status == 200 and answer.content != ledger.contents[named]:
            wrong.append(f"tag {tag} of {repository}: {answer.status} {named}, and not one of {tried}")
        elif named is not None:
            ledger.tags[repository, tag] = [named]  # From here on it is owed.
            ledger.manifests.add((repository, named))
    for digest, expected in ledger.contents.items():
        for repository in REPOSITORIES:
            answer = pusher.request("GET", f"/v2/{repository}/blobs/{digest}")
            if answer.status not in (200, 404) or answer.status == 200 and answer.content != expected:
                wrong.append(f"{digest[:19]} in {repository}: {answer.status}, {len(answer.content)} bytes that are others")
    seen.update(compared=len(owed) + len(ledger.tags))
    # What was never acknowledged and is not there need not be looked for again.
    kept = {digest for _, digest in ledger.blobs | ledger.manifests}
    ledger.contents = {digest: content for digest, content in ledger.contents.items() if digest in kept}
    ledger.tags = {key: tried[:1] for key, tried in ledger.tags.items() if tried[0] is not None}
    return wrong


def resume(address, ledger, seen):
    """Uploads that the power cut has left: gone, or they end with the right bytes."""
    wrong = []
    pusher = Pusher(address)
    for repository, location, offset, blob in ledger.uploads:
        digest = digest_of(blob)
        there = pusher.request("GET", location)
        if there.status == 404:
            seen.update(uploads_gone=1)
            continue
        if there.status != 204 or there.headers["Range"] != f"0-{offset - 1}":
            wrong.append(f"upload of {digest[:19]}: {there.status}, {there.headers['Range']} and not 0-{offset - 1}")
            continue
        put = pusher.request("PUT", with_digest(there.location(), digest), blob[offset:], OCTETS)
        if put.status == 404:
            seen.update(uploads_gone=1)
            continue
        if put.status != 201:
            wrong.append(f"upload of {digest[:19]} at {offset}: {put.status} {put.content[:200]}")
            continue
        served = pusher.request("GET", f"/v2/{repository}/blobs/{digest}").content
        if served != blob:
            wrong.append(f"upload of {digest[:19]} ended, and has other bytes")
        seen.update(uploads_ended=1)
        ledger.contents[digest] = blob
        ledger.blobs.add((repository, digest))
    ledger.uploads = []
    return wrong
