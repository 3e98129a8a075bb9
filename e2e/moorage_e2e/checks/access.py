"""Real clients pull and push with no, wrong and right passwords, where anonymous callers may pull some repositories.

The package issues tokens itself. Needs openssl, which hashes the passwords. Clients that are not installed are left out:
e2e/install-newer-clients gets those that are not in Debian 12.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import pathlib
import subprocess
from collections.abc import Callable, Iterator

from moorage_e2e import work as folders
from moorage_e2e.client import images, logins
from moorage_e2e.client.connection import Connection
from moorage_e2e.failures import Unavailable, Unexpected
from moorage_e2e.report import Report
from moorage_e2e.servers.moorage import SECRET, Server

PASSWORD = "p:%ss wörd"
RIGHT = ("alice", PASSWORD)
WRONG = ("alice", "wrong")
CONFIGURATION = """\
version: 0.1
storage: {{filesystem: {{rootdirectory: {work}/root}}, delete: {{enabled: true}}}}
http: {{secret: {secret}}}
auth: {{htpasswd: {{realm: e2e, path: {work}/users}}}}
access:
  rules:
    - {{who: anonymous, may: pull, repositories: "public/**"}}
    - {{who: alice, may: [push, delete], repositories: ["public/**", "team/**"]}}
    - {{who: bob, may: pull, repositories: "public/**"}}
    - {{who: bob, may: push, repositories: "bob/**"}}
"""
# Who succeeds with what: what a client does, the repository, and whether it succeeds with no, a wrong and the right password.
TABLE = [
    ("push", "public/{name}:one", (False, False, True)),
    ("push", "team/{name}:one", (False, False, True)),
    ("push", "other/{name}:one", (False, False, False)),
    ("pull", "public/{name}:one", (True, False, True)),
    ("pull", "team/{name}:one", (False, False, True)),
    ("pull", "team/{name}:unknown", (False, False, False)),
]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--refused-pushes",
        action="store_true",
        help="all pushes by docker that are refused: dockerd repeats each for 50 s, so only one is tried without this option",
    )


def run(options: argparse.Namespace, report: Report) -> None:
    with folders.folder("access", report) as work, report.check("the server ends in order"):
        prepare(work)
        with Server(options.package, work, {}, arguments=[os.path.join(work, "config.yml")]) as server:
            with report.section("curl"):
                by_hand(server.address, report)
            for name, client in clients(server.address, work):
                with report.section(name):
                    each_login(client(), report, options.refused_pushes)
            with report.section("docker"):
                logins_and_mounts(server.address, work, report)
            with report.section("cosign"):
                signatures(server.address, work, report)


def prepare(work: str) -> None:
    hashed = {user: hash_of(PASSWORD) for user in ("alice", "bob")}
    pathlib.Path(work, "users").write_text("".join(f"{user}:{text}\n" for user, text in hashed.items()))
    pathlib.Path(work, "config.yml").write_text(CONFIGURATION.format(work=work, secret=SECRET))
    pathlib.Path(work, "no-logins.json").write_text("{}")
    images.make(os.path.join(work, "layouts"))
    layout = os.path.join(work, "layouts", "image")
    # ctr imports an archive of a layout.
    subprocess.run(["tar", "-cf", os.path.join(work, "image.tar"), "-C", layout, "."], check=True)


def hash_of(password: str) -> str:
    try:
        command = ["openssl", "passwd", "-6", "-stdin"]
        return subprocess.run(command, input=password + "\n", check=True, capture_output=True, text=True).stdout.strip()
    except FileNotFoundError:
        raise Unavailable("openssl is not installed") from None


def clients(address: str, work: str) -> Iterator[tuple[str, Callable[[], logins.Client]]]:
    image = os.path.join(work, "layouts", "image") + ":image"
    yield "skopeo", lambda: logins.Skopeo(address, work, image)
    yield "podman", lambda: logins.Containers("podman", address, work, image)
    yield "buildah", lambda: logins.Containers("buildah", address, work, image)
    yield "crane", lambda: logins.Crane(address, work, image)
    yield "oras", lambda: logins.Oras(address, work, image)
    yield "docker", lambda: logins.Docker(address, work, image)
    yield "ctr", lambda: logins.Containerd(address, work, os.path.join(work, "image.tar"))


def each_login(client: logins.Client, report: Report, all_refusals: bool) -> None:
    try:
        for action, template, expected in TABLE:
            repository = template.format(name=client.name)
            for login, kind, rights in zip((None, WRONG, RIGHT), ("no", "a wrong", "the right"), expected, strict=True):
                succeeds = rights or client.asks_without_credentials_first and expected[0]
                if action == "push" and not succeeds and client.repeats_refused_pushes and not all_refusals:
                    continue
                with report.check(f"{action} of {repository} with {kind} password {'succeeds' if succeeds else 'fails'}"):
                    succeeded, output = getattr(client, action)(repository, login)
                    if succeeded != succeeds:
                        raise Unexpected(output)
    finally:
        client.close()


def logins_and_mounts(address: str, work: str, report: Report) -> None:
    """docker's login, and its pushes of layers that another repository of the registry has."""
    docker = logins.Docker(address, work, os.path.join(work, "layouts", "image") + ":image")
    with contextlib.closing(docker):
        for login, succeeds in [(RIGHT, True), (WRONG, False), (("nobody", PASSWORD), False)]:
            with report.check(f"login of {login[0]} with {login[1]} {'succeeds' if succeeds else 'fails'}"):
                succeeded, output = docker.log_in(login)
                if succeeded != succeeds:
                    raise Unexpected(output)
        # bob may not read where docker has pushed the layers before. alice may.
        for repository, login, expected in [
            ("team/first:one", RIGHT, "Pushed"),
            ("bob/second:one", ("bob", PASSWORD), "Pushed"),
            ("public/third:one", RIGHT, "Mounted from team/first"),
            ("public/fourth:one", WRONG, "unauthorized"),
        ]:
            with report.check(f"a push to {repository} by {login[0]} with {login[1]}: {expected}"):
                succeeded, output = docker.push(repository, login, quiet=False)
                if succeeded != (login != WRONG) or expected not in output:
                    raise Unexpected(output)


def signatures(address: str, work: str, report: Report) -> None:
    cosign = logins.Cosign(address, work)
    crane = logins.Crane(address, work, os.path.join(work, "layouts", "image") + ":image")
    steps: list[tuple[str, Callable[[], tuple[bool, str]], bool]] = [
        ("the image is pushed", lambda: crane.push("public/signed:one", RIGHT), True),
        ("an anonymous caller signs nothing", lambda: cosign.push("public/signed:one", None), False),
        ("a user that may push signs", lambda: cosign.push("public/signed:one", RIGHT), True),
        ("an anonymous caller verifies the signature", lambda: cosign.pull("public/signed:one", None), True),
        ("a wrong password verifies nothing", lambda: cosign.pull("public/signed:one", WRONG), False),
    ]
    for name, step, expected in steps:
        with report.check(name):
            succeeded, output = step()
            if succeeded != expected:
                raise Unexpected(output)


def by_hand(address: str, report: Report) -> None:
    """What curl's users do: a password on each route, and a token of the endpoint that the challenge names."""

    def curl(*arguments: str) -> tuple[int, str]:
        command = ["curl", "-s", "-w", "\n%{http_code}", *arguments]
        body, _, status = subprocess.run(command, check=True, capture_output=True, text=True).stdout.rpartition("\n")
        return int(status), body

    url = f"http://{address}/v2/"
    user = f"alice:{PASSWORD}"
    with report.check("each route takes a password, although the challenge asks for a token"):
        statuses = {
            path: [curl(url + path)[0], curl("-u", "alice:wrong", url + path)[0], curl("-u", user, url + path)[0]]
            for path in ("", "team/x/tags/list", "public/x/tags/list", "_catalog", "other/x/tags/list")
        }
        expected = {
            "": [401, 401, 200],
            "team/x/tags/list": [401, 401, 404],
            "public/x/tags/list": [404, 401, 404],
            "_catalog": [401, 401, 200],
            "other/x/tags/list": [401, 401, 403],
        }
        if statuses != expected:
            raise Unexpected(f"{statuses}, not {expected}")
    with report.check("there is one challenge, for a token of this host"):
        connection = Connection(address)
        challenge = connection.request("GET", "/v2/").headers.get_all("WWW-Authenticate")
        connection.close()
        if challenge != [f'Bearer realm="{url}token",service="moorage"']:
            raise Unexpected(str(challenge))
    with report.check("an anonymous token pulls and does not push"):
        token = json.loads(curl(url + "token?scope=repository:public/x:pull,push")[1])["token"]
        bearer = f"Authorization: Bearer {token}"
        pulled = curl("-H", bearer, url + "public/x/tags/list")[0]
        pushed = curl("-H", bearer, "-X", "POST", url + "public/x/blobs/uploads/")[0]
        if (pulled, pushed) != (404, 401):
            raise Unexpected(f"{pulled} {pushed}")
    with report.check("a token of a form is taken as a password too"):
        form = ["grant_type=password", "username=alice", f"password={PASSWORD}", "scope=repository:team/x:pull,push"]
        fields = [argument for field in form for argument in ("--data-urlencode", field)]
        token = json.loads(curl(*fields, url + "token")[1])["access_token"]
        started = curl("-u", f"any:{token}", "-X", "POST", url + "team/x/blobs/uploads/")[0]
        if started != 202:
            raise Unexpected(str(started))
    with report.check("two Authorization headers are refused"):
        status = curl("-H", "Authorization: Basic Og==", "-H", f"Authorization: Bearer {token}", url)[0]
        if status != 401:
            raise Unexpected(str(status))
