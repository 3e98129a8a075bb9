"""A server over a disk that will fail, with some content that must go on being served."""

import json
import os
import random

from faults.ledger import Ledger, digest_of
from faults.pushers import MANIFEST, OCTETS, Pusher
from faults.server import Client, Server, Unexpected
from faults.storages import Filesystem

REPOSITORY = "failed/one"
CODES = {"UNKNOWN", "UNAVAILABLE"}


class Scene:
    def __init__(self, package, work, folder, seed, options=""):
        os.makedirs(work, exist_ok=True)
        self.storage = Filesystem(folder)
        self.root = self.storage.root
        variables = dict(self.storage.variables, MOORAGE_JAVA_OPTS=options)
        self.server = Server(os.path.abspath(package), work, variables)
        self.server.start()
        self.choices = random.Random(seed)
        self.pusher = Pusher(Client(self.server, timeout=15), Ledger(), self.choices, "faults", [], None)
        self.client = self.pusher.client
        self.there = self.choices.randbytes(50_000)
        self.push(self.there)
        self.upload(300_000, 200_000)
        self.manifest("first", [201])

    def restart(self):
        self.client.close()
        self.server.kill()
        self.server.start()

    def close(self):
        self.client.close()
        if self.server.is_alive(0):
            self.server.kill()

    def upload(self, size, acknowledged):
        upload = self.pusher.begin(REPOSITORY, self.choices.randbytes(size))
        if acknowledged:
            self.pusher.patch(upload, acknowledged)
        return upload

    def push(self, content, expected=(201,)):
        path = f"/v2/{REPOSITORY}/blobs/uploads/?digest={digest_of(content)}"
        return self.client.request("POST", path, content, OCTETS, expected)

    def manifest(self, tag, expected=None):
        """Puts a manifest of the blob that is there."""
        blob = {"mediaType": "application/octet-stream", "digest": digest_of(self.there), "size": len(self.there)}
        content = {"schemaVersion": 2, "mediaType": MANIFEST, "config": blob, "layers": [], "annotations": {"tag": tag}}
        path, body = f"/v2/{REPOSITORY}/manifests/{tag}", json.dumps(content).encode()
        return self.client.request("PUT", path, body, {"Content-Type": MANIFEST}, expected)

    def put(self, upload):
        """The PUT with what is not acknowledged yet, whatever it answers."""
        upload.sent = len(upload.content)
        path = f"{upload.location}&digest={upload.digest}"
        return self.client.request("PUT", path, upload.content[upload.acknowledged :], OCTETS)

    def patch(self, upload, size):
        body = upload.content[upload.acknowledged : upload.acknowledged + size]
        upload.sent = max(upload.sent, upload.acknowledged + len(body))
        return self.client.request("PATCH", upload.location, body, OCTETS)

    def get(self, content):
        return self.client.request("GET", f"/v2/{REPOSITORY}/blobs/{digest_of(content)}")

    def pull(self, content=None):
        content = self.there if content is None else content
        answer = self.get(content)
        if answer.status != 200:
            raise Unexpected(f"GET answers {answer.status} {answer.content[:200]!r}")
        if answer.content != content:
            raise Unexpected(f"GET gave {len(answer.content)} of {len(content)} bytes, or others")

    def is_absent_or_right(self, content):
        if self.get(content).status != 404:
            self.pull(content)

    def others_go_on(self):
        self.pull()
        self.client.request("GET", f"/v2/{REPOSITORY}/manifests/first", expected=[200])
        self.client.request("POST", f"/v2/{REPOSITORY}/blobs/uploads/", expected=[202])

    def goes_on(self, upload, may_begin_again=False):
        """
        The upload stands between what was acknowledged and what was sent, and comes to its end from there. It is not known any
        more where its blob is in its place already.
        """
        answer = self.client.request("GET", upload.location, expected=[204, 404])
        if answer.status == 404:
            if not may_begin_again and not self.storage.published(upload.digest):
                raise Unexpected("the upload is not known any more, and its blob is not in its place")
            self.push(upload.content)
        else:
            last = int(answer.headers["Range"].removeprefix("0-"))
            offset = last + 1 if last else 0
            if not upload.acknowledged <= offset <= upload.sent:
                raise Unexpected(f"stands at {offset}: {upload.acknowledged} were acknowledged, {upload.sent} sent")
            self.pusher.take(upload, answer, offset)
            self.pusher.finish(upload)
        self.pull(upload.content)
        return answer.status

    def require_error(self, answer, statuses=range(500, 600)):
        """An error in the specification's shape, whose words tell nothing of the machine."""
        if answer.status not in statuses:
            raise Unexpected(f"answered {answer.status} {answer.content[:200]!r}, not {statuses}")
        if answer.headers["Content-Type"] != "application/json":
            raise Unexpected(f"the error is {answer.headers['Content-Type']}: {answer.content[:200]!r}")
        errors = json.loads(answer.content)["errors"]
        if not errors or any(e["code"] not in CODES or not e["message"] for e in errors):
            raise Unexpected(f"the error is not the specification's: {answer.content[:300]!r}")
        told = answer.content.decode() + str(answer.headers)
        for secret in (self.root, "/_uploads/", ".moorage", "Exception", "java", "No space", "Input/output"):
            if secret in told.replace(str(answer.headers["Location"]), ""):
                raise Unexpected(f"the error tells of {secret}: {answer.content[:300]!r}")
