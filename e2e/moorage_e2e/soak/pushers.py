"""Pushes of every kind, some of them long after the answers that they rely on."""

from __future__ import annotations

import collections
import json
import time
from collections.abc import Sequence
from typing import Any

from moorage_e2e.client.connection import Answer
from moorage_e2e.client.images import INDEX
from moorage_e2e.client.pushes import MANIFEST, OCTETS, digest_of, with_digest
from moorage_e2e.failures import Unexpected
from moorage_e2e.garbage.client import Client, REPOSITORIES, codes
from moorage_e2e.garbage.ledger import Key
from moorage_e2e.garbage.library import Library
from moorage_e2e.garbage.pushers import descriptor
from moorage_e2e.soak.promises import Answered, Image, Kept, Promises

TAGS = 4  # Of each pusher. Nothing else moves them.
MOST_ATTEMPTS = 20
MOST_CHILDREN = 12


class Pusher:
    """relied_on: for how many seconds an answer is relied on."""

    def __init__(self, client: Client, promises: Promises, library: Library, name: str, relied_on: float) -> None:
        self.client, self.promises, self.library, self.name, self.relied_on = client, promises, library, name, relied_on
        self.choices = client.choices
        self.number = 0
        self.children: collections.deque[Image] = collections.deque(maxlen=MOST_CHILDREN)
        self.late: collections.deque[tuple[float, Sequence[Answered]]] = collections.deque()

    def step(self) -> None:
        if self.late and self.late[0][0] < time.monotonic():
            self.image_of(self.late.popleft()[1], tagged=True)
            return
        steps = [self.image, self.images_of_shared_layers, self.child, self.mount, self.index, self.referrer, self.again, self.begin_late]
        self.choices.choices(steps, [3, 6, 3, 3, 3, 3, 3, 2])[0]()

    def repository(self) -> str:
        return self.choices.choice(REPOSITORIES)

    def image(self) -> None:
        """Layers of its own and shared ones, without a look at what is there."""
        repository = self.repository()
        layers = [self.library.fresh() for _ in range(self.choices.randrange(1, 3))]
        layers.append(self.choices.choice(self.library.shared))
        self.image_of([self.blob(repository, layer) for layer in layers], tagged=True)

    def shared_layers(self) -> list[Answered]:
        """As most clients push: what HEAD finds is not pushed."""
        repository = self.repository()
        layers = self.choices.sample(self.library.shared, self.choices.randrange(1, 5)) + [self.library.fresh()]
        return [self.unless_there(repository, layer) for layer in layers]

    def images_of_shared_layers(self) -> None:
        self.image_of(self.shared_layers(), tagged=True)

    def child(self) -> None:
        """A manifest that is pushed by its digest, for an index that comes later."""
        self.image_of(self.shared_layers(), tagged=False)

    def begin_late(self) -> None:
        """The blobs of an image whose manifest comes when collections may have taken their links."""
        layers = self.shared_layers()
        self.late.append((time.monotonic() + self.choices.uniform(0.3, 0.9) * self.relied_on, layers))

    def unless_there(self, repository: str, content: bytes) -> Answered:
        answered = self.promises.begin(Key("blobs", repository, digest_of(content)))
        found = self.client.request("HEAD", f"/v2/{repository}/blobs/{answered.key.name}", expected=[200, 404])
        if found.status == 200:
            self.promises.count("layers skipped by HEAD")
            return answered._replace(remembered=True)
        return self.blob(repository, content)

    def blob(self, repository: str, content: bytes) -> Answered:
        """Pushes it in one of the ways. An upload whose bytes were collected before they were linked begins again."""
        key = Key("blobs", repository, digest_of(content))
        for _ in range(MOST_ATTEMPTS):
            answered = self.promises.begin(key)
            answer = self.choice_of_upload(repository, content, key.name)
            if answer.status == 201:
                self.promises.count("blobs pushed")
                return answered
            if codes(answer) != {"BLOB_UPLOAD_UNKNOWN"}:
                raise Unexpected(f"push of {key}: {answer.content!r}")
            self.promises.count("uploads that began again")
        raise Unexpected(f"{MOST_ATTEMPTS} uploads of {key} are unknown")

    def choice_of_upload(self, repository: str, content: bytes, digest: str) -> Answer:
        way = self.choices.randrange(3)
        path = f"/v2/{repository}/blobs/uploads/"
        if way == 0:
            return self.client.request("POST", f"{path}?digest={digest}", content, OCTETS, [201, 404])
        location = self.client.request("POST", path, expected=[202]).location()
        if way == 1 and content:
            half = len(content) // 2 + 1
            location = self.client.request("PATCH", location, content[:half], OCTETS, [202]).location()
            return self.client.request("PUT", with_digest(location, digest), content[half:], OCTETS, [201, 404])
        return self.client.request("PUT", with_digest(location, digest), content, OCTETS, [201, 404])

    def mount(self) -> None:
        """A blob of an image that a tag keeps can be mounted."""
        kept = self.promises.any(self.repository(), self.choices)
        target = self.repository()
        blobs = [part for part in kept.image.parts if part.key.kind == "blobs"] if kept else []
        if kept is None or not blobs or kept.repository == target:
            return
        source = self.choices.choice(blobs)
        answered = self.promises.begin(Key("blobs", target, source.key.name))
        path = f"/v2/{target}/blobs/uploads/?mount={source.key.name}&from={source.key.repository}"
        answer = self.client.request("POST", path, expected=[201, 202])
        if answer.status == 201:
            self.promises.count("blobs mounted")
            self.image_of([answered], tagged=True)
            return
        if self.promises.holds(kept, source):
            raise Unexpected(f"lost: {source} of {kept.by} cannot be mounted")
        self.promises.count("mounts of what was deleted")
        self.client.request("DELETE", answer.location(), expected=[204])

    def image_of(self, layers: Sequence[Answered], tagged: bool, subject: Kept | None = None) -> None:
        described = [descriptor("application/octet-stream", each.key.name, len(self.library.of(each.key.name))) for each in layers]
        content: dict[str, Any] = {"mediaType": MANIFEST, "config": described[0], "layers": described[1:]}
        if subject:
            content["subject"] = descriptor(MANIFEST, subject.image.manifest.key.name, subject.image.size)
        image = self.put(layers[0].key.repository, content, layers, tagged)
        if image and subject:
            self.promises.referred(subject, image)
        elif image and not tagged:
            self.children.append(image)

    def index(self) -> None:
        """Of children that were pushed before. A collection may have taken them."""
        fresh = time.monotonic() - self.relied_on
        children = [child for child in self.children if child.manifest.at > fresh or self.choices.random() < 0.1]
        if not children:
            return
        repository = children[0].manifest.key.repository
        children = [child for child in children if child.manifest.key.repository == repository][: self.choices.randrange(1, 4)]
        described = [descriptor(child.media_type, child.manifest.key.name, child.size) for child in children]
        needs = [child.manifest for child in children]
        below = [part for child in children for part in child.parts]
        tagged = self.choices.random() < 0.8
        image = self.put(repository, {"mediaType": INDEX, "manifests": described}, needs, tagged, below)
        if image and not tagged:
            self.children.append(image)  # For an index of indexes.
        elif image:
            self.promises.count("indexes tagged")

    def referrer(self) -> None:
        subject = self.promises.any(self.repository(), self.choices)
        if subject is not None:
            self.image_of([self.unless_there(subject.repository, b"")], tagged=False, subject=subject)

    def again(self) -> None:
        """The content of a blob that was deleted in some repository a short time ago."""
        content = self.library.any_deleted(self.choices)
        if content is not None:
            self.image_of([self.blob(self.repository(), content)], tagged=True)

    def put(
        self, repository: str, content: dict[str, Any], needs: Sequence[Answered], tagged: bool, below: Sequence[Answered] = ()
    ) -> Image | None:
        """Pushes a manifest, by its digest or with a tag. What is missing after a delete is pushed again first."""
        self.number += 1
        body = json.dumps(content | {"schemaVersion": 2, "annotations": {"of": f"{self.name}-{self.number}"}}).encode()
        key = Key("manifests", repository, digest_of(body))
        tag = Key("tags", repository, f"{self.name}-{self.choices.randrange(TAGS)}") if tagged else None
        for _ in range(MOST_ATTEMPTS):
            by = self.promises.moves(tag) if tag else None
            manifest = self.promises.begin(key)
            path = f"/v2/{repository}/manifests/{tag.name if tag else key.name}"
            answer = self.client.request("PUT", path, body, {"Content-Type": content["mediaType"]}, [201, 404])
            if answer.status == 201:
                self.promises.count("manifests pushed")
                image = Image(manifest, content["mediaType"], len(body), [*needs, *below])
                if by:
                    self.promises.tagged(by, image)
                return image
            self.require_allowed(key, needs, below, answer)
            if any(need.key.kind == "manifests" for need in needs):
                return None
            needs = [self.blob(repository, self.library.of(need.key.name)) for need in needs]
        raise Unexpected(f"{key} was refused {MOST_ATTEMPTS} times")

    def require_allowed(self, key: Key, needs: Sequence[Answered], below: Sequence[Answered], answer: Answer) -> None:
        """A manifest may be refused for what was deleted, or for what an answer is too old for. An index answers for what is below."""
        if codes(answer) != {"MANIFEST_BLOB_UNKNOWN"}:
            raise Unexpected(f"push of {key}: {answer.content!r}")
        if not all(self.promises.undisturbed(part) for part in below):
            self.promises.count("manifests refused after a delete")
            return
        now = time.monotonic()
        missing = {error["detail"]["digest"] for error in json.loads(answer.content)["errors"]}
        for need in needs:
            if need.key.name in missing and now - need.at < self.relied_on and self.promises.undisturbed(need):
                raise Unexpected(f"lost: {key} was refused for {need.key}, answered {now - need.at:.3f} s before: {answer.content!r}")
        deleted = not all(self.promises.undisturbed(need) for need in needs if need.key.name in missing)
        self.promises.count("manifests refused after a delete" if deleted else "manifests refused after the trash has expired")
