"""Pullers, which read what is promised, byte for byte, and deleters, which tell the ledger first."""

from __future__ import annotations

import json
import time

from moorage_e2e.client.pushes import digest_of
from moorage_e2e.failures import Unexpected
from moorage_e2e.garbage.client import Client, REPOSITORIES
from moorage_e2e.garbage.ledger import Key, Ledger
from moorage_e2e.garbage.library import Library

ACCEPT = {"Accept": "*/*"}
FEWEST = 40  # Of each kind. A deleter leaves that many.


class Puller:
    def __init__(self, client: Client, ledger: Ledger) -> None:
        self.client, self.ledger = client, ledger

    def step(self) -> None:
        choices = self.client.choices
        kind = choices.choices(["blobs", "manifests", "tags"], [2, 3, 2])[0]
        key = self.ledger.any(kind, choices.choice(REPOSITORIES), choices)
        if key is not None:
            self.pull(key)

    def pull(self, key: Key) -> None:
        """A manifest with all that it refers to. Raises Unexpected if something that is promised is missing or has other bytes."""
        manifest = self.content(key)
        if manifest is None or key.kind == "blobs":
            return
        needs, subject = self.ledger.described(Key("manifests", key.repository, digest_of(manifest)))
        for need in needs:
            self.content(need)
        if subject and key.kind == "manifests":
            self.referrer(key, subject)

    def content(self, key: Key) -> bytes | None:
        since = self.ledger.begin()
        where = "manifests" if key.kind == "tags" else key.kind
        answer = self.client.request("GET", f"/v2/{key.repository}/{where}/{key.name}", headers=ACCEPT, expected=[200, 404])
        promised = self.ledger.held(key, since)
        if answer.status == 404:
            if promised:
                raise Unexpected(f"lost: {key}, which is {promised}: {answer.content[:200]!r}")
            self.ledger.count("pulls of what was deleted")
            return None
        named = digest_of(answer.content)
        if promised not in ("", named) or key.kind != "tags" and named != key.name:
            raise Unexpected(f"wrong: {key} came with {len(answer.content)} bytes that are {named}, not {promised or key.name}")
        self.ledger.count("objects pulled")
        return answer.content

    def referrer(self, key: Key, subject: str) -> None:
        since = self.ledger.begin()
        answer = self.client.request("GET", f"/v2/{key.repository}/referrers/{subject}", expected=[200])
        if key.name not in [entry["digest"] for entry in json.loads(answer.content)["manifests"]] and self.ledger.held(key, since):
            raise Unexpected(f"lost: {key} among the referrers of {subject}")


class Deleter:
    def __init__(self, client: Client, ledger: Ledger, library: Library, fewest: int = FEWEST) -> None:
        self.client, self.ledger, self.library, self.fewest = client, ledger, library, fewest

    def step(self) -> None:
        choices = self.client.choices
        kind = choices.choices(["blobs", "manifests", "tags"], [6, 3, 1])[0]
        key = self.ledger.any(kind, choices.choice(REPOSITORIES), choices)
        if key is None or len(self.ledger.all(kind)) < self.fewest:
            time.sleep(0.05)
        else:
            self.delete(key)

    def delete(self, key: Key) -> None:
        where = "manifests" if key.kind == "tags" else key.kind
        deletion = self.ledger.delete(key)
        answer = self.client.request("DELETE", f"/v2/{key.repository}/{where}/{key.name}", expected=[202, 404])
        if self.ledger.deleted(deletion) and answer.status == 404:
            raise Unexpected(f"lost: {key} was gone before it was deleted")
        if key.kind == "blobs":
            self.library.was_deleted(key.name)
        self.ledger.count(f"{key.kind} deleted")
