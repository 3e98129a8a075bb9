"""Notifications, compared field by field with those of Debian's docker-registry, and none lost through kill -9.

The same requests go to both servers. Needs docker-registry.
"""

from __future__ import annotations

import argparse
import os
import pathlib
import re
from typing import Any

from moorage_e2e import work as folders
from moorage_e2e.client.pushes import MANIFEST, Pusher, digest_of, manifest_of
from moorage_e2e.failures import Unexpected
from moorage_e2e.report import Report
from moorage_e2e.servers import storages
from moorage_e2e.servers.distribution import Distribution
from moorage_e2e.servers.moorage import Server
from moorage_e2e.servers.process import free_port
from moorage_e2e.servers.receiver import Receiver

CONFIGURATION = """\
version: 0.1
storage:
  filesystem: {{rootdirectory: /nowhere}}
  delete: {{enabled: true}}
http: {{addr: ":5000"}}
notifications:
  endpoints:
    - name: bell
      url: {url}
      timeout: 5s
      threshold: 5
      backoff: 1s
      headers: {{Authorization: [Bearer of-the-bell]}}
"""
REPOSITORY, OTHER = "bells/app", "bells/other"
# Fields whose values are different in each run. Their form is compared.
FORMS = {
    "id": re.compile(r"[0-9a-f-]{36}"),
    "timestamp": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"),
    "request.id": re.compile(r"[0-9a-f-]*"),
    "request.addr": re.compile(r"127\.0\.0\.1(:\d+)?"),
    "source.addr": re.compile(r".+:\d+"),
    "source.instanceID": re.compile(r"[0-9a-f-]{36}"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--pushes", type=int, default=50, help="while the receiver is away")


def run(options: argparse.Namespace, report: Report) -> None:
    with folders.folder("notifications", report) as work:
        theirs = envelopes_of_distribution(work)
        compare(options, report, work, theirs)
        lose_nothing(options, report, work)


def configuration(work: str, receiver: Receiver, name: str) -> str:
    path = os.path.join(work, name)
    pathlib.Path(path).write_text(CONFIGURATION.format(url=receiver.url))
    return path


def server(options: argparse.Namespace, work: str, receiver: Receiver, root: str) -> Server:
    config = configuration(work, receiver, root + ".yml")
    return Server(options.package, work, storages.filesystem(os.path.join(work, root)), arguments=[config])


def scene(address: str) -> None:
    """Requests of every kind that has an event."""
    pusher = Pusher(address)
    layer = b"a layer"
    manifest = manifest_of([layer])
    pusher.post_and_put(REPOSITORY, layer)
    pusher.mount(OTHER, REPOSITORY, digest_of(layer))
    for reference in ["v1", digest_of(manifest)]:
        pusher.expect(201, "PUT", f"/v2/{REPOSITORY}/manifests/{reference}", manifest, {"Content-Type": MANIFEST})
    pusher.expect(200, "GET", f"/v2/{REPOSITORY}/manifests/v1", headers={"Accept": MANIFEST})
    pusher.expect(200, "GET", f"/v2/{REPOSITORY}/blobs/{digest_of(layer)}")
    pusher.expect(202, "DELETE", f"/v2/{REPOSITORY}/manifests/{digest_of(manifest)}")
    pusher.close()


def recorded(receiver: Receiver) -> dict[str, dict[str, Any]]:
    """The events, with a name for each that says what it is about."""
    receiver.wait(lambda events: len(events) >= 8, "events of seven requests")
    named = {}
    for event in receiver.events():
        target = event["target"]
        kind = "blob" if "/blobs/" in target.get("url", "") else "manifest"
        named[f"{event['action']} of a {kind}{' by tag' if 'tag' in target else ''}"] = event
    return named


def envelopes_of_distribution(work: str) -> tuple[dict[str, dict[str, Any]], dict[str, str], str]:
    with Receiver() as receiver:
        config = configuration(work, receiver, "distribution.yml")
        port = free_port()
        variables = storages.filesystem(os.path.join(work, "theirs")) | {"REGISTRY_HTTP_ADDR": f"127.0.0.1:{port}"}
        with Distribution(config, port, work, variables) as distribution:
            scene(distribution.address)
            return recorded(receiver), *receiver.posts[0]


def compare(
    options: argparse.Namespace, report: Report, work: str, theirs: tuple[dict[str, dict[str, Any]], dict[str, str], str]
) -> None:
    their_events, their_headers, their_text = theirs
    with Receiver() as receiver, server(options, work, receiver, "ours") as moorage:
        scene(moorage.address)
        ours = recorded(receiver)
        headers, text = receiver.posts[0]
    report.result("the same kinds of events", [str(sorted(ours))] if sorted(ours) != sorted(their_events) else [])
    for name in sorted(set(ours) & set(their_events)):
        report.result(name, differences(flat(their_events[name]), flat(ours[name])))
    wrong = [
        f"{header}: {headers.get(header)}, not {their_headers.get(header)}"
        for header in ["Content-Type", "Authorization"]
        # Distribution 3 has v2 where 2.8 has v1.
        if headers.get(header) != their_headers.get(header, "").replace("events.v1", "events.v2")
    ]
    report.result("the same headers", wrong)
    indentation = [line[: len(line) - len(line.lstrip())] for line in text.splitlines()[:6]]
    expected = [line[: len(line) - len(line.lstrip())] for line in their_text.splitlines()[:6]]
    report.result("the same indentation", [] if indentation == expected else [f"{indentation}, not {expected}"])


def flat(event: dict[str, Any], above: str = "") -> dict[str, Any]:
    """The values by their paths. A mapping without values is one too."""
    values: dict[str, Any] = {}
    for name, value in event.items():
        if isinstance(value, dict) and value:
            values |= flat(value, f"{above}{name}.")
        else:
            values[above + name] = value
    return values


def differences(theirs: dict[str, Any], ours: dict[str, Any]) -> list[str]:
    wrong = [f"without {name}" for name in theirs if name not in ours]
    wrong += [f"with {name}, which Distribution does not have" for name in ours if name not in theirs]
    for name in set(theirs) & set(ours):
        form = FORMS.get(name)
        if form:
            if not form.fullmatch(ours[name]) or not form.fullmatch(theirs[name]):
                wrong.append(f"{name}: {ours[name]} and {theirs[name]}")
        elif without_port(ours[name]) != without_port(theirs[name]):
            wrong.append(f"{name}: {ours[name]}, not {theirs[name]}")
    return wrong


def without_port(value: object) -> object:
    return re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:PORT", value) if isinstance(value, str) else value


def lose_nothing(options: argparse.Namespace, report: Report, work: str) -> None:
    tags = [f"v{number}" for number in range(options.pushes)]
    with report.check(f"{len(tags)} pushes while the receiver is away arrive in order after kill -9"):
        with Receiver() as receiver:
            receiver.status = 503
            moorage = server(options, work, receiver, "killed")
            moorage.start()
            pusher = Pusher(moorage.address)
            pusher.post(REPOSITORY, b"a layer")
            for number, tag in enumerate(tags):
                content = manifest_of([b"a layer"], tag)
                pusher.expect(201, "PUT", f"/v2/{REPOSITORY}/manifests/{tag}", content, {"Content-Type": MANIFEST})
                if number == len(tags) // 2:
                    pusher.close()
                    moorage.kill()
                    moorage.start()
                    pusher = Pusher(moorage.address)
            pusher.close()
            moorage.kill()
            receiver.status = 200
            with moorage:
                receiver.wait(lambda events: set(tags) <= set(tags_of(events)), "all tags", 120)
            found = tags_of(receiver.events())
            first = list(dict.fromkeys(found))
            if first != tags:
                raise Unexpected(f"the order is {first}")
            report.note(f"{len(found)} deliveries of {len(tags)} events")


def tags_of(events: list[dict[str, Any]]) -> list[str]:
    return [event["target"]["tag"] for event in events if event["action"] == "push" and "tag" in event["target"]]
