"""The samples of deploy/proxies: nginx, HAProxy and Caddy end TLS in front of the package.

Real clients push with a login and pull without one through each. The access log has the address of the client and not what a client
claims. The challenge sends clients to the proxy, and failed logins count for the client. Needs nginx, haproxy, caddy, curl and openssl.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import pathlib
import ssl
import subprocess
import tempfile
from collections.abc import Callable, Mapping

from moorage_e2e import work as folders
from moorage_e2e.checks.access import hash_of
from moorage_e2e.client import images, logins, skopeo
from moorage_e2e.client.authorization import basic, bearer
from moorage_e2e.failures import Unexpected
from moorage_e2e.report import Report
from moorage_e2e.servers import storages, tls_proxies
from moorage_e2e.servers.moorage import Server
from moorage_e2e.servers.tls_proxies import TlsProxy
from moorage_e2e.waiting import wait_for

CLIENT, OTHER_CLIENT, ATTACKER = "127.0.0.5", "127.0.0.6", "127.0.0.7"
CLAIMED = "192.0.2.77"
ALICE = ("alice", "wonder:lànd")
MOST_FAILURES = 20  # At once, of one address.
CONFIGURATION = """\
version: 0.1
auth: {{htpasswd: {{realm: e2e, path: {work}/users}}}}
access:
  rules:
    - {{who: anonymous, may: pull, repositories: "public/**"}}
    - {{who: alice, may: push, repositories: "public/**"}}
"""
PROXIES: dict[str, Callable[[str, str], TlsProxy]] = {
    "nginx": tls_proxies.nginx,
    "HAProxy": tls_proxies.haproxy,
    "Caddy": tls_proxies.caddy,
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(options: argparse.Namespace, report: Report) -> None:
    with folders.folder("proxies", report) as work:
        images.make(work)
        tls_proxies.make_certificate(work)
        for name, proxy in PROXIES.items():
            files = tempfile.mkdtemp(prefix="proxy-", dir=work)
            for file in ["registry.pem", "registry.key", "both.pem"]:
                pathlib.Path(files, file).write_text(pathlib.Path(work, file).read_text())
            with report.check(f"{name} and the registry end in order"):
                check_one(name, proxy, options.package, work, files, report)
            with report.section("access"), report.check(f"{name} and the registry end in order"):
                check_access(name, proxy, options.package, work, files, report)


def check_one(name: str, proxy: Callable[[str, str], TlsProxy], package: str, layouts: str, work: str, report: Report) -> None:
    variables = storages.filesystem(work + "/root") | {
        "REGISTRY_HTTP_TRUSTEDPROXIES": "[127.0.0.1]",
        "REGISTRY_LOG_ACCESSLOG_DISABLED": "false",
    }
    with Server(package, work, variables) as server, proxy(work, server.address) as front:
        with report.check(f"an image goes through {name} and back"):
            skopeo.copy(f"oci:{layouts}/image:image", f"docker://{front.address}/proxies/image:one")
            skopeo.require_same(f"docker://{front.address}/proxies/image:one", f"{layouts}/image")
        with report.check(f"the access log has the client of {name}"):
            status = ask(front.address, "-H", f"X-Forwarded-For: {CLAIMED}")
            log = pathlib.Path(server.log)
            # The line is written when the answer has been sent.
            wait_for(lambda: f"remote={CLIENT}" in log.read_text().replace('"', ""), f"the log has {CLIENT}")
            if status != "200" or CLAIMED in log.read_text():
                raise Unexpected(f"{status}, and the log:\n{log.read_text()[-2000:]}")
        with report.check(f"a peer that is no proxy of the registry behind {name} changes nothing"):
            if "200" != ask(server.address, "-H", "Forwarded: for=192.0.2.78", scheme="http"):
                raise Unexpected("no 200")
            if "192.0.2.78" in pathlib.Path(server.log).read_text():
                raise Unexpected("the log has the address that the client claims")


def ask(address: str, *options: str, scheme: str = "https") -> str:
    """The status of /v2/, asked from an address of this machine that is not the proxy's."""
    command = ["curl", "-sk", "--interface", CLIENT, "-o", "/dev/null", "-w", "%{http_code}", *options, f"{scheme}://{address}/v2/"]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False).stdout


def check_access(name: str, proxy: Callable[[str, str], TlsProxy], package: str, layouts: str, work: str, report: Report) -> None:
    """The registry knows users, anonymous callers may pull, and nothing in its configuration says where clients reach it."""
    pathlib.Path(work, "users").write_text(f"alice:{hash_of(ALICE[1])}\n")
    pathlib.Path(work, "config.yml").write_text(CONFIGURATION.format(work=work))
    pathlib.Path(layouts, "no-logins.json").write_text("{}")
    variables = storages.filesystem(work + "/root") | {"REGISTRY_HTTP_TRUSTEDPROXIES": "[127.0.0.1]"}
    with Server(package, work, variables, arguments=[work + "/config.yml"]) as server, proxy(work, server.address) as front:
        with report.check(f"the challenge sends clients to {name}, by whatever name they know it"):
            realm_is_of_the_proxy(front)
        layout = f"{layouts}/image:image"
        for client_name, make in logins.skopeo_and_podman(front.address, layouts, layout).items():
            with report.check(f"{client_name} pushes with a login and pulls without one through {name}"):
                with contextlib.closing(make()) as client:
                    push_and_pull(client)
        with report.check(f"failed logins through {name} count for the client's address"):
            throttled(front)


def realm_is_of_the_proxy(front: TlsProxy) -> None:
    for host in [front.address, f"{tls_proxies.HOST}:{front.port}", tls_proxies.HOST]:
        status, headers, _ = request(front, CLIENT, {"Host": host}, "/v2/")
        challenge = headers.get_all("WWW-Authenticate") or []
        if status != 401 or challenge != [f'Bearer realm="https://{host}/v2/token",service="moorage"']:
            raise Unexpected(f"{host}: {status} {challenge}")
    status, _, body = request(front, CLIENT, basic(*ALICE), "/v2/token?scope=repository:public/x:pull,push")
    if status != 200 or request(front, CLIENT, bearer(json.loads(body)["token"]), "/v2/")[0] != 200:
        raise Unexpected(f"the token of the realm is not accepted: {status}")


def push_and_pull(client: logins.Client) -> None:
    repository = f"public/{client.name}:one"
    for action, login, succeeds in [
        (client.push, None, False),
        (client.push, ("alice", "wrong"), False),
        (client.push, ALICE, True),
        (client.pull, None, True),
        (client.pull, ("alice", "wrong"), False),
    ]:
        succeeded, output = action(repository, login)
        if succeeded != succeeds:
            raise Unexpected(output)


def throttled(front: TlsProxy) -> None:
    """An attacker has no logins left, whatever it claims to be. Other clients of the same proxy have theirs."""
    statuses = []
    for number in range(MOST_FAILURES + 10):
        headers = basic(f"user-{number}", f"wrong-{number}") | {"X-Forwarded-For": f"192.0.2.{number + 1}"}
        statuses.append(request(front, ATTACKER, headers, "/v2/")[0])
    if statuses[:10] != [401] * 10 or statuses[-1] != 429 or set(statuses) != {401, 429}:
        raise Unexpected(f"the attacker is answered {statuses}")
    for path in ["/v2/", "/v2/token?scope=repository:public/x:pull"]:
        status, answered, _ = request(front, ATTACKER, basic("user", "wrong"), path)
        if status != 429 or not answered["Retry-After"]:
            raise Unexpected(f"the attacker is answered {status} at {path}")
    expected = [(basic("alice", "wrong"), 401), (basic(*ALICE), 200)]
    for headers, status in expected:
        found = request(front, OTHER_CLIENT, headers, "/v2/")[0]
        if found != status:
            raise Unexpected(f"another client is answered {found}, not {status}")


def request(front: TlsProxy, address: str, headers: Mapping[str, str], path: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    """Asks the proxy from an address of this machine."""
    context = ssl._create_unverified_context()
    connection = http.client.HTTPSConnection("127.0.0.1", front.port, timeout=60, source_address=(address, 0), context=context)
    try:
        connection.request("GET", path, headers={"Host": front.address} | dict(headers))
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()
