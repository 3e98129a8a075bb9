"""Pullers, which read what is kept byte for byte, and deleters."""

from __future__ import annotations

import json
import time

from moorage_e2e.client.pushes import digest_of
from moorage_e2e.failures import Unexpected
from moorage_e2e.garbage.client import Client, REPOSITORIES
from moorage_e2e.garbage.library import Library
from moorage_e2e.soak.promises import Answered, Kept, Promises

ACCEPT = {"Accept": "*/*"}
FEWEST = 8  # Tags of a repository. Deleters leave that many.


class Puller:
    def __init__(self, client: Client, promises: Promises) -> None:
        self.client, self.promises = client, promises

    def step(self) -> None:
        kept = self.promises.any(self.client.choices.choice(REPOSITORIES), self.client.choices)
        if kept is None:
            time.sleep(0.05)
        else:
            self.pull(kept)

    def pull(self, kept: Kept) -> None:
        """What a tag names with all below it, and a referrer. Raises Unexpected if something is missing or has other bytes."""
        if self.content(kept, kept.by, kept.image.manifest.key.name) is None:
            return
        for part in kept.image.all():
            self.content(kept, part, part.key.name)
        if referrers := self.promises.referrers(kept):
            self.listed(kept, referrers)
            referrer = self.client.choices.choice(referrers)
            for part in referrer.image.all():
                self.content(referrer, part, part.key.name)
        self.promises.count("images pulled")

    def content(self, kept: Kept, part: Answered, digest: str) -> bytes | None:
        key = part.key
        where = "manifests" if key.kind == "tags" else key.kind
        answer = self.client.request("GET", f"/v2/{key.repository}/{where}/{key.name}", headers=ACCEPT, expected=[200, 404])
        held = self.promises.holds(kept, part)
        if answer.status == 404:
            if held:
                raise Unexpected(f"lost: {key} of {kept.by.key}, {kept.image.manifest.key}: {answer.content[:200]!r}")
            self.promises.count("pulls of what was deleted")
            return None
        named = digest_of(answer.content)
        if named != digest and (held or key.kind != "tags"):
            raise Unexpected(f"wrong: {key} came with {len(answer.content)} bytes that are {named}, not {digest}")
        self.promises.count("objects pulled")
        return answer.content

    def listed(self, kept: Kept, referrers: list[Kept]) -> None:
        key = kept.image.manifest.key
        answer = self.client.request("GET", f"/v2/{key.repository}/referrers/{key.name}", expected=[200])
        listed = {entry["digest"] for entry in json.loads(answer.content)["manifests"]}
        for referrer in referrers:
            if referrer.image.manifest.key.name not in listed and self.promises.holds(referrer, referrer.image.manifest):
                raise Unexpected(f"lost: {referrer.image.manifest.key} among the referrers of {key}")


class Deleter:
    def __init__(self, client: Client, promises: Promises, library: Library, fewest: int = FEWEST) -> None:
        self.client, self.promises, self.library, self.fewest = client, promises, library, fewest

    def step(self) -> None:
        choices = self.client.choices
        repository = choices.choice(REPOSITORIES)
        kept = self.promises.any(repository, choices)
        if kept is None or len(self.promises.order[repository]) < self.fewest:
            time.sleep(0.02)
            return
        blobs = [part.key for part in kept.image.parts if part.key.kind == "blobs"]
        kind = choices.choices(["tag", "manifest", "blob"], [5, 3, 2])[0]
        if kind == "tag":
            self.delete(kept, kept.by)
        elif kind == "manifest":
            self.delete(kept, kept.image.manifest)
        elif blobs:
            key = choices.choice(blobs)
            self.delete(kept, next(part for part in kept.image.parts if part.key == key))

    def delete(self, kept: Kept, part: Answered) -> None:
        key = part.key
        held = self.promises.holds(kept, part)
        deletion = self.promises.delete([key])
        where = "manifests" if key.kind == "tags" else key.kind
        answer = self.client.request("DELETE", f"/v2/{key.repository}/{where}/{key.name}", expected=[202, 404])
        if self.promises.deleted(deletion) and held and answer.status == 404 and key.kind != "blobs":
            raise Unexpected(f"lost: {key} was gone before it was deleted")
        if key.kind == "blobs":
            self.library.was_deleted(key.name)
        self.promises.count(f"{key.kind} deleted")

    def delete_all(self) -> None:
        """Half of the tags that are promised with their manifests, and then all tags that are there."""
        for kept in self.promises.all()[::2]:
            self.delete(kept, kept.image.manifest)
        for repository in REPOSITORIES:
            listed = json.loads(self.client.request("GET", f"/v2/{repository}/tags/list", expected=[200]).content)
            for tag in listed["tags"] or []:
                self.client.request("DELETE", f"/v2/{repository}/manifests/{tag}", expected=[202])
