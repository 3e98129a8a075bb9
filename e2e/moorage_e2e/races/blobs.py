"""Rounds in which requests contend for a blob."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable

from moorage_e2e.races import wire
from moorage_e2e.races.rounds import Round, Wrong, sha256

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
PUSHES = 48


def same_digest(round: Round) -> None:
    """48 pushes of one digest at once, in the ways that clients have: all are 201."""
    content = round.content(2, round.choices.choice([1000, 50_000, 300_000]))
    digest = sha256(content)
    repositories = [round.repository + suffix for suffix in ("", "/a", "/b")]
    pushes: list[Callable[[], wire.Answer]] = []
    pushed_to = set()
    for _ in range(PUSHES):
        repository = round.choices.choice(repositories)
        pushed_to.add(repository)
        start = f"/v2/{repository}/blobs/uploads/"
        way, chunked = round.choices.randrange(3), round.choices.random() < 0.5
        address = round.choices.choice(round.addresses)
        pushes.append(functools.partial(pushed, round, start, way, chunked, content, address))
    for answer in round.together(*pushes, most_delay=0.01):
        round.expect("a push at the same time as 47 of the same digest", answer, 201)
    for repository in sorted(pushed_to):
        round.read_back(repository, digest, content)


def pushed(round: Round, start: str, way: int, chunked: bool, content: bytes, address: str) -> wire.Answer:
    digest = sha256(content)
    if way == 0:
        return round.ask("POST", f"{start}?digest={digest}", content, chunked=chunked, address=address)
    answer = round.expect("POST", round.ask("POST", start, address=address), 202)
    rest = content
    if way == 2:
        answer = round.ask("PATCH", answer.header("Location"), content[: len(content) // 2 + 1], chunked=chunked, address=address)
        round.expect("PATCH", answer, 202)
        rest = content[len(content) // 2 + 1 :]
    return round.ask("PUT", f"{answer.header('Location')}&digest={digest}", rest, chunked=chunked, address=address)


def mount_against_delete(round: Round) -> None:
    """Mounts of a blob while it is deleted where it comes from: each has it whole, or starts an upload."""
    content = round.content(2, 50_000)
    source = round.repository + "/source"
    digest = round.push(source, content)
    targets = [f"{round.repository}/{number}" for number in range(round.choices.randint(1, 5))]
    mounts = [
        lambda target=target: round.ask("POST", f"/v2/{target}/blobs/uploads/?mount={digest}&from={source}") for target in targets
    ]
    deleted, *mounted = round.together(lambda: round.delete_blob(source, digest), *mounts)
    round.expect("DELETE during a mount", deleted, 202)
    for target, answer in zip(targets, mounted):
        round.expect("a mount during a DELETE", answer, 201, 202)
        if answer.status == 201:
            round.read_back(target, digest, content)
        else:
            round.expect("a mount that was not", round.ask("GET", f"/v2/{target}/blobs/{digest}"), 404)
            round.expect("a cancel after it", round.ask("DELETE", answer.header("Location")), 204)
    round.expect("a deleted blob", round.ask("GET", f"/v2/{source}/blobs/{digest}"), 404)


def manifest_against_delete(round: Round) -> None:
    """A manifest comes while a layer of it is deleted: it is refused, or stored as it came. A push of the layer makes it whole."""
    layer, config = round.content(2, 50_000), b'{"round": "%s"}' % round.repository.encode()
    digests = [round.push(round.repository, layer), round.push(round.repository, config)]
    manifest = json.dumps(
        {
            "schemaVersion": 2,
            "mediaType": MANIFEST,
            "config": {"mediaType": "application/vnd.oci.image.config.v1+json", "digest": digests[1], "size": len(config)},
            "layers": [{"mediaType": "application/vnd.oci.image.layer.v1.tar", "digest": digests[0], "size": len(layer)}],
        }
    ).encode()
    target = f"/v2/{round.repository}/manifests/"
    put, deleted = round.together(
        lambda: round.ask("PUT", target + "tag", manifest, {"Content-Type": MANIFEST}),
        lambda: round.delete_blob(round.repository, digests[0]),
    )
    round.expect("DELETE during a manifest", deleted, 202)
    round.expect("a manifest during a DELETE", put, 201, 404)
    if put.status == 404:
        round.expect("a manifest that was refused", put, 404, code="MANIFEST_BLOB_UNKNOWN")
        round.expect("its tag", round.ask("GET", target + "tag"), 404)
        again = round.ask("PUT", target + "tag", manifest, {"Content-Type": MANIFEST})
        round.expect("the manifest again", again, 404, code="MANIFEST_BLOB_UNKNOWN")
    round.push(round.repository, layer)
    if put.status == 404:
        round.expect("with its layer", round.ask("PUT", target + "tag", manifest, {"Content-Type": MANIFEST}), 201)
    for reference in ("tag", sha256(manifest)):
        if round.expect("a manifest", round.ask("GET", target + reference), 200).body != manifest:
            raise Wrong("the manifest is not what was put")
    round.read_back(round.repository, digests[0], layer)
