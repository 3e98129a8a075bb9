"""Two replicas issue tokens, and secrets, passwords and rules change in the middle of pushes.

A token of one replica works at the other one. http.secret becomes the second of http.secrets, one replica after the other, while an
upload goes on. The file of users and the file of rules change between the chunks of an upload and its end. Needs openssl.
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import random
from collections.abc import Callable, Iterator, Mapping

from moorage_e2e import options as common
from moorage_e2e import work as folders
from moorage_e2e.checks.access import hash_of
from moorage_e2e.client.authorization import basic, bearer
from moorage_e2e.client.connection import Answer, Connection
from moorage_e2e.client.pushes import MANIFEST, OCTETS, digest_of, manifest_of, with_digest
from moorage_e2e.failures import Unexpected
from moorage_e2e.report import Report
from moorage_e2e.servers import storages
from moorage_e2e.servers.moorage import Server
from moorage_e2e.waiting import wait_for

OLD_SECRET, NEW_SECRET = "the-old-secret-of-32-bytes-or-more", "the-new-secret-of-32-bytes-or-more"
REPOSITORY = "team/app"
CHUNK = 300_000
CONFIGURATION = """\
version: 0.1
http: {{{secrets}}}
auth:
  htpasswd: {{realm: e2e, path: {work}/users}}
  issuer: {{enabled: true}}
access: {{file: {work}/access.yml}}
"""
RULES = """\
rules:
  - {who: anonymous, may: pull, repositories: "public/**"}
  - {who: [alice, bob], may: push, repositories: "team/**"}
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    common.add_seed(parser)


class Upload:
    """A push of one blob, with a caller's token, each request to the replica that is named."""

    def __init__(self, token: str, seed: int) -> None:
        self.headers = bearer(token) | OCTETS
        self.blob = random.Random(seed).randbytes(3 * CHUNK)
        self.sent = 0
        self.location = ""

    def start(self, replica: Server) -> None:
        self.location = self._ask(replica, "POST", f"/v2/{REPOSITORY}/blobs/uploads/", b"", 202).location()

    def patch(self, replica: Server, status: int = 202) -> None:
        answer = self._ask(replica, "PATCH", self.location, self.blob[self.sent : self.sent + CHUNK], status)
        if status == 202:
            self.sent += CHUNK
            self.location = answer.location()

    def finish(self, replica: Server, status: int = 201) -> None:
        self._ask(replica, "PUT", with_digest(self.location, digest_of(self.blob)), self.blob[self.sent :], status)

    def is_there(self, replica: Server) -> bool:
        return ask(replica, "HEAD", f"/v2/{REPOSITORY}/blobs/{digest_of(self.blob)}", self.headers).status == 200

    def _ask(self, replica: Server, method: str, path: str, body: bytes, status: int) -> Answer:
        return ask(replica, method, path, self.headers, body, status)


def ask(
    replica: Server, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes = b"", status: int | None = None
) -> Answer:
    connection = Connection(replica.address)
    answer = connection.request(method, path, body, headers)
    connection.close()
    if status is not None and answer.status != status:
        raise Unexpected(f"{method} {path.split('?')[0]}: {answer.status} {answer.content[:300]!r}, not {status}")
    return answer


class Replicas:
    """Two replicas over one folder, with the same files of users and rules."""

    def __init__(self, package: str, work: str) -> None:
        self.work = work
        variables = storages.filesystem(work + "/root")
        self.users = {name: hash_of(f"of-{name}") for name in ("alice", "bob")}
        self.write_users()
        self.write("access.yml", RULES)
        self.secrets(f"secret: {OLD_SECRET}")
        self.both = [Server(package, work, variables, log=f"{name}.log", arguments=[work + "/config.yml"]) for name in ("one", "two")]
        for server in self.both:
            del server.environment["REGISTRY_HTTP_SECRET"]  # The file has the secrets.

    def secrets(self, text: str) -> None:
        """What the replicas have as secrets, as soon as they are started again."""
        self.write("config.yml", CONFIGURATION.format(work=self.work, secrets=text))

    def write_users(self) -> None:
        self.write("users", "".join(f"{name}:{hashed}\n" for name, hashed in self.users.items()))

    def write(self, name: str, text: str) -> None:
        """Replaces a file as a whole."""
        new = pathlib.Path(self.work, name + ".new")
        new.write_text(text)
        new.rename(os.path.join(self.work, name))

    def token(self, user: str, replica: Server) -> str:
        path = f"/v2/token?service=moorage&scope=repository:{REPOSITORY}:pull,push"
        return str(json.loads(ask(replica, "GET", path, basic(user, f"of-{user}"), status=200).content)["token"])


def run(options: argparse.Namespace, report: Report) -> None:
    report.note(f"seed {options.seed}")
    with folders.folder("access-changes", report) as work, report.check("the replicas end in order"):
        os.mkdir(work + "/root")
        replicas = Replicas(options.package, work)
        one, two = replicas.both
        try:
            for replica in (one, two):
                replica.start()
            for what, check in CHECKS.items():
                with report.check(what):
                    check(replicas, options.seed)
            one.stop()
            two.stop()
        finally:
            one.kill()
            two.kill()


def tokens_are_shared(replicas: Replicas, seed: int) -> None:
    one, two = replicas.both
    upload = Upload(replicas.token("alice", one), seed)
    upload.start(two)
    upload.patch(one)
    upload.patch(two)
    upload.finish(two)
    manifest = manifest_of([upload.blob])
    ask(one, "PUT", f"/v2/{REPOSITORY}/manifests/v1", upload.headers | {"Content-Type": MANIFEST}, manifest, 201)
    anonymous = json.loads(ask(one, "GET", "/v2/token?scope=repository:public/x:pull", status=200).content)["token"]
    ask(two, "GET", "/v2/public/x/tags/list", bearer(anonymous), status=404)
    ask(two, "GET", f"/v2/{REPOSITORY}/tags/list", bearer(anonymous), status=401)


def secret_is_replaced(replicas: Replicas, seed: int) -> None:
    """In the order that has no moment in which a replica does not know a token: the new secret verifies first, then it signs."""
    one, two = replicas.both
    old = replicas.token("alice", one)
    upload = Upload(old, seed + 1)
    upload.start(one)
    upload.patch(one)
    replicas.secrets(f"secrets: [{OLD_SECRET}, {NEW_SECRET}]")
    restart(two)
    upload.patch(two)
    ask(one, "GET", "/v2/", bearer(replicas.token("alice", two)), status=200)
    restart(one)
    replicas.secrets(f"secrets: [{NEW_SECRET}, {OLD_SECRET}]")
    restart(two)
    new = replicas.token("alice", two)
    for token in (old, new):
        for replica in (one, two):
            ask(replica, "GET", "/v2/", bearer(token), status=200)
    upload.headers = bearer(new) | OCTETS
    upload.finish(one)
    restart(one)
    another = Upload(new, seed + 2)
    another.start(two)
    another.patch(one)
    replicas.secrets(f"secret: {NEW_SECRET}")
    restart(two)
    ask(two, "GET", "/v2/", bearer(old), status=401)
    ask(two, "GET", "/v2/", bearer(new), status=200)
    another.patch(two)
    restart(one)
    another.finish(one)


def restart(replica: Server) -> None:
    replica.stop()
    replica.start()


def user_is_removed(replicas: Replicas, seed: int) -> None:
    one, two = replicas.both
    upload = Upload(replicas.token("bob", one), seed + 3)
    upload.start(one)
    upload.patch(two)
    hashed = replicas.users.pop("bob")
    replicas.write_users()
    upload.patch(one, 401)
    upload.finish(two, 401)
    ask(two, "GET", "/v2/token?scope=repository:team/app:push", basic("bob", "of-bob"), status=401)
    replicas.users["bob"] = hashed
    replicas.write_users()
    wait_for(lambda: ask(one, "GET", "/v2/", upload.headers).status == 200, "the user is back")
    if upload.is_there(one):
        raise Unexpected("the blob of a user that was removed is there")


def another_user_changes(replicas: Replicas, seed: int) -> None:
    one, two = replicas.both
    upload = Upload(replicas.token("alice", one), seed + 4)
    upload.start(one)
    upload.patch(two)
    replicas.users["bob"] = hash_of("of-bob")
    replicas.write_users()
    ask(one, "GET", "/v2/", basic("bob", "of-bob"), status=200)
    upload.patch(one)
    upload.finish(two)


def password_is_changed(replicas: Replicas, seed: int) -> None:
    one, two = replicas.both
    upload = Upload(replicas.token("bob", two), seed + 5)
    upload.start(one)
    upload.patch(two)
    replicas.users["bob"] = hash_of("of-bob")  # With another salt.
    replicas.write_users()
    upload.finish(one, 401)
    upload.headers = bearer(replicas.token("bob", one)) | OCTETS
    upload.patch(one)
    upload.finish(two)


def rules_are_changed(replicas: Replicas, seed: int) -> None:
    one, two = replicas.both
    upload = Upload(replicas.token("alice", one), seed + 6)
    upload.start(one)
    upload.patch(two)
    replicas.write("access.yml", RULES.replace("[alice, bob]", "bob"))
    upload.patch(one, 403)
    upload.finish(two, 403)
    replicas.write("access.yml", "rules: [{who: alice, may: fly}]\n")  # It is wrong: the rules stay.
    upload.finish(one, 403)
    replicas.write("access.yml", RULES + '  - {who: carol, may: push, repositories: "team/**"}\n')
    wait_for(lambda: ask(two, "GET", f"/v2/{REPOSITORY}/tags/list", upload.headers).status == 200, "the rules are read")
    if upload.is_there(one):
        raise Unexpected("the blob of a push that the rules refused is there")
    upload.patch(one)
    upload.finish(two)


def rules_change_in_a_body(replicas: Replicas, seed: int) -> None:
    """The request began when the rules allowed it. Its commit asks again."""
    one, _ = replicas.both
    upload = Upload(replicas.token("alice", one), seed + 7)
    upload.start(one)

    def body(change: Callable[[], None]) -> Iterator[bytes]:
        yield upload.blob[:CHUNK]
        change()
        yield upload.blob[CHUNK:]

    def put(change: Callable[[], None]) -> Answer:
        connection = Connection(one.address)
        answer = connection.request("PUT", with_digest(upload.location, digest_of(upload.blob)), body(change), upload.headers)
        connection.close()
        return answer

    refused = put(lambda: replicas.write("access.yml", RULES.replace("[alice, bob]", "bob")))
    if refused.status != 403 or upload.is_there(one):
        raise Unexpected(f"{refused.status} {refused.content!r}")
    replicas.write("access.yml", RULES)
    wait_for(lambda: ask(one, "GET", f"/v2/{REPOSITORY}/tags/list", upload.headers).status == 200, "the rules are read")
    if upload.is_there(one):
        raise Unexpected("the blob of a push that the rules refused is there")
    upload.start(one)
    hashed = replicas.users.pop("alice")
    removed = put(replicas.write_users)
    replicas.users["alice"] = hashed
    replicas.write_users()
    if removed.status not in (401, 403) or upload.is_there(one):
        raise Unexpected(f"{removed.status} {removed.content!r}")
    upload.start(one)
    if put(lambda: replicas.write("access.yml", RULES + "# The same.\n")).status != 201:
        raise Unexpected("a change that takes nothing away ended a push")


CHECKS: dict[str, Callable[[Replicas, int], None]] = {
    "a token of one replica pushes and pulls at the other one": tokens_are_shared,
    "a secret is replaced in the middle of a push, with tokens and uploads of both": secret_is_replaced,
    "a push ends with its user, and stores nothing": user_is_removed,
    "a push goes on when another user changes": another_user_changes,
    "a token ends with its password, and the upload goes on with a new token": password_is_changed,
    "a push ends with the rule that allowed it, and goes on when the rule is back": rules_are_changed,
    "a push whose rule or user is taken away while its body comes is not committed": rules_change_in_a_body,
}
