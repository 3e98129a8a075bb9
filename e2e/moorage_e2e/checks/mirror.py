"""A cache of other registries: real clients pull through it, from registries that behave and from one that does not.

Upstreams are Debian's docker-registry with a login, another server of the package that issues tokens, and a hostile one. skopeo and
podman have a mirror in registries.conf, ctr of containerd has it in hosts.toml, and the requests of dockerd's registry-mirrors are
replayed.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import pathlib
from collections.abc import Iterator

from moorage_e2e import programs
from moorage_e2e import work as folders
from moorage_e2e.client import images, logins, skopeo
from moorage_e2e.client.connection import Answer, Connection
from moorage_e2e.failures import Unavailable, Unexpected
from moorage_e2e.faults import upstreams
from moorage_e2e.report import Report
from moorage_e2e.servers import storages
from moorage_e2e.servers.distribution import Distribution
from moorage_e2e.servers.moorage import Server
from moorage_e2e.servers.process import Process, free_port

LOGIN = ("captain", "secret")
# Of that password, as Distribution reads it.
BCRYPT = "$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a"
HUB, TEAM = "docker.io", "team.example"
HUB_HOST = "hub.mirror.example"
IMAGE = "library/alpine"
DISTRIBUTION = """\
version: 0.1
storage: {{filesystem: {{rootdirectory: {work}/distribution}}}}
http: {{addr: "127.0.0.1:{port}"}}
auth: {{htpasswd: {{realm: e2e, path: {work}/users}}}}
"""
ISSUER = """\
version: 0.1
auth: {{htpasswd: {{realm: e2e, path: {work}/users}}}}
access:
  rules:
    - {{who: captain, may: push, repositories: "**"}}
"""
MIRROR_OF = """\
[[registry]]
prefix = "{name}"
location = "{name}"

[[registry.mirror]]
location = "{address}/{name}"
insecure = true
"""
HOSTS = """\
server = "http://127.0.0.1:1"

[host."http://{address}"]
capabilities = ["pull", "resolve"]
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """There are none."""


def run(options: argparse.Namespace, report: Report) -> None:
    with folders.folder("mirror", report) as work:
        images.make(work)
        pathlib.Path(work, "users").write_text(f"{LOGIN[0]}:{BCRYPT}\n")
        with report.section("clients"), report.check("all servers end in order"):
            with registries(options.package, work) as (distribution, issuer, mirror):
                check_clients(distribution, issuer, mirror, work, report)
        with report.section("hostile"):
            upstreams.run(options.package, work, report)


@contextlib.contextmanager
def registries(package: str, work: str) -> Iterator[tuple[Distribution, Server, Server]]:
    port = free_port()
    config = os.path.join(work, "distribution.yml")
    pathlib.Path(config).write_text(DISTRIBUTION.format(work=work, port=port))
    pathlib.Path(work, "issuer.yml").write_text(ISSUER.format(work=work))
    issuing = Server(package, work, storages.filesystem(work + "/issuer"), log="issuer.log", arguments=[work + "/issuer.yml"])
    with Distribution(config, port, work, {}) as distribution, issuing as issuer:
        login = {"username": LOGIN[0], "password": LOGIN[1]}
        configured = {
            "hub": {"remoteurl": f"http://{distribution.address}", "prefix": HUB, "hosts": [HUB_HOST]} | login,
            "team": {"remoteurl": f"http://{issuer.address}", "prefix": TEAM} | login,
        }
        variables = {"REGISTRY_PROXY": json.dumps({"upstreams": configured}), "REGISTRY_LOG_ACCESSLOG_DISABLED": "false"}
        with Server(package, work, storages.filesystem(work + "/mirror") | variables, log="mirror.log") as mirror:
            yield distribution, issuer, mirror


def check_clients(distribution: Distribution, issuer: Server, mirror: Server, work: str, report: Report) -> None:
    push = ["copy", "--quiet", "--all", "--dest-tls-verify=false", f"--dest-creds={':'.join(LOGIN)}"]
    for upstream in (distribution, issuer):
        for name in ("image", "index"):
            skopeo.skopeo(*push, f"oci:{work}/{name}:{name}", f"docker://{upstream.address}/{IMAGE}:{name}")
    for upstream, name in ((distribution, HUB), (issuer, TEAM)):
        with report.check(f"skopeo gets an image of {name} by its name here, byte for byte"):
            skopeo.require_same(f"docker://{mirror.address}/{name}/{IMAGE}:index", f"{work}/index")
    conf = pathlib.Path(work, ".config", "containers", "registries.conf")  # The home of the clients is the folder.
    conf.parent.mkdir(parents=True)
    conf.write_text("\n".join(MIRROR_OF.format(name=name, address=mirror.address) for name in (HUB, TEAM)))
    with report.check("skopeo gets images from a mirror of registries.conf, also with the short name of Docker's official images"):
        for image in (f"{HUB}/{IMAGE}:image", f"{HUB}/alpine:image", f"{TEAM}/{IMAGE}:image"):
            require(logins.run(skopeo_copy(image, f"dir:{work}/pulled"), work))
    with report.check("podman gets images from a mirror of registries.conf"):
        pull_with_podman(work)
    with report.check("ctr gets an image from a mirror of hosts.toml, which is asked with ns"):
        fetch_with_ctr(mirror, work)
    with report.check("the requests of dockerd with registry-mirrors are answered"):
        replay_dockerd(mirror, work)
    with report.check("all of them have used one repository of each upstream"):
        names = ask(mirror, "GET", "/v2/_catalog").content
        if json.loads(names)["repositories"] != [f"{HUB}/{IMAGE}", f"{TEAM}/{IMAGE}"]:
            raise Unexpected(names.decode())
    with report.check("a registry that is not mirrored is unknown, whatever the client names"):
        for name in ("quay.io", "169.254.169.254", distribution.address + "1"):
            answer = ask(mirror, "GET", f"/v2/{IMAGE}/manifests/image?ns={name}")
            if answer.status != 404 or b"NAME_UNKNOWN" not in answer.content:
                raise Unexpected(f"{name}: {answer.status} {answer.content!r}")
    with report.check("what is kept is served after both upstreams have ended"):
        distribution.end()
        issuer.stop()
        for name in (HUB, TEAM):
            skopeo.require_same(f"docker://{mirror.address}/{name}/{IMAGE}:index", f"{work}/index")


def skopeo_copy(image: str, target: str) -> list[str]:
    return ["skopeo", "--insecure-policy", "copy", "--quiet", f"docker://{image}", target]


def require(ended: tuple[bool, str]) -> None:
    if not ended[0]:
        raise Unexpected(ended[1])


def pull_with_podman(work: str) -> None:
    programs.require("podman")
    pathlib.Path(work, "no-logins.json").write_text("{}")
    policy = pathlib.Path(work, "policy.json")
    policy.write_text('{"default":[{"type":"insecureAcceptAnything"}]}')
    store = ["--root", f"{work}/podman/root", "--runroot", f"{work}/podman/run", "--storage-driver", "vfs"]
    for image in (f"{HUB}/alpine:image", f"{TEAM}/{IMAGE}:image"):
        command = ["podman", *store, "pull", "--quiet", "--signature-policy", str(policy), image]
        require(logins.run(command, work))


def fetch_with_ctr(mirror: Process, work: str) -> None:
    if os.geteuid() != 0:
        raise Unavailable("containerd needs root")
    skopeo.skopeo("copy", "--quiet", f"oci:{work}/image:image", f"oci-archive:{work}/image.tar")
    for name in (HUB, TEAM):
        folder = pathlib.Path(work, "certs.d", name)
        folder.mkdir(parents=True)
        folder.joinpath("hosts.toml").write_text(HOSTS.format(address=mirror.address))
    with contextlib.closing(logins.Containerd(mirror.address, work, f"{work}/image.tar")) as containerd:
        for image in (f"{HUB}/{IMAGE}:index", f"{TEAM}/{IMAGE}:index"):
            fetch = ["content", "fetch", "--all-platforms", "--hosts-dir", f"{work}/certs.d", image]
            require(logins.run(["ctr", "--address", containerd.socket, *fetch], work))


def replay_dockerd(mirror: Process, work: str) -> None:
    """The daemon says in Host alone which registry it means."""
    index = json.loads(pathlib.Path(work, "image", "index.json").read_text())
    digest = index["manifests"][0]["digest"]
    manifest = json.loads(pathlib.Path(work, "image", "blobs", *digest.split(":")).read_text())
    paths = ["/v2/", f"/v2/{IMAGE}/manifests/image", f"/v2/{IMAGE}/manifests/{digest}"]
    paths += [f"/v2/{IMAGE}/blobs/{blob['digest']}" for blob in (manifest["config"], *manifest["layers"])]
    for path in paths:
        answer = ask(mirror, "GET", path, {"Host": HUB_HOST})
        if answer.status != 200:
            raise Unexpected(f"{path}: {answer.status} {answer.content[:300]!r}")
    # With its other store of images, the daemon puts the path of a mirror in front of /v2/.
    answer = ask(mirror, "HEAD", f"/{HUB}/v2/{IMAGE}/manifests/image?ns={HUB}")
    if answer.status != 200 or answer.headers["OCI-Namespace"] != HUB or answer.headers["Docker-Content-Digest"] != digest:
        raise Unexpected(f"{answer.status} {answer.headers.items()}")


def ask(server: Process, method: str, path: str, headers: dict[str, str] | None = None) -> Answer:
    connection = Connection(server.address)
    try:
        return connection.request(method, path, headers=headers)
    finally:
        connection.close()
