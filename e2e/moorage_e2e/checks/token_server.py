"""A token server's tokens: Debian's docker-registry and the package, with the same auth.token, answer the same to the same tokens.

The tokens are made by hand: RS256 and ES256, with the kid of Distribution 2, with x5c, and with what is wrong. What came after
Distribution 2 is asked of the package alone: the kid of Distribution 3, and a set of keys that changes while the registry runs. Needs
docker-registry and openssl.
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import re
import time
from collections.abc import Iterator, Mapping
from typing import Any

from moorage_e2e import work as folders
from moorage_e2e.checks.challenges import in_order, requests
from moorage_e2e.client import jws
from moorage_e2e.client.authorization import bearer
from moorage_e2e.client.connection import Connection
from moorage_e2e.failures import Unexpected
from moorage_e2e.report import Report
from moorage_e2e.servers.distribution import Distribution
from moorage_e2e.servers.moorage import SECRET, Server
from moorage_e2e.servers.process import free_port
from moorage_e2e.waiting import wait_for

SERVICE, ISSUER, REALM = "registry.example", "tokens.example", "https://tokens.example/token"
CONFIGURATION = """\
version: 0.1
storage: {{filesystem: {{rootdirectory: {root}}}, delete: {{enabled: true}}}}
http: {{addr: "127.0.0.1:{port}", secret: {secret}}}
auth:
  token:
    realm: {realm}
    service: {service}
    issuer: {issuer}
    rootcertbundle: {work}/certificates.pem
"""
# Distribution takes a source in the query for a right that any request needs. The package mounts nothing without it, and answers 202.
SOURCE = "from=c/d"
MOUNT = "/v2/a/b/blobs/uploads/?mount="


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


class Keys:
    """Two keys with certificates that both registries trust, one that a trusted one has certified, and one that is not trusted."""

    def __init__(self, work: str) -> None:
        self.rsa, self.ec = jws.Key(work, "rsa", "RS256"), jws.Key(work, "ec", "ES256")
        self.leaf, self.stranger = jws.Key(work, "leaf", "ES256"), jws.Key(work, "stranger", "RS256")
        self.leaf_certificate = self.rsa.certify(self.leaf, "leaf")
        trusted = pathlib.Path(self.rsa.file + ".ca.pem").read_bytes() + self.ec.certificate("tokens")
        pathlib.Path(work, "certificates.pem").write_bytes(trusted)


def run(options: argparse.Namespace, report: Report) -> None:
    with folders.folder("token-server", report) as work, report.check("both end in order"):
        keys = Keys(work)
        port = free_port()
        configs = {name: os.path.join(work, f"{name}.yml") for name in ("distribution", "moorage")}
        for name, config in configs.items():
            text = CONFIGURATION.format(
                root=f"{work}/{name}", port=port, secret=SECRET, work=work, realm=REALM, service=SERVICE, issuer=ISSUER
            )
            pathlib.Path(config).write_text(text)
            os.mkdir(os.path.join(work, name))
        jwks = pathlib.Path(work, "keys.json")
        write(jwks, keys.ec)
        by_set = {"REGISTRY_AUTH_TOKEN_JWKS": str(jwks)}
        with (
            Distribution(configs["distribution"], port, work, {}) as distribution,
            Server(options.package, work, by_set, arguments=[configs["moorage"]]) as server,
        ):
            theirs, ours = Connection(distribution.address), Connection(server.address)
            for kind, token in tokens(keys):
                with report.check(f"both answer the same to {kind}") as details:
                    details.append(f"{compared(theirs, ours, token)} requests")
            with report.check("the kid of Distribution 3 and of the set of keys are known, and a list of audiences"):
                after_distribution_2(ours, keys)
            with report.check("a mount from a repository that the token does not hold is a new upload"):
                sources(theirs, ours, keys)
            with report.check("a set of keys is replaced while the registry runs"):
                replaced(ours, jwks, keys, work)
            theirs.close()
            ours.close()


def claims(access: Mapping[str, str] | None = None, **others: Any) -> dict[str, Any]:
    """Claims as docker_auth makes them. access: the actions by resource, such as repository:a/b."""
    now = int(time.time())
    held = [
        {"type": resource.split(":")[0], "name": resource.split(":")[1], "actions": actions.split(",")}
        for resource, actions in (access or {}).items()
    ]
    standard = {"iss": ISSUER, "sub": "alice", "aud": SERVICE, "exp": now + 300, "nbf": now - 10, "iat": now, "jti": "1", "access": held}
    return {name: value for name, value in (standard | others).items() if value is not None}


def tokens(keys: Keys) -> Iterator[tuple[str, str]]:
    rsa, now = keys.rsa, int(time.time())
    kid = rsa.libtrust()
    everything = {"repository:a/b": "pull,push,delete", "repository:c/d": "pull", "registry:catalog": "*"}
    yield "no token", ""
    yield "no JWS", "abc"
    yield "an empty access", rsa.sign(claims(), kid=kid)
    yield "everything, by RS256", rsa.sign(claims(everything), kid=kid)
    yield "everything, by ES256", keys.ec.sign(claims(everything), kid=keys.ec.libtrust())
    chain = jws.x5c([keys.leaf_certificate])
    yield "everything, by a certified key", keys.leaf.sign(claims(everything), x5c=chain)
    yield "a pull", rsa.sign(claims({"repository:a/b": "pull"}), kid=kid)
    yield "a push without a pull", rsa.sign(claims({"repository:a/b": "push"}), kid=kid)
    yield "every action of one repository", rsa.sign(claims({"repository:a/b": "*"}), kid=kid)
    others = {"repository:a/*": "pull,push", "repository:A/b": "pull"}
    yield "repositories like the one that is asked for", rsa.sign(claims(others), kid=kid)
    yield "no subject", rsa.sign(claims({"repository:a/b": "pull"}, sub=""), kid=kid)
    yield "several audiences, none of which is the service", rsa.sign(claims(everything, aud=["another", "third"]), kid=kid)
    yield "another audience", rsa.sign(claims(everything, aud="another"), kid=kid)
    yield "another issuer", rsa.sign(claims(everything, iss="another"), kid=kid)
    yield "no issuer", rsa.sign(claims(everything, iss=None), kid=kid)
    yield "an end that is over", rsa.sign(claims(everything, exp=now - 120), kid=kid)
    yield "an end that was half a minute ago", rsa.sign(claims({"repository:a/b": "pull"}, exp=now - 30), kid=kid)
    yield "no end", rsa.sign(claims(everything, exp=None), kid=kid)
    yield "a begin that is to come", rsa.sign(claims(everything, nbf=now + 600), kid=kid)
    yield "a key that is not trusted", keys.stranger.sign(claims(everything), kid=keys.stranger.libtrust())
    yield "a signature of another key", keys.stranger.sign(claims(everything), kid=kid)
    good = rsa.sign(claims(everything), kid=kid)
    yield "a signature of other claims", rsa.sign(claims(), kid=kid).rpartition(".")[0] + "." + good.rpartition(".")[2]
    yield "a chain that is not trusted", keys.stranger.sign(claims(everything), x5c=jws.x5c([keys.stranger.certificate("tokens")]))
    yield "a chain of another key", keys.stranger.sign(claims(everything), x5c=chain, kid=kid)
    yield "no algorithm", jws.unsigned({"alg": "none", "typ": "JWT", "kid": kid}, claims(everything))
    yield "the public key as a secret", jws.with_secret(rsa.public_pem(), {"alg": "HS256", "typ": "JWT", "kid": kid}, claims(everything))


def compared(theirs: Connection, ours: Connection, token: str) -> int:
    """Sends each request to both. The number of requests."""
    different, count = [], 0
    for method, path in requests():
        if SOURCE in path:
            continue  # See sources.
        answers = [answer_of(connection, method, path, token) for connection in (theirs, ours)]
        count += 1
        if answers[0] != answers[1]:
            different.append(f"{method} {path}: {answers[0]} of Distribution, {answers[1]} of the package")
    if different:
        raise Unexpected("\n".join(different))
    return count


def answer_of(connection: Connection, method: str, path: str, token: str) -> tuple[Any, ...]:
    """What a client does next depends on it: whether it may, and else the challenge."""
    answer = connection.request(method, path, headers=bearer(token) if token else {})
    challenge = answer.headers["WWW-Authenticate"] or ""
    parameters = dict(re.findall(r'(\w+)="([^"]*)"', challenge))
    if "scope" in parameters:
        parameters["scope"] = in_order(parameters["scope"])
    return (answer.status if answer.status == 401 else "allowed"), challenge.partition(" ")[0], parameters


def expect(connection: Connection, method: str, path: str, token: str, status: int) -> str:
    answer = connection.request(method, path, headers=bearer(token))
    if answer.status != status:
        raise Unexpected(f"{method} {path}: {answer.status} {answer.content!r}, not {status}")
    return answer.headers["WWW-Authenticate"] or ""


def after_distribution_2(ours: Connection, keys: Keys) -> None:
    access = {"repository:a/b": "pull"}
    for key, kid in [(keys.rsa, keys.rsa.thumbprint()), (keys.ec, keys.ec.thumbprint()), (keys.ec, "of-the-set")]:
        expect(ours, "GET", "/v2/a/b/tags/list", key.sign(claims(access), kid=kid), 200)
    several = keys.rsa.sign(claims(access, aud=["another", SERVICE]), kid=keys.rsa.libtrust())
    expect(ours, "GET", "/v2/a/b/tags/list", several, 200)


def sources(theirs: Connection, ours: Connection, keys: Keys) -> None:
    token = keys.rsa.sign(claims({"repository:a/b": "pull,push"}), kid=keys.rsa.libtrust())
    for method, path, status in [("POST", f"{MOUNT}sha256:{'0' * 64}&{SOURCE}", 202), ("GET", f"/v2/a/b/tags/list?{SOURCE}", 200)]:
        expect(theirs, method, path, token, 401)
        expect(ours, method, path, token, status)


def write(jwks: pathlib.Path, key: jws.Key) -> None:
    """Replaces the file, as an operator's mv does."""
    new = jwks.with_suffix(".new")
    new.write_text(json.dumps({"keys": [{**key.jwk(), "kid": "of-the-set", "alg": key.algorithm, "use": "sig"}]}))
    new.rename(jwks)


def replaced(ours: Connection, jwks: pathlib.Path, keys: Keys, work: str) -> None:
    new = jws.Key(work, "new", "RS256")
    token = new.sign(claims(), kid="of-the-set")
    expect(ours, "GET", "/v2/", token, 401)
    write(jwks, new)
    wait_for(lambda: ours.request("GET", "/v2/", headers=bearer(token)).status == 200, "the new set is read")
    expect(ours, "GET", "/v2/", keys.ec.sign(claims(), kid="of-the-set"), 401)
    jwks.write_text("{")
    expect(ours, "GET", "/v2/", token, 200)
    jwks.unlink()
    wait_for(lambda: ours.request("GET", "/v2/", headers=bearer(token)).status == 503, "a file that is gone is an outage")
    write(jwks, new)
    wait_for(lambda: ours.request("GET", "/v2/", headers=bearer(token)).status == 200, "the set is back")
