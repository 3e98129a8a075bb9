"""The scopes that Debian's docker-registry asks for, by method and path, are those in the table of a test.

--update writes the table that the domain's test reads. Needs docker-registry and openssl.
"""

from __future__ import annotations

import argparse
import os
import pathlib
import re
import subprocess
from collections.abc import Iterator

from moorage_e2e import places
from moorage_e2e import work as folders
from moorage_e2e.client.connection import Connection
from moorage_e2e.report import Report
from moorage_e2e.servers.distribution import Distribution
from moorage_e2e.servers.process import free_port

TABLE = places.SOURCE / "domain/src/test/resources/dev/moorage/domain/access/distribution-challenges.tsv"
DIGEST = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
UPLOAD = "b5e4d8ab-7a50-44ad-8b38-1f4a7b6f2c11"
CONFIGURATION = """\
version: 0.1
storage: {{filesystem: {{rootdirectory: {work}/root}}, delete: {{enabled: true}}}}
http: {{addr: "127.0.0.1:{port}", secret: a-secret-for-one-run-of-this-check}}
auth:
  token:
    realm: https://tokens.example/token
    service: registry.example
    issuer: tokens.example
    rootcertbundle: {work}/certificates.pem
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--update", action="store_true", help="writes the table")


def run(options: argparse.Namespace, report: Report) -> None:
    with folders.folder("challenges", report) as work:
        port = free_port()
        make_certificate(work)
        config = os.path.join(work, "config.yml")
        pathlib.Path(config).write_text(CONFIGURATION.format(work=work, port=port))
        with Distribution(config, port, work, {}) as distribution:
            table = "\n".join(rows(Connection(distribution.address))) + "\n"
        if options.update:
            TABLE.write_text(table)
        report.result("docker-registry asks for the scopes in the table", differences(TABLE.read_text(), table))


def make_certificate(work: str) -> None:
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=tokens -keyout key.pem -out certificates.pem"
    subprocess.run(command.split(), cwd=work, check=True, capture_output=True)


def differences(expected: str, found: str) -> list[str]:
    """The lines of either table that the other one does not have."""
    was, now = expected.splitlines(), found.splitlines()
    return [f"- {line}" for line in was if line not in now] + [f"+ {line}" for line in now if line not in was]


def requests() -> Iterator[tuple[str, str]]:
    yield "GET", "/v2/"
    yield "HEAD", "/v2/"
    yield "GET", "/v2/_catalog"
    yield "GET", "/v2/_catalog?n=1"
    yield "GET", "/v2/a/b/tags/list"
    for method in ["GET", "HEAD", "PUT", "DELETE"]:
        yield method, "/v2/a/b/manifests/v1"
    for method in ["GET", "HEAD", "DELETE"]:
        yield method, f"/v2/a/b/blobs/{DIGEST}"
    for method in ["GET", "HEAD", "PUT", "DELETE"]:
        yield method, f"/v2/a/b/manifests/{DIGEST}"
    for query in ["", f"?digest={DIGEST}", f"?mount={DIGEST}&from=c/d", f"?mount={DIGEST}&from=a/b", f"?mount={DIGEST}"]:
        yield "POST", f"/v2/a/b/blobs/uploads/{query}"
    for method in ["GET", "HEAD", "PATCH", "PUT", "DELETE"]:
        yield method, f"/v2/a/b/blobs/uploads/{UPLOAD}"
    yield "GET", "/v2/a/b/tags/list?from=c/d"


def rows(connection: Connection) -> Iterator[str]:
    yield f"# Challenges of Distribution {version()}. Made by e2e/check challenges --update."
    yield "# method\tpath\tstatus\tscope, with its scopes and their actions sorted"
    for method, path in requests():
        answer = connection.request(method, path)
        scope = re.search(r'scope="([^"]*)"', answer.headers["WWW-Authenticate"] or "")
        yield "\t".join([method, path, str(answer.status), in_order(scope.group(1)) if scope else ""])


def in_order(scopes: str) -> str:
    """Distribution writes scopes, and the actions of each, in any order. Here they are sorted."""
    parts = [scope.rpartition(":") for scope in scopes.split()]
    return " ".join(sorted(f"{name}:{','.join(sorted(actions.split(',')))}" for name, _, actions in parts))


def version() -> str:
    told = subprocess.run(["docker-registry", "--version"], check=True, capture_output=True, text=True).stdout
    found = re.search(r"\d+(\.\d+)+", told)
    return found.group(0) if found else "unknown"
