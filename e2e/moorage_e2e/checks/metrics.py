"""Metrics: after the same requests the package serves each metric of Debian's docker-registry, by name, labels and type.

Both read one file. A label that the package adds is no difference, since queries that sum by the others still work. Requests are also
compared by number. What the package adds is looked at alone: names of Distribution 2 that most dashboards ask for, and that no label
holds what a client has sent. Needs docker-registry and promtool.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import pathlib
import re
import subprocess
import time
from collections.abc import Iterator

from moorage_e2e import programs
from moorage_e2e import work as folders
from moorage_e2e.client.connection import Connection
from moorage_e2e.failures import Unexpected
from moorage_e2e.report import Report
from moorage_e2e.servers.distribution import Distribution
from moorage_e2e.servers.moorage import SECRET, Server
from moorage_e2e.servers.process import free_port

CONFIGURATION = """\
version: 0.1
storage: {{filesystem: {{rootdirectory: {root}}}, delete: {{enabled: true}}, cache: {{blobdescriptor: inmemory}}}}
http: {{addr: "127.0.0.1:{port}", secret: {secret}, debug: {{addr: "{debug}", prometheus: {{enabled: true, path: /metrics}}}}}}
"""
TYPE = "application/vnd.oci.image.manifest.v1+json"
REQUESTS = "registry_http_requests_total"
# Docker's clients get these from the package alone.
OURS = [
    "registry_storage_cache_total",
    "registry_storage_blob_upload_bytes",
    "registry_storage_blob_download_bytes",
    "moorage_uploads",
    "moorage_uploads_started_total",
    "moorage_upload_received_bytes_total",
    "moorage_upload_bodies_ended_total",
    "moorage_connections",
    "moorage_build_info",
    "process_cpu_seconds_total",
    "process_open_fds",
]
NAME = "a-name-that-only-a-client-knows"
SERIES = re.compile(r"^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$")
LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"')
PARTS = ("_bucket", "_sum", "_count")


class Scrape:
    """The types by name, and the values by name and labels. The parts of a histogram count as the histogram."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.types: dict[str, str] = {}
        self.labels: dict[str, set[str]] = {}
        self.values: dict[tuple[str, tuple[tuple[str, str], ...]], float] = {}
        for line in text.splitlines():
            if line.startswith("# TYPE "):
                _, _, name, kind = line.split()
                self.types[name] = kind
            elif line and not line.startswith("#"):
                self.add(line)

    def add(self, line: str) -> None:
        found = SERIES.match(line)
        if not found:
            raise Unexpected(f"no line of the text format: {line}")
        name, labels = found.group(1), sorted(LABEL.findall(found.group(2) or ""))
        self.values[name, tuple(labels)] = float(found.group(3))
        self.labels.setdefault(self.metric(name), set()).update(label for label, _ in labels if label != "le")

    def metric(self, name: str) -> str:
        return next((name.removesuffix(part) for part in PARTS if self.types.get(name.removesuffix(part)) == "histogram"), name)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(options: argparse.Namespace, report: Report) -> None:
    with folders.folder("metrics", report) as work, report.check("both end in order"):
        port, debug = free_port(), f"127.0.0.1:{free_port()}"
        config = os.path.join(work, "distribution.yml")
        os.mkdir(os.path.join(work, "distribution"))
        text = CONFIGURATION.format(root=f"{work}/distribution", port=port, secret=SECRET, debug=debug)
        pathlib.Path(config).write_text(text)
        with Distribution(config, port, work, {}) as distribution:
            use(distribution.address)
            theirs = scraped(debug)
        mine = os.path.join(work, "moorage.yml")
        os.mkdir(os.path.join(work, "moorage"))
        pathlib.Path(mine).write_text(text.replace(f"{work}/distribution", f"{work}/moorage"))
        with Server(options.package, work, {}, arguments=[mine]) as server:
            use(server.address)
            ours = wait_for_all(server.debug_address, theirs)
        report.result("each metric of docker-registry has its name, its type and its labels", list(missing(theirs, ours)))
        report.result("requests are counted as docker-registry counts them", list(miscounted(theirs, ours)))
        with report.check("promtool reads it, and finds fault only with names of docker-registry"):
            require_well_formed(ours.text, theirs)
        names = {ours.metric(name) for name, _ in ours.values}
        report.result("what the package adds is there", [f"no {name}" for name in OURS if name not in names])
        digests = re.findall(r"[0-9a-f]{64}", ours.text)
        report.result("no label holds what a client has sent", digests + ([NAME] if NAME in ours.text else []))
        report.note(f"{len(ours.values)} series, and {len(theirs.values)} of docker-registry")


def use(address: str) -> None:
    """A push, a pull, and what fails."""
    connection = Connection(address)
    layer, config = b"a layer" * 1000, b"{}"
    for blob in (layer, config):
        started = connection.request("POST", f"/v2/{NAME}/blobs/uploads/")
        patched = connection.request("PATCH", started.location(), blob, {"Content-Type": "application/octet-stream"})
        required(connection.request("PUT", f"{patched.location()}&digest={digest(blob)}").status, 201)
    manifest = json.dumps(
        {
            "schemaVersion": 2,
            "mediaType": TYPE,
            "config": {"mediaType": "application/vnd.oci.image.config.v1+json", "digest": digest(config), "size": len(config)},
            "layers": [{"mediaType": "application/vnd.oci.image.layer.v1.tar", "digest": digest(layer), "size": len(layer)}],
        }
    ).encode()
    path = f"/v2/{NAME}/manifests/v1"
    required(connection.request("PUT", path, manifest, {"Content-Type": TYPE}).status, 201)
    for method in ("GET", "HEAD"):
        required(connection.request(method, path, headers={"Accept": TYPE}).status, 200)
        required(connection.request(method, f"/v2/{NAME}/blobs/{digest(layer)}").status, 200)
    for path, status in [
        ("/v2/", 200),
        ("/v2/_catalog", 200),
        (f"/v2/{NAME}/tags/list", 200),
        (f"/v2/{NAME}/manifests/none", 404),
        (f"/v2/{NAME}/blobs/{digest(b'none')}", 404),
    ]:
        required(connection.request("GET", path).status, status)
    required(connection.request("DELETE", f"/v2/{NAME}/manifests/{digest(manifest)}").status, 202)
    required(connection.request("DELETE", f"/v2/{NAME}/blobs/{digest(layer)}").status, 202)
    connection.close()


def digest(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()


def required(status: int, expected: int) -> None:
    if status != expected:
        raise Unexpected(f"a status is {status}, and should be {expected}")


def scraped(address: str) -> Scrape:
    connection = Connection(address)
    answer = connection.request("GET", "/metrics")
    connection.close()
    if answer.status != 200 or not answer.headers["Content-Type"].startswith("text/plain"):
        raise Unexpected(f"/metrics answers {answer.status} with {answer.headers['Content-Type']}")
    return Scrape(answer.content.decode())


def wait_for_all(address: str, theirs: Scrape) -> Scrape:
    """A request is counted after its answer, so the last one may be missing for a moment."""
    end = time.monotonic() + 10
    while True:
        latest = scraped(address)
        if not list(miscounted(theirs, latest)) or time.monotonic() > end:
            return latest  # If something is missing, the comparison says what.
        time.sleep(0.1)


def require_well_formed(text: str, theirs: Scrape) -> None:
    """The linter of Prometheus ends with 3 when it has findings, each in a line that begins with the name of a metric."""
    programs.require("promtool")
    ended = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True, text=True)
    findings = [line for line in (ended.stdout + ended.stderr).splitlines() if line.split()[0] not in theirs.types]
    if ended.returncode not in (0, 3) or findings:
        raise Unexpected(f"promtool ended with {ended.returncode}: {findings}")


def missing(theirs: Scrape, ours: Scrape) -> Iterator[str]:
    for name, kind in theirs.types.items():
        if not name.startswith("registry_"):
            continue
        if ours.types.get(name) != kind:
            yield f"{name} is {ours.types.get(name, 'not there')}, and should be a {kind}"
        elif not theirs.labels.get(name, set()) <= ours.labels.get(name, set()):
            yield f"{name} has the labels {sorted(ours.labels.get(name, set()))}, and should have {sorted(theirs.labels[name])}"
    buckets = "registry_http_request_duration_seconds_bucket", "registry_http_request_size_bytes_bucket"
    for name in (*buckets, "registry_http_response_size_bytes_bucket"):
        if bounds(theirs, name) != bounds(ours, name):
            yield f"{name} has the bounds {sorted(bounds(ours, name))}, and should have {sorted(bounds(theirs, name))}"


def bounds(scrape: Scrape, bucket: str) -> set[float]:
    return {float(dict(labels)["le"].replace("+Inf", "inf")) for name, labels in scrape.values if name == bucket}


def miscounted(theirs: Scrape, ours: Scrape) -> Iterator[str]:
    for (name, labels), value in theirs.values.items():
        found = ours.values.get((name, labels), 0)
        if name == REQUESTS and found != value:
            yield f"{name}{dict(labels)} is {found}, and should be {value}"
