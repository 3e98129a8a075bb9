"""Pushes of every kind: whole images, images whose layers are there, mounts, indexes, referrers, and contents that were deleted."""

from __future__ import annotations

import contextlib
import json
import random
import threading
from collections.abc import Sequence
from typing import Any

from moorage_e2e.client.connection import Answer, NO_ANSWER
from moorage_e2e.client.images import INDEX
from moorage_e2e.client.pushes import MANIFEST, OCTETS, digest_of, with_digest
from moorage_e2e.failures import Unexpected
from moorage_e2e.garbage.client import Client, REPOSITORIES, codes
from moorage_e2e.garbage.ledger import Key, Ledger
from moorage_e2e.garbage.library import Library

TAGS = 4  # Of each pusher. Nothing else moves them.
MOST_ATTEMPTS = 20


class Pusher:
    def __init__(self, client: Client, ledger: Ledger, library: Library, name: str) -> None:
        self.client, self.ledger, self.library, self.name = client, ledger, library, name
        self.choices = client.choices
        self.number = 0

    def step(self) -> None:
        steps = [self.image, self.images_of_shared_layers, self.mount, self.index, self.referrer, self.again, self.twins]
        self.choices.choices(steps, [3, 5, 3, 2, 2, 5, 1])[0]()

    def repository(self) -> str:
        return self.choices.choice(REPOSITORIES)

    def image(self) -> None:
        """Layers of its own and shared ones, without a look at what is there."""
        repository = self.repository()
        layers = [self.library.fresh() for _ in range(self.choices.randrange(1, 4))]
        layers.append(self.choices.choice(self.library.shared))
        self.manifest(repository, [self.blob(repository, layer) for layer in layers])

    def images_of_shared_layers(self) -> None:
        """As most clients push: what HEAD finds is not pushed."""
        repository = self.repository()
        layers = self.choices.sample(self.library.shared, self.choices.randrange(1, 5)) + [self.library.fresh()]
        self.manifest(repository, [self.unless_there(repository, layer) for layer in layers])

    def unless_there(self, repository: str, content: bytes) -> Key:
        key = Key("blobs", repository, digest_of(content))
        since = self.ledger.begin()
        found = self.client.request("HEAD", f"/v2/{repository}/blobs/{key.name}", expected=[200, 404])
        if found.status == 200:
            self.ledger.count("layers skipped by HEAD")
            return key
        if self.ledger.held(key, since):
            raise Unexpected(f"lost: HEAD of {key} is 404")
        return self.blob(repository, content)

    def blob(self, repository: str, content: bytes) -> Key:
        """Pushes it in one of the ways. An upload whose bytes were collected before they were linked begins again."""
        key = Key("blobs", repository, digest_of(content))
        for _ in range(MOST_ATTEMPTS):
            since = self.ledger.begin()
            answer = self.choices.choice([self.in_one_request, self.in_two, self.in_chunks])(repository, content, key.name)
            if answer.status == 201:
                self.ledger.promise(key, key.name, since)
                self.ledger.count("blobs pushed")
                return key
            if codes(answer) != {"BLOB_UPLOAD_UNKNOWN"}:
                raise Unexpected(f"push of {key}: {answer.content!r}")
            self.ledger.count("uploads that began again")
        raise Unexpected(f"{MOST_ATTEMPTS} uploads of {key} are unknown")

    def in_one_request(self, repository: str, content: bytes, digest: str) -> Answer:
        return self.client.request("POST", f"/v2/{repository}/blobs/uploads/?digest={digest}", content, OCTETS, [201, 404])

    def start(self, repository: str) -> str:
        return self.client.request("POST", f"/v2/{repository}/blobs/uploads/", expected=[202]).location()

    def in_two(self, repository: str, content: bytes, digest: str) -> Answer:
        return self.client.request("PUT", with_digest(self.start(repository), digest), content, OCTETS, [201, 404])

    def in_chunks(self, repository: str, content: bytes, digest: str) -> Answer:
        location = self.start(repository)
        half = len(content) // 2
        for chunk in (content[:half], content[half:]):
            if chunk:
                location = self.client.request("PATCH", location, chunk, OCTETS, [202]).location()
        return self.client.request("PUT", with_digest(location, digest), b"", OCTETS, [201, 404])

    def mount(self) -> None:
        source = self.ledger.any("blobs", self.repository(), self.choices)
        target = self.repository()
        if source is None or source.repository == target:
            return
        since = self.ledger.begin()
        path = f"/v2/{target}/blobs/uploads/?mount={source.name}&from={source.repository}"
        answer = self.client.request("POST", path, expected=[201, 202])
        key = Key("blobs", target, source.name)
        if answer.status == 201:
            self.ledger.promise(key, key.name, since)
            self.manifest(target, [key])
            return
        if self.ledger.held(source, since):
            raise Unexpected(f"lost: {source} cannot be mounted")
        self.ledger.count("mounts of what was deleted")
        self.client.request("DELETE", answer.location(), expected=[204])

    def manifest(self, repository: str, needs: Sequence[Key], subject: str | None = None) -> Key:
        described = [descriptor("application/octet-stream", key.name, len(self.library.of(key.name))) for key in needs]
        content: dict[str, Any] = {"mediaType": MANIFEST, "config": described[0], "layers": described[1:]}
        if subject:
            content["subject"] = descriptor(MANIFEST, subject, self.ledger.size(subject))
        return self.put(repository, content, needs, subject)

    def put(self, repository: str, content: dict[str, Any], needs: Sequence[Key], subject: str | None = None) -> Key:
        """Pushes a manifest, by its digest or with a tag. What it lacks after a delete is pushed again first."""
        self.number += 1
        media_type = content["mediaType"]
        body = json.dumps(content | {"schemaVersion": 2, "annotations": {"of": f"{self.name}-{self.number}"}}).encode()
        key = Key("manifests", repository, digest_of(body))
        self.ledger.describe(key, len(body), needs, subject)
        tag = Key("tags", repository, f"{self.name}-{self.choices.randrange(TAGS)}") if self.choices.random() < 0.6 else None
        for _ in range(MOST_ATTEMPTS):
            since = self.ledger.moves(tag) if tag else self.ledger.begin()
            path = f"/v2/{repository}/manifests/{tag.name if tag else key.name}"
            answer = self.client.request("PUT", path, body, {"Content-Type": media_type}, [201, 404])
            if answer.status == 201:
                self.acknowledged(key, tag, needs, since)
                return key
            self.refused(key, needs, since, answer)
            if any(need.kind == "manifests" for need in needs):
                raise ChildDeleted
            for need in needs:
                self.blob(repository, self.library.of(need.name))
        raise Unexpected(f"{key} was refused {MOST_ATTEMPTS} times")

    def acknowledged(self, key: Key, tag: Key | None, needs: Sequence[Key], since: int) -> None:
        self.ledger.promise(key, key.name, since)
        for need in needs:
            self.ledger.promise(need, need.name, since)
        if tag:
            self.ledger.promise(tag, key.name, since, requiring=[key])
        self.ledger.count("manifests pushed")

    def refused(self, key: Key, needs: Sequence[Key], since: int, answer: Answer) -> None:
        """It may be, if something was deleted that it needs, or that a manifest of an index needs. No collector removes a link."""
        if codes(answer) != {"MANIFEST_BLOB_UNKNOWN"}:
            raise Unexpected(f"push of {key}: {answer.content!r}")
        if all(self.ledger.held(need, since) for need in self.closure(needs)):
            raise Unexpected(f"lost: {key} was refused, though all that it needs is promised: {answer.content!r}")
        self.ledger.count("manifests refused after a delete")

    def closure(self, needs: Sequence[Key]) -> set[Key]:
        """These, and all that the manifests among them need."""
        closure: set[Key] = set()
        left = list(needs)
        while left:
            need = left.pop()
            if need not in closure:
                closure.add(need)
                left += self.ledger.described(need)[0]
        return closure

    def index(self) -> None:
        """Its children were pushed before, by digest or with a tag."""
        repository = self.repository()
        # An index may have the same child twice, and an index as a child.
        children = [self.ledger.any("manifests", repository, self.choices) for _ in range(2)]
        present = [child for child in children if child is not None]
        described = [descriptor(MANIFEST, child.name, self.ledger.size(child.name)) for child in present]
        with contextlib.suppress(ChildDeleted):
            self.put(repository, {"mediaType": INDEX, "manifests": described}, present)

    def referrer(self) -> None:
        repository = self.repository()
        subject = self.ledger.any("manifests", repository, self.choices)
        if subject is not None:
            self.manifest(repository, [self.unless_there(repository, b"")], subject.name)

    def again(self) -> None:
        """What was deleted in some repository a short time ago is pushed to one of them."""
        content = self.library.any_deleted(self.choices)
        if content is not None:
            repository = self.repository()
            key = self.blob(repository, content)
            if self.choices.random() < 0.3:
                self.manifest(repository, [key])

    def twins(self) -> None:
        """The same layer is pushed twice at once."""
        content = self.library.any_deleted(self.choices) if self.choices.random() < 0.5 else self.library.fresh()
        if content is None:
            return
        addresses = [connection.address for connection in self.client.connections]
        client = Client(addresses, self.ledger, random.Random(self.choices.random()), self.client.budget)
        other = Pusher(client, self.ledger, self.library, f"{self.name}-twin")
        thread = threading.Thread(target=guarded, args=(other, content), daemon=True)
        thread.start()
        self.blob(self.repository(), content)
        thread.join()


class ChildDeleted(Exception):
    """An index cannot be pushed, because a child was deleted."""


def guarded(pusher: Pusher, content: bytes) -> None:
    try:
        pusher.blob(pusher.repository(), content)
    except (Unexpected, *NO_ANSWER) as e:
        pusher.ledger.fail(f"{pusher.name}: {e!r}")
    finally:
        pusher.client.close()


def descriptor(media_type: str, digest: str, size: int) -> dict[str, Any]:
    return {"mediaType": media_type, "digest": digest, "size": size}
