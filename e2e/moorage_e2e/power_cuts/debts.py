"""What a registry owes after a power cut, and whether it serves it."""

from __future__ import annotations

import collections

from moorage_e2e.client.pushes import OCTETS, Pusher, digest_of, with_digest
from moorage_e2e.power_cuts.ledger import Ledger
from moorage_e2e.power_cuts.pushes import REPOSITORIES


def differences(address: str, ledger: Ledger, seen: collections.Counter[str]) -> list[str]:
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


def resume(address: str, ledger: Ledger, seen: collections.Counter[str]) -> list[str]:
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
            wrong.append(f"upload of {digest[:19]} at {offset}: {put.status} {put.content[:200]!r}")
            continue
        served = pusher.request("GET", f"/v2/{repository}/blobs/{digest}").content
        if served != blob:
            wrong.append(f"upload of {digest[:19]} ended, and has other bytes")
        seen.update(uploads_ended=1)
        ledger.contents[digest] = blob
        ledger.blobs.add((repository, digest))
    ledger.uploads = []
    return wrong
