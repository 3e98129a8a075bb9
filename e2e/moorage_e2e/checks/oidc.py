"""An issuer of OpenID Connect (oidc-provider of npm): jobs of GitHub and GitLab and service accounts of Kubernetes push and pull.

Their tokens as Bearer, as password and exchanged at /v2/token. Tokens that are refused. Keys that change, and an issuer that is down.
Needs node, npm and openssl. skopeo and podman are left out when they are not installed.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import pathlib
import subprocess
from collections.abc import Mapping
from typing import Any

from moorage_e2e import programs
from moorage_e2e import work as folders
from moorage_e2e.checks.access import hash_of
from moorage_e2e.client import images, jws, logins
from moorage_e2e.client.authorization import basic, bearer
from moorage_e2e.failures import Unexpected
from moorage_e2e.report import Report
from moorage_e2e.servers import oidc
from moorage_e2e.servers.moorage import Client, Server
from moorage_e2e.servers.oidc import Issuer
from moorage_e2e.waiting import wait_for

AUDIENCE = "registry.example.org"
SESSION = 3600
OF_THE_API_SERVER = "of-the-registry's-account"
GITHUB: dict[str, Any] = {
    "sub": "repo:acme/app:ref:refs/heads/main",
    "repository": "acme/app",
    "repository_id": "74",
    "repository_owner": "acme",
    "repository_owner_id": "4711",
    "ref": "refs/heads/main",
    "ref_type": "branch",
    "event_name": "push",
    "job_workflow_ref": "acme/app/.github/workflows/push.yml@refs/heads/main",
    "runner_environment": "github-hosted",
    "run_attempt": "1",
}
DEPLOY: dict[str, Any] = {**GITHUB, "sub": "repo:acme/app:environment:production", "environment": "production"}
GITLAB: dict[str, Any] = {
    "sub": "project_path:group/sub/app:ref_type:branch:ref:main",
    "namespace_id": "72",
    "namespace_path": "group/sub",
    "project_id": "20",
    "project_path": "group/sub/app",
    "pipeline_source": "push",
    "ref": "main",
    "ref_type": "branch",
    "ref_protected": "true",
}
KUBERNETES: dict[str, Any] = {
    "sub": "system:serviceaccount:build:puller",
    "kubernetes.io": {
        "namespace": "build",
        "pod": {"name": "puller-7d4b", "uid": "b5e4d8ab-7a50-44ad-8b38-1f4a7b6f2c11"},
        "serviceaccount": {"name": "puller", "uid": "1c6f9e0a-2f0d-4a53-8a4e-6f3f2b1d0c9e"},
        "warnafter": 4102444800,
    },
}
TO_PEM = """
const key = require('crypto').createPublicKey({ key: JSON.parse(process.argv[1]), format: 'jwk' });
process.stdout.write(key.export({ type: 'spki', format: 'pem' }));
"""
CONFIGURATION = """\
version: 0.1
storage: {{filesystem: {{rootdirectory: {work}/root}}}}
auth:
  htpasswd: {{realm: e2e, path: {work}/users}}
  oidc:
    - name: github
      issuer: {github.issuer}
      cafile: {work}/ca.pem
      audiences: [{audience}]
      user: "{{repository}}"
      groups: ["ref/{{ref}}", "env/{{environment}}"]
      require: {{repository_owner_id: "4711"}}
    - name: gitlab
      issuer: {gitlab.issuer}
      insecure: true
      audiences: [{audience}]
      user: "p{{project_id}}"
      groups: ["protected/{{ref_protected}}"]
      require: {{namespace_id: [71, 72], ref: "~ma*"}}
    - name: kubernetes
      issuer: {kubernetes.issuer}
      jwks: {kubernetes.url}{kubernetes.jwks}
      cafile: {work}/ca.pem
      bearertokenfile: {work}/account
      audiences: [another.example.org, {audience}]
      user: "{{/kubernetes.io/namespace}}/{{/kubernetes.io/serviceaccount/name}}"
access:
  rules:
    - {{who: "github:acme/app", may: push, repositories: "ci/acme/app/**"}}
    - {{who: "gitlab:*", may: push, repositories: "ci/{{user}}/**"}}
    - {{who: ["@github:env/production", "@gitlab:protected/true"], may: push, repositories: "prod/**"}}
    - {{who: ["kubernetes:build/puller", alice], may: pull, repositories: "prod/**"}}
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


class Issuers:
    """One of each kind: found by its name over TLS, the same without TLS, and with keys that want a login."""

    def __init__(self, work: str) -> None:
        oidc.make_authority(work)
        stranger = {**GITHUB, "repository_owner_id": "4712"}  # The name was free, and another owner has registered it.
        unready = {**GITHUB, "nbf": 4102444800}
        jobs: dict[str, dict[str, Any]] = {
            "branch": {"claims": GITHUB},
            "deploy": {"claims": DEPLOY},
            "stranger": {"claims": stranger},
            "late": {"claims": GITHUB, "life": -120},
            "unready": {"claims": unready},
        }
        self.github = Issuer(work, "github", jobs)
        self.gitlab = Issuer(work, "gitlab", {"branch": {"claims": GITLAB}}, tls=False)
        self.kubernetes = Issuer(
            work,
            "kubernetes",
            {"pod": {"claims": KUBERNETES, "list": True}},
            algorithm="ES256",
            issuer="https://kubernetes.default.svc.cluster.local",
            bearer=OF_THE_API_SERVER,
        )
        self.all = (self.github, self.gitlab, self.kubernetes)


def run(options: argparse.Namespace, report: Report) -> None:
    with folders.folder("oidc", report) as work:
        issuers = Issuers(work)
        prepare(work, issuers)
        with contextlib.ExitStack() as started, report.check("all end in order"):
            for issuer in issuers.all:
                started.enter_context(issuer)
            token = issuers.github.token("deploy", AUDIENCE)
            issuers.github.end()
            server = started.enter_context(Server(options.package, work, {}, arguments=[os.path.join(work, "config.yml")]))
            client = Client(server)
            with report.check("an issuer that is down at the start is an outage for its tokens alone"):
                down_at_the_start(client, issuers, token)
            tokens = {"GitHub": (issuers.github.token("deploy", AUDIENCE), "ci/acme/app/x")}
            tokens["GitLab"] = (issuers.gitlab.token("branch", AUDIENCE), "ci/p20/x")
            for name, (token, own) in tokens.items():
                with report.check(f"a job of {name} pushes to its own repositories, and is what its claims say"):
                    job(client, token, own)
            with report.check("a service account of Kubernetes pulls, and does not push"):
                service_account(client, issuers.kubernetes.token("pod", AUDIENCE))
            with report.check("a job without an environment has no rights of one"):
                push(client, bearer(issuers.github.token("branch", AUDIENCE)), "prod/x", 403)
            with report.check("tokens of others, for others, at another time, and without the issuer's signature are refused"):
                refused(client, issuers, work)
            with_clients(server.address, work, issuers.github.token("deploy", AUDIENCE), report)
            with report.check("keys change while the registry runs"):
                rotated(client, issuers.github)
            with report.check("known keys verify while the issuer is down, and new ones are fetched when it is back"):
                down_later(client, issuers.github)
            with report.check("no token is in the log"):
                log = pathlib.Path(server.log).read_text()
                if "eyJ" in log or OF_THE_API_SERVER in log:
                    raise Unexpected(log[-3000:])
            client.close()


def prepare(work: str, issuers: Issuers) -> None:
    files = {"github": issuers.github, "gitlab": issuers.gitlab, "kubernetes": issuers.kubernetes}
    pathlib.Path(work, "config.yml").write_text(CONFIGURATION.format(work=work, audience=AUDIENCE, **files))
    pathlib.Path(work, "users").write_text(f"alice:{hash_of('wonderland')}\n")
    pathlib.Path(work, "account").write_text(OF_THE_API_SERVER + "\n")
    pathlib.Path(work, "no-logins.json").write_text("{}")
    os.mkdir(os.path.join(work, "root"))
    images.make(os.path.join(work, "layouts"))


def push(client: Client, headers: Mapping[str, str], repository: str, status: int) -> None:
    client.request("POST", f"/v2/{repository}/blobs/uploads/", headers=headers, expected=[status])


def down_at_the_start(client: Client, issuers: Issuers, token: str) -> None:
    answer = client.request("GET", "/v2/", headers=bearer(token), expected=[503])
    if not answer.headers["Retry-After"]:
        raise Unexpected("503 has no Retry-After")
    client.request("GET", "/v2/token", headers=basic("ci", token), expected=[503])
    client.request("GET", "/v2/", headers=basic("alice", "wonderland"), expected=[200])
    client.request("GET", "/v2/", headers=bearer(issuers.gitlab.token("branch", AUDIENCE)), expected=[200])
    issuers.github.start()
    wait_for(lambda: client.request("GET", "/v2/", headers=bearer(token)).status == 200, "tokens of the issuer are accepted")


def job(client: Client, token: str, own: str) -> None:
    """The token itself, the token as the password of any user, and the registry's token for it."""
    for headers in [bearer(token), basic("ci", token), basic("alice", token)]:
        push(client, headers, own, 202)
        push(client, headers, "ci/another/app/x", 403)
    exchange = exchanged(client, token, own)
    for headers in [bearer(exchange), basic("ci", exchange)]:
        push(client, headers, own, 202)
        push(client, headers, "prod/x", 401)  # The rules allow it. The scope does not.
    push(client, bearer(token), "prod/x", 202)
    client.request("DELETE", "/v2/prod/x/manifests/v1", headers=bearer(token), expected=[403])


def exchanged(client: Client, token: str, repository: str) -> str:
    """The registry's token for a job's token. It is the same by GET and by a form, and is valid as long as a session."""
    path = f"/v2/token?service=moorage&scope=repository:{repository}:pull,push"
    by_bearer = client.request("GET", path, headers=bearer(token), expected=[200])
    form = f"grant_type=password&username=ci&password={token}&scope=repository:{repository}:pull,push".encode()
    posted = client.request("POST", "/v2/token", form, {"Content-Type": "application/x-www-form-urlencoded"}, [200])
    got = client.request("GET", path, headers=basic("ci", token), expected=[200])
    answers = [json.loads(answer.content) for answer in (by_bearer, posted, got)]
    if any(answer["expires_in"] != SESSION for answer in answers):
        raise Unexpected(f"expires_in is {[answer['expires_in'] for answer in answers]}, not {SESSION}")
    return str(answers[-1]["token"])


def service_account(client: Client, token: str) -> None:
    for headers in [bearer(token), basic("kubelet", token)]:
        client.request("GET", "/v2/prod/x/tags/list", headers=headers, expected=[404])
        push(client, headers, "prod/x", 403)
    client.request("GET", "/v2/prod/x/tags/list", headers=bearer(exchanged(client, token, "prod/x")), expected=[404])


def refused(client: Client, issuers: Issuers, work: str) -> None:
    good = issuers.github.token("branch", AUDIENCE)
    header, claims = (jws.decoded(part) for part in good.split(".")[:2])
    own = jws.Key(work, "attacker", "RS256")
    public = published(issuers.github)
    wrong = {
        "another audience": issuers.github.token("branch", "another.example.org"),
        "expired": issuers.github.token("late", AUDIENCE),
        "not valid yet": issuers.github.token("unready", AUDIENCE),
        "another owner": issuers.github.token("stranger", AUDIENCE),
        "another issuer": own.sign({**claims, "iss": "https://attacker.example.org"}, kid=header["kid"]),
        "a key of the attacker": own.sign(claims, kid=header["kid"]),
        "a key in the header": own.sign(claims, kid=header["kid"], jwk={**own.jwk(), "kid": header["kid"]}),
        "no algorithm": jws.unsigned({"alg": "none", "typ": "JWT", "kid": header["kid"]}, claims),
        "no algorithm, with a signature": jws.joined({**header, "alg": "none"}, claims) + "." + good.split(".")[2],
        "the public key as a secret": jws.with_secret(public, {**header, "alg": "HS256"}, claims),
        "other claims": jws.joined(header, {**claims, "repository": "acme/other"}) + "." + good.split(".")[2],
        "four parts": good.replace(".", "..", 1),
    }
    client.request("GET", "/v2/", headers=bearer(good), expected=[200])
    for kind, token in wrong.items():
        challenge = ""
        for headers in [bearer(token), basic("ci", token)]:
            answer = client.request("GET", "/v2/", headers=headers)
            challenge = answer.headers["WWW-Authenticate"] or ""
            if answer.status != 401 or 'error="invalid_token"' not in challenge:
                raise Unexpected(f"{kind}: {answer.status} {challenge}")
        client.request("GET", "/v2/token?scope=repository:ci/acme/app/x:push", headers=basic("ci", token), expected=[401])


def published(issuer: Issuer) -> bytes:
    """The public key of an issuer in PEM, of which an attacker makes a shared secret."""
    keys = json.loads(pathlib.Path(issuer.keys).read_text())
    return subprocess.run(["node", "-e", TO_PEM, json.dumps(keys[0])], check=True, capture_output=True).stdout


def with_clients(address: str, work: str, token: str, report: Report) -> None:
    layout = os.path.join(work, "layouts", "image") + ":image"
    for name, make in logins.skopeo_and_podman(address, work, layout).items():
        with report.section(name), contextlib.closing(make()) as client:
            with report.check("a job's token is a password that pushes and pulls"):
                for succeeds, repository in [(True, f"prod/{name}:one"), (False, f"other/{name}:one")]:
                    for action in (client.push, client.pull):
                        succeeded, output = action(repository, ("ci", token))
                        if succeeded != succeeds:
                            raise Unexpected(output)
    with report.section("skopeo"), report.check("a job's token is a registry token that pushes"):
        programs.require("skopeo")
        options = ["--quiet", "--dest-tls-verify=false", f"--dest-registry-token={token}"]
        copied, output = logins.run(
            ["skopeo", "--insecure-policy", "copy", *options, f"oci:{layout}", f"docker://{address}/prod/skopeo:bearer"], work
        )
        if not copied:
            raise Unexpected(output)
    with report.section("podman"), report.check("login keeps a job's token, and a login with another one fails"):
        programs.require("podman")
        for password, succeeds in [(token, True), (token[:-6] + "AAAAAA", False)]:
            command = ["podman", "login", "--tls-verify=false", "--authfile", f"{work}/login.json", "-u", "ci", "-p", password, address]
            succeeded, output = logins.run(command, work)
            if succeeded != succeeds:
                raise Unexpected(output)


def rotated(client: Client, issuer: Issuer) -> None:
    old = issuer.token("branch", AUDIENCE)
    issuer.rotate()
    new = issuer.token("branch", AUDIENCE)
    wait_for(lambda: client.request("GET", "/v2/", headers=bearer(new)).status == 200, "a token of the new key is accepted")
    client.request("GET", "/v2/", headers=bearer(old), expected=[200])
    before = issuer.fetches()
    own = jws.Key(os.path.dirname(issuer.keys), "unknown", "RS256")
    claims = jws.decoded(new.split(".")[1])
    for number in range(100):
        client.request("GET", "/v2/", headers=bearer(own.sign(claims, kid=f"unknown-{number}")), expected=[401])
    fetches = issuer.fetches() - before
    if fetches > 2:
        raise Unexpected(f"100 tokens that name no key made the registry ask for keys {fetches} times")


def down_later(client: Client, issuer: Issuer) -> None:
    known = issuer.token("branch", AUDIENCE)
    issuer.withdraw()
    new = issuer.token("branch", AUDIENCE)
    issuer.end()
    client.request("GET", "/v2/", headers=bearer(known), expected=[200])
    client.request("GET", "/v2/", headers=bearer(new), expected=[401])
    client.request("GET", "/v2/", headers=bearer(known), expected=[200])
    issuer.start()
    wait_for(lambda: client.request("GET", "/v2/", headers=bearer(new)).status == 200, "a token of the restarted issuer is accepted")
    client.request("GET", "/v2/", headers=bearer(known), expected=[401])  # Its key was withdrawn.
