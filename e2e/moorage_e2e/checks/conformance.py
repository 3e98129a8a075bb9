"""The conformance suite of the OCI Distribution Specification: without a login, with a password, and with tokens.

The suite is built from the folder conformance of the specification, by Go 1.24 or later, and --program names what was built. A push of
a manifest whose layers are missing is left out: the registry refuses it unless validation.disabled is set.
"""

from __future__ import annotations

import argparse
import collections
import os
import pathlib
import re
import subprocess

from moorage_e2e import work as folders
from moorage_e2e.checks.access import hash_of
from moorage_e2e.failures import Unavailable, Unexpected
from moorage_e2e.report import Report
from moorage_e2e.servers.moorage import SECRET, Server

USER, PASSWORD = "alice", "of alice: %"
CONFIGURATION = """\
version: 0.1
storage: {{filesystem: {{rootdirectory: {work}/root}}, delete: {{enabled: true}}}}
http: {{secret: {secret}}}
"""
PASSWORDS = "auth: {{htpasswd: {{realm: e2e, path: {work}/users}}}}\n"
TOKENS = (
    PASSWORDS
    + """\
access:
  rules:
    - {{who: anonymous, may: pull, repositories: "public/**"}}
    - {{who: alice, may: [push, delete], repositories: "conformance/**"}}
"""
)
KINDS = {"no login": ("", False), "a password": (PASSWORDS, True), "tokens": (TOKENS, True)}
# What the suite leaves out by itself, and Moorage has.
MORE = {
    "OCI_API_BLOBS_UPLOAD_CANCEL": "true",
    "OCI_API_MANIFESTS_TAG_PARAM": "true",
    "OCI_API_BLOBS_DIGEST_HEADER": "true",
    "OCI_API_MANIFESTS_DIGEST_HEADER": "true",
}
RESULT = re.compile(r"^ *(OCI Conformance Test[^:]*): (\w+)$", re.MULTILINE)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--program", metavar="FILE", help="the suite, as it was built")


def run(options: argparse.Namespace, report: Report) -> None:
    for kind, (access, login) in KINDS.items():
        with report.section(kind), folders.folder("conformance", report) as work:
            with report.check("every test passes") as details:
                if options.program is None:
                    raise Unavailable("--program names no suite")
                prepare(work, access)
                with Server(options.package, work, {}, arguments=[os.path.join(work, "config.yml")]) as server:
                    counts = results(os.path.abspath(options.program), server.address, work, login)
                    details.append(", ".join(f"{count} {word}" for word, count in sorted(counts.items())))
            if login and options.program is not None:
                with report.check("no test passes with a wrong password"):
                    with Server(options.package, work, {}, arguments=[os.path.join(work, "config.yml")]) as server:
                        wrong_password(os.path.abspath(options.program), server.address, work)


def prepare(work: str, access: str) -> None:
    os.mkdir(os.path.join(work, "root"))
    pathlib.Path(work, "users").write_text(f"{USER}:{hash_of(PASSWORD)}\n")
    text = (CONFIGURATION + access).format(work=work, secret=SECRET)
    pathlib.Path(work, "config.yml").write_text(text)


def ended(program: str, address: str, work: str, password: str | None) -> tuple[int, str]:
    variables = {"OCI_REGISTRY": address, "OCI_TLS": "disabled", "OCI_RESULTS_DIR": os.path.join(work, "results"), **MORE}
    if password is not None:
        variables |= {"OCI_USERNAME": USER, "OCI_PASSWORD": password}
    try:
        process = subprocess.run(
            [program], env=dict(os.environ, **variables), cwd=work, capture_output=True, text=True, timeout=600
        )
    except OSError as e:
        raise Unavailable(f"{program} cannot be run: {e.strerror}") from None
    return process.returncode, process.stdout + process.stderr


def results(program: str, address: str, work: str, login: bool) -> collections.Counter[str]:
    """How many tests had each result. None may fail."""
    status, output = ended(program, address, work, PASSWORD if login else None)
    counts = collections.Counter(word for _, word in RESULT.findall(output))
    wrong = [name for name, word in RESULT.findall(output) if word.lower() in ("fail", "error")]
    if status != 0 or wrong or not counts["Pass"]:
        raise Unexpected(f"status {status}, {dict(counts)}: {wrong}\n{output[-3000:]}")
    return counts


def wrong_password(program: str, address: str, work: str) -> None:
    """Tests that expect an error pass: the 401 of /v2/ is one of a registry that is there, and that of an invalid digest an error."""
    status, output = ended(program, address, work, "wrong")
    content = re.compile("/(blob|manifest)-(?!.*missing)")
    passed = [name for name, word in RESULT.findall(output) if word == "Pass" and content.search(name) and "/invalid-digest" not in name]
    if status == 0 or passed:
        raise Unexpected(f"status {status}: {passed[:20]}")
