"""Tracing: a collector gets the spans of a push and of a pull by skopeo, as children of the span of their caller.

skopeo sends no traceparent, so that nginx in front of the registry adds it to each request, as proxies do that begin traces. Needs
skopeo and nginx.
"""

from __future__ import annotations

import argparse
import os

from moorage_e2e import work as folders
from moorage_e2e.client import images, skopeo
from moorage_e2e.client.connection import Connection
from moorage_e2e.failures import Unexpected
from moorage_e2e.report import Report
from moorage_e2e.servers import storages
from moorage_e2e.servers.collector import Collector, SERVER, Span
from moorage_e2e.servers.moorage import Server
from moorage_e2e.servers.nginx import Nginx

SERVICE = "registry-of-the-check"
REPOSITORY = "traced/app"
# The trace and the span of each caller.
PUSH = ("a" * 32, "1" * 16)
PULL = ("b" * 32, "2" * 16)
UNSAMPLED = ("c" * 32, "3" * 16)
PUSHED = {
    "HEAD /v2/{name}/blobs/{digest}",
    "POST /v2/{name}/blobs/uploads/",
    "PATCH /v2/{name}/blobs/uploads/{id}",
    "PUT /v2/{name}/blobs/uploads/{id}",
    "PUT /v2/{name}/manifests/{reference}",
}
LISTED = "GET /v2/{name}/tags/list"
PULLED = {"GET /v2/{name}/manifests/{reference}", "GET /v2/{name}/blobs/{digest}"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """There are none."""


def run(options: argparse.Namespace, report: Report) -> None:
    with folders.folder("tracing", report) as work:
        images.make(os.path.join(work, "layouts"))
        variables = storages.filesystem(os.path.join(work, "root")) | {"OTEL_SERVICE_NAME": SERVICE}
        with Collector() as collector:
            with report.check("skopeo pushes and pulls, and the server ends in order"):
                variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.endpoint
                with Server(options.package, work, variables) as server:
                    push_and_pull(server.address, work)
                    ask(server.address)
            spans = collector.spans
        report.result("each request of the push is a child of its caller's span", wrong(spans, PUSH, PUSHED))
        report.result("each request of the pull is a child of its caller's span", wrong(spans, PULL, PULLED))
        report.result("each call to storage is a child of a request of its trace", lost_calls(spans))
        report.result("a request without a caller's span begins a trace", wrong(spans, None, {LISTED}))
        listed = [f"{span.name} of the trace {span.trace}" for span in spans if span.name == LISTED]
        report.result("a caller that does not sample is not sampled", [] if len(listed) == 1 else listed)
        report.result("each span has the name of its service", [span.name for span in spans if span.service != SERVICE])
        report.note(f"{len(spans)} spans")


def header(caller: tuple[str, str], sampled: bool = True) -> dict[str, str]:
    """A traceparent of version 00 (W3C Trace Context, section 3.2)."""
    return {"traceparent": f"00-{caller[0]}-{caller[1]}-{'01' if sampled else '00'}"}


def push_and_pull(address: str, work: str) -> None:
    layout = os.path.join(work, "layouts", "index")
    with Nginx(work, [address], header(PUSH)) as proxy:
        skopeo.copy(f"oci:{layout}:index", f"docker://{proxy.address}/{REPOSITORY}:one")
    with Nginx(work, [address], header(PULL)) as proxy:
        skopeo.require_same(f"docker://{proxy.address}/{REPOSITORY}:one", layout)


def ask(address: str) -> None:
    """Requests without a caller's span, and with one that is not sampled."""
    connection = Connection(address)
    callers: list[dict[str, str]] = [{}, header(UNSAMPLED, sampled=False)]
    for headers in callers:
        answer = connection.request("GET", f"/v2/{REPOSITORY}/tags/list", headers=headers)
        if answer.status != 200:
            raise Unexpected(f"{answer.status} {answer.content!r}")
    connection.close()


def wrong(spans: list[Span], caller: tuple[str, str] | None, names: set[str]) -> list[str]:
    """What is wrong with the requests of a caller. names: what at least is asked of it."""
    if caller is None:
        requests = [span for span in spans if span.kind == SERVER and not span.parent]
    else:
        requests = [span for span in spans if span.kind == SERVER and span.trace == caller[0]]
    found = [f"no span of {name}" for name in sorted(names - {span.name for span in requests})]
    for span in requests:
        if caller is not None and span.parent != caller[1]:
            found.append(f"{span.name} is a child of {span.parent or 'nothing'}")
        if not 200 <= int(span.attributes.get("http.response.status_code", 0)) < 405:
            found.append(f"{span.name} has the attributes {span.attributes}")
        if "{name}" in span.name and span.attributes.get("moorage.repository") != REPOSITORY:
            found.append(f"{span.name} is of the repository {span.attributes.get('moorage.repository')}")
    return found


def lost_calls(spans: list[Span]) -> list[str]:
    """Calls to storage that are below no request, and traces of pushes and pulls without any."""
    requests = {(span.trace, span.id) for span in spans if span.kind == SERVER}
    calls = [span for span in spans if span.name.startswith("storage ")]
    lost = [f"{span.name} of the trace {span.trace}" for span in calls if (span.trace, span.parent) not in requests]
    return lost + [f"no call in the trace {trace}" for trace, _ in (PUSH, PULL) if all(call.trace != trace for call in calls)]
