#!/usr/bin/env python3
"""What is in storage once all is quiet and purged: leftovers.py FOLDER VERIFIED DELETED

FOLDER has every object as a file, VERIFIED what `moorage verify --json` said, DELETED the digests that were deleted. Nothing may be
wrong; what nothing links was deleted; and beside blobs, links and the server's own locks there is nothing.
"""

import json
import os
import re
import sys

BLOB = re.compile(r"docker/registry/v2/blobs/sha256/[0-9a-f]{2}/([0-9a-f]{64})/data")
LINK = re.compile(r"docker/registry/v2/repositories/.*/_(layers|manifests)/.*/link")
LOCK = re.compile(r"\.moorage/locks/keys")


def main():
    folder, verified, deleted = sys.argv[1:]
    with open(deleted) as lines:
        were_deleted = {line.strip() for line in lines}
    blobs, linked, files, wrong = set(), set(), 0, []
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
            elif not LOCK.fullmatch(key):
                wrong.append("left: " + key)
    unlinked = blobs - linked
    wrong += ["nothing links " + digest for digest in unlinked - were_deleted]
    wrong += ["a link to nothing: " + digest for digest in linked - blobs]
    with open(verified) as lines:
        *findings, summary = map(json.loads, lines)
    wrong += [f"{finding['kind']} {finding['key']}: {finding['detail']}" for finding in findings if finding["problem"]]
    if summary["blobs"] < len(blobs):
        wrong.append(f"verify has read {summary['blobs']} blobs of {len(blobs)}")
    for line in wrong[:20]:
        print("wrong -", line)
    print(f"Left in storage: {files} objects, {len(blobs)} blobs; {len(unlinked)} of them were deleted; wrong: {len(wrong)}.")
    sys.exit(1 if wrong or not blobs else 0)


main()
