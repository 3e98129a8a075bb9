"""Keycloak as the token server of auth.token, and as an issuer of auth.oidc.

Its tokens for docker name their keys by the identifier of Distribution 2. Needs unzip, and the archive of Keycloak (--archive).
skopeo is left out when it is not installed.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import pathlib

from moorage_e2e import work as folders
from moorage_e2e.client import images, jws, logins
from moorage_e2e.client.authorization import basic, bearer
from moorage_e2e.failures import Unavailable, Unexpected
from moorage_e2e.report import Report
from moorage_e2e.servers.keycloak import Keycloak
from moorage_e2e.servers.moorage import SECRET, Client, Server

SERVICE, AUDIENCE, CLIENT, OF_THE_CLIENT = "registry", "registry.example.org", "ci", "of-the-client-ci"
USERS = {"alice": "wonderland", "bob": "the builder"}
REALM = {
    "users": [
        {
            "username": name,
            "enabled": True,
            "email": f"{name}@example.org",
            "emailVerified": True,
            "firstName": name,
            "lastName": name,
            "credentials": [{"type": "password", "value": password, "temporary": False}],
        }
        for name, password in USERS.items()
    ],
    "clients": [
        {
            "clientId": SERVICE,
            "enabled": True,
            "protocol": "docker-v2",
            "protocolMappers": [
                {"name": "all", "protocol": "docker-v2", "protocolMapper": "docker-v2-allow-all-mapper", "config": {}}
            ],
        },
        {
            "clientId": CLIENT,
            "enabled": True,
            "protocol": "openid-connect",
            "publicClient": False,
            "secret": OF_THE_CLIENT,
            "serviceAccountsEnabled": True,
            "standardFlowEnabled": False,
            "protocolMappers": [
                {
                    "name": "audience",
                    "protocol": "openid-connect",
                    "protocolMapper": "oidc-audience-mapper",
                    "config": {"included.custom.audience": AUDIENCE, "access.token.claim": "true"},
                },
                {
                    "name": "team",
                    "protocol": "openid-connect",
                    "protocolMapper": "oidc-hardcoded-claim-mapper",
                    "config": {"claim.name": "team", "claim.value": "ships", "jsonType.label": "String", "access.token.claim": "true"},
                },
            ],
        },
    ],
}
HEAD = """\
version: 0.1
storage: {{filesystem: {{rootdirectory: {work}/root}}}}
http: {{secret: {secret}}}
"""
TOKEN_SERVER = (
    HEAD
    + """\
auth:
  token:
    realm: {issuer}/protocol/docker-v2/auth
    service: registry
    issuer: {issuer}
    jwks: {work}/keys.json
access:
  rules:
    - {{who: "token:alice", may: push, repositories: "team/**"}}
    - {{who: "token:bob", may: pull, repositories: "team/**"}}
"""
)
ISSUER = (
    HEAD
    + """\
auth:
  oidc:
    - name: keycloak
      issuer: {issuer}
      insecure: true
      audiences: [registry.example.org]
      user: "{{azp}}"
      groups: ["team/{{team}}", "role/{{/realm_access/roles}}"]
access:
  rules:
    - {{who: "@keycloak:team/ships", may: push, repositories: "team/**"}}
    - {{who: "keycloak:ci", may: pull, repositories: "read/**"}}
"""
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--archive", metavar="FILE", help="keycloak-quarkus-dist of org.keycloak, a zip file")


def run(options: argparse.Namespace, report: Report) -> None:
    with folders.folder("keycloak", report) as work, report.check("all end in order"):
        if options.archive is None:
            raise Unavailable("--archive names no Keycloak")
        images.make(os.path.join(work, "layouts"))
        with Keycloak(os.path.abspath(options.archive), work, REALM) as keycloak:
            pathlib.Path(work, "keys.json").write_text(keycloak.keys())
            with report.section("token server"), server(options.package, work, TOKEN_SERVER, keycloak) as moorage:
                as_token_server(moorage, keycloak, work, report)
            with report.section("issuer"), server(options.package, work, ISSUER, keycloak) as moorage:
                as_issuer(moorage, keycloak, work, report)


def server(package: str, work: str, configuration: str, keycloak: Keycloak) -> Server:
    os.makedirs(os.path.join(work, "root"), exist_ok=True)
    text = configuration.format(work=work, secret=SECRET, issuer=keycloak.issuer)
    pathlib.Path(work, "config.yml").write_text(text)
    return Server(package, work, {}, arguments=[os.path.join(work, "config.yml")])


def push(client: Client, headers: dict[str, str], repository: str, status: int) -> None:
    client.request("POST", f"/v2/{repository}/blobs/uploads/", headers=headers, expected=[status])


def as_token_server(moorage: Server, keycloak: Keycloak, work: str, report: Report) -> None:
    def token(user: str, scope: str) -> dict[str, str]:
        return bearer(keycloak.docker_token(SERVICE, user, USERS[user], scope))

    with contextlib.closing(Client(moorage)) as client:
        with report.check("a token pushes as far as its scopes and the rules go"):
            right = keycloak.docker_token(SERVICE, "alice", USERS["alice"], "repository:team/app:pull,push")
            if ":" not in jws.decoded(right.split(".")[0])["kid"]:
                raise Unexpected("the token does not name its key as Distribution 2 does")
            push(client, bearer(right), "team/app", 202)
            push(client, bearer(right), "team/other", 401)
            push(client, token("alice", "repository:other/app:pull,push"), "other/app", 403)
            push(client, token("bob", "repository:team/app:pull,push"), "team/app", 403)
        with report.check("a changed token is refused"):
            head, claims, _ = right.split(".")
            other = jws.Key(work, "attacker", "RS256").sign(jws.decoded(claims), kid=jws.decoded(head)["kid"])
            for wrong in (other, right[:-6] + "AAAAAA"):
                push(client, bearer(wrong), "team/app", 401)
    with report.check("skopeo logs in with passwords of Keycloak"):
        skopeo = logins.Skopeo(moorage.address, work, os.path.join(work, "layouts", "image") + ":image")
        alice, bob = (("alice", USERS["alice"]), ("bob", USERS["bob"]))
        for login, succeeds in [(alice, True), (("alice", "wrong"), False), (bob, False), (None, False)]:
            succeeded, output = skopeo.push("team/skopeo:one", login)
            if succeeded != succeeds:
                raise Unexpected(f"{login}: {output}")
        succeeded, output = skopeo.pull("team/skopeo:one", bob)
        if not succeeded:
            raise Unexpected(output)


def as_issuer(moorage: Server, keycloak: Keycloak, work: str, report: Report) -> None:
    token = keycloak.token_of_client(CLIENT, OF_THE_CLIENT)
    with contextlib.closing(Client(moorage)) as client:
        with report.check("a client of Keycloak pushes with its token in each form"):
            for headers in (bearer(token), basic("any", token)):
                push(client, headers, "team/app", 202)
                push(client, headers, "read/app", 403)
        with report.check("a token of Keycloak for docker is not one for the issuer's audience"):
            docker = keycloak.docker_token(SERVICE, "alice", USERS["alice"], "repository:team/app:pull,push")
            push(client, bearer(docker), "team/app", 401)
    with report.check("skopeo pushes with the token as a password"):
        skopeo = logins.Skopeo(moorage.address, work, os.path.join(work, "layouts", "image") + ":image")
        succeeded, output = skopeo.push("team/skopeo:two", ("ci", token))
        if not succeeded:
            raise Unexpected(output)
