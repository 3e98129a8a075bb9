"""What all kinds of rounds have: the requests that they count, the checks that hold for every answer, threads that start at once."""

import hashlib
import json
import random
import threading
import time

import wire

OCTETS = {"Content-Type": "application/octet-stream"}


class Wrong(Exception):
    """The server has done what it must not."""


def sha256(content):
    return "sha256:" + hashlib.sha256(content).hexdigest()


def code_of(answer):
    try:
        return json.loads(answer.body)["errors"][0]["code"]
    except (ValueError, KeyError, IndexError):
        return None


class Round:
    """One round: everything random comes from its seed."""

    def __init__(self, kind, seed, addresses, connections, tally):
        self.kind = kind
        self.seed = seed
        self.addresses = addresses
        self.connections = connections
        self.tally = tally
        self.choices = random.Random(f"{kind}-{seed}")
        self.repository = f"races/{kind}/{seed}-{tally.run}"

    def address(self):
        return self.choices.choice(self.addresses)

    def bytes(self, least, most):
        return self.choices.randbytes(self.choices.randint(least, most))

    def ask(self, method, target, body=b"", headers=None, address=None, **sending):
        headers = OCTETS if headers is None else headers
        answer = wire.request(self.connections, address or self.address(), method, target, body, headers, **sending)
        return self.seen(method, target, answer)

    def seen(self, method, target, answer):
        """Counts an answer, and holds it against what is true of all of them."""
        self.tally.answered(self.kind, answer.status)
        if answer.status >= 500 and not (answer.status == 503 and answer.header("Retry-After")):
            raise Wrong(f"{method} {target.split('?')[0]}: {answer.status} {answer.body[:200]}")
        if answer.status == 416 and not (answer.header("Location") and answer.header("Range")):
            raise Wrong(f"{method} {target.split('?')[0]}: 416 without Location and Range")
        return answer

    def expect(self, what, answer, *statuses, code=None):
        if answer.status not in statuses or code is not None and code_of(answer) != code:
            wanted = " or ".join(map(str, statuses)) + (f" {code}" if code else "")
            raise Wrong(f"{what}: {answer.status or 'cut'} {code_of(answer) or ''} and not {wanted}")
        return answer

    def together(self, *actions, most_delay=0.003):
        """Runs all of them at once, each after a small delay of its own; their results in order."""
        delays = [self.choices.choice([0, self.choices.uniform(0, most_delay)]) for _ in actions]
        results = [None] * len(actions)
        failures = []
        barrier = threading.Barrier(len(actions))

        def run(number):
            try:
                barrier.wait()
                time.sleep(delays[number])
                results[number] = actions[number]()
            except Exception as failure:
                failures.append(failure)

        threads = [threading.Thread(target=run, args=(number,)) for number in range(len(actions))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failures:
            raise failures[0]
        return results

    def push(self, repository, content):
        """A blob in one request."""
        digest = sha256(content)
        target = f"/v2/{repository}/blobs/uploads/?digest={digest}"
        self.expect("the push of a blob", self.ask("POST", target, content), 201)
        return digest

    def read_back(self, repository, digest, content):
        answer = self.expect("a blob that was answered 201", self.ask("GET", f"/v2/{repository}/blobs/{digest}"), 200)
        if answer.body != content or sha256(answer.body) != digest:
            raise Wrong(f"{digest} came back with {len(answer.body)} of {len(content)} bytes, or others")

    def delete_blob(self, repository, digest):
        answer = self.ask("DELETE", f"/v2/{repository}/blobs/{digest}")
        if answer.status == 202:
            self.tally.deleted(digest)
        return answer
