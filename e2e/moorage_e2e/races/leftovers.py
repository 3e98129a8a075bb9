"""What is in the storage after all uploads were purged."""

from __future__ import annotations

import json
import os
import re

from moorage_e2e.failures import Unexpected

BLOB = re.compile(r"docker/registry/v2/blobs/sha256/[0-9a-f]{2}/([0-9a-f]{64})/data")
LINK = re.compile(r"docker/registry/v2/repositories/.*/_(layers|manifests)/.*/link")
LOCK = re.compile(r"\.moorage/locks/keys")
TRASH = re.compile(r"\.moorage/registry/trash/.*/_records/[0-9a-f]{16}")


def require_none(folder: str, verified: str, deleted: set[str]) -> str:
    """
    Requires blobs, links, what the trash keeps of deletes, and the server's own locks, and nothing else. folder: where each object is
    a file. verified: the output of `moorage verify --json`. deleted: digests of blobs that clients deleted, which nothing may link.
    Returns figures.
    """
    blobs: set[str] = set()
    linked: set[str] = set()
    files, wrong = 0, []
    for path, _, names in os.walk(folder):
        for name in names:
            file = os.path.join(path, name)
            key = os.path.relpath(file, folder).removeprefix("moorage/")
            files += 1
            if blob := BLOB.fullmatch(key):
                blobs.add("sha256:" + blob[1])
            elif LINK.fullmatch(key):
                with open(file) as link:
                    linked.add(link.read())
            elif not (LOCK.fullmatch(key) or TRASH.fullmatch(key)):
                wrong.append("left: " + key)
    unlinked = blobs - linked
    wrong += ["nothing links " + digest for digest in unlinked - deleted]
    wrong += ["a link to nothing: " + digest for digest in linked - blobs]
    *findings, summary = map(json.loads, verified.splitlines())
    wrong += [f"{finding['kind']} {finding['key']}: {finding['detail']}" for finding in findings if finding["problem"]]
    if summary["blobs"] < len(blobs):
        wrong.append(f"verify has read {summary['blobs']} blobs of {len(blobs)}")
    if not blobs:
        wrong.append("there is no blob")
    if wrong:
        raise Unexpected("\n".join(wrong[:20] + [f"wrong: {len(wrong)}"]))
    return f"{files} objects, {len(blobs)} blobs, of which {len(unlinked)} were deleted"
