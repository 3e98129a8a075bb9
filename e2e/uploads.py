#!/usr/bin/env python3
"""Resumable uploads by the thousand against a registry that runs already: uploads.py HOST:PORT COUNT [CONNECTIONS] [SEED]

Each upload is a blob of its own, pushed by POST, PATCHes of every size and a PUT, as different clients do it. Every blob is read
back and compared. Prints what it did; exits with 1 when anything was not as the specification says.
"""

import collections
import hashlib
import random
import sys
import threading
import time
import urllib.request

from connection import NOBODY_ANSWERED, Connection

REPOSITORIES = ["uploads/one", "uploads/two", "uploads/three"]
CHUNK_SIZES = [1, 1000, 64 * 1024, 200 * 1024]


class Unexpected(Exception):
    pass


class Client(Connection):
    """A connection that counts its answers, and wants those that are expected."""

    def __init__(self, address, counts):
        super().__init__(address, timeout=120)
        self.counts = counts

    def request(self, method, path, body=b"", headers=None, expected=()):
        answer = super().request(method, path, body, headers)
        self.counts[method + " " + str(answer.status)] += 1
        if answer.status not in expected:
            raise Unexpected(f"{method} {path.split('?')[0]}: {answer.status} {answer.content[:200]}")
        return answer


def push(client, choices):
    repository = choices.choice(REPOSITORIES)
    blob = choices.randbytes(choices.choice([0, 1, 4096, 70_000, 300_000, 300_000]) + choices.randrange(1000))
    digest = "sha256:" + hashlib.sha256(blob).hexdigest()
    answer = client.request("POST", f"/v2/{repository}/blobs/uploads/", expected=[202])
    location = answer.location()
    octets = {"Content-Type": "application/octet-stream"}
    position = 0
    last_with_put = choices.random() < 0.3
    while position < len(blob):
        end = min(len(blob), position + max(choices.choice(CHUNK_SIZES), len(blob) // 5))
        if last_with_put and end == len(blob):
            break
        headers = dict(octets)
        if choices.random() < 0.5:
            headers["Content-Range"] = f"{position}-{end - 1}"
        answer = client.request("PATCH", location, blob[position:end], headers, expected=[202])
        position = end
        if answer.headers["Range"] != f"0-{position - 1}":
            raise Unexpected(f"Range is {answer.headers['Range']} and not 0-{position - 1}")
        location = answer.location()
        if choices.random() < 0.1:
            answer = client.request("GET", location, expected=[204])
            if answer.headers["Range"] != f"0-{position - 1}":
                raise Unexpected(f"status says {answer.headers['Range']} and not 0-{position - 1}")
            location = answer.location()
    client.request("PUT", f"{location}&digest={digest}", blob[position:], octets, expected=[201])
    if choices.random() < 0.1:
        client.request("PUT", f"{location}&digest={digest}", blob[position:], octets, expected=[201])
    answer = client.request("GET", f"/v2/{repository}/blobs/{digest}", expected=[200, 307])
    content = answer.content
    if answer.status == 307:
        with urllib.request.urlopen(answer.headers["Location"], timeout=120) as redirected:
            content = redirected.read()
    if content != blob:
        raise Unexpected(f"{digest} came back with {len(content)} of {len(blob)} bytes, or others")


def main():
    address, count = sys.argv[1], int(sys.argv[2])
    connections = int(sys.argv[3]) if len(sys.argv) > 3 else 16
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else random.randrange(1 << 32)
    print(f"{count} uploads over {connections} connections, seed {seed}", flush=True)
    counts = collections.Counter()
    failures = []
    numbers = iter(range(count))
    lock = threading.Lock()

    def work():
        client = Client(address, counts)
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            try:
                push(client, random.Random(f"{seed}-{number}"))
            except (Unexpected, *NOBODY_ANSWERED) as e:
                failures.append(f"upload {number}: {e!r}")
                client = Client(address, counts)

    start = time.monotonic()
    threads = [threading.Thread(target=work) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.monotonic() - start
    for failure in failures[:20]:
        print(failure)
    answers = ", ".join(f"{key}: {value}" for key, value in sorted(counts.items()))
    print(f"{count - len(failures)} uploads went well and {len(failures)} failed in {seconds:.0f} s; {answers}")
    sys.exit(1 if failures else 0)


main()
