#!/usr/bin/env python3
"""What is in storage once all is quiet and purged: leftovers.py FOLDER VERIFIED DELETED

FOLDER has every object as a file, VERIFIED what `moorage verify --json` said, DELETED the digests that were deleted. Nothing may be
wrong; what nothing links was deleted; and beside blobs, links and the server's own locks there is nothing.
"""

import json
import os
import re
import sys

EXPECTED = [
    re.compile(r"docker/registry/v2/blobs/sha256/[0-9a-f]{2}/[0-9a-f]{64}/data"),
    re.compile(r"docker/registry/v2/repositories/.*/_(layers|manifests)/.*/link"),
    re.compile(r"\.moorage/locks/[0-9]+"),
]


def main():
    folder, verified, deleted = sys.argv[1:]
    with open(deleted) as lines:
        expected_gone = {line.strip().removeprefix("sha256:") for line in lines}
    wrong = []
    blobs = unlinked = 0
    with open(verified) as lines:
        for finding in map(json.loads, lines):
            if finding["type"] == "summary":
                blobs = finding["blobs"]
                continue
            was_deleted = any(digest in finding["key"] for digest in expected_gone)
            unlinked += was_deleted and finding["kind"] == "unreachable"
            if finding["problem"] or finding["kind"] != "unreachable" or not was_deleted:
                wrong.append(f"{finding['kind']} {finding['key']}: {finding['detail']}")
    files = 0
    for path, _, names in os.walk(folder):
        for name in names:
            key = os.path.relpath(os.path.join(path, name), folder).removeprefix("moorage/")
            files += 1
            if not any(pattern.fullmatch(key) for pattern in EXPECTED):
                wrong.append("left: " + key)
    for line in wrong[:20]:
        print("wrong -", line)
    print(f"Left in storage: {files} objects, of them {blobs} blobs; {unlinked} were deleted and nothing links them; wrong: {len(wrong)}.")
    sys.exit(1 if wrong or not blobs else 0)


main()
