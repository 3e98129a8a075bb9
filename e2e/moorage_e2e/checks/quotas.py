"""Quotas and immutable tags: skopeo, curl and requests by hand are refused as the documentation says, and what adds nothing is not.

Two servers share one folder. curl counts the bytes that it has sent when it is refused. Needs skopeo and curl.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import json
import os
import pathlib
import random
import subprocess
import threading
from collections.abc import Iterator

from moorage_e2e import work as folders
from moorage_e2e.client import images
from moorage_e2e.client.connection import NO_ANSWER, Answer, Connection
from moorage_e2e.failures import Unexpected
from moorage_e2e.report import Report
from moorage_e2e.servers.moorage import SECRET, Server
from moorage_e2e.waiting import wait_for

MIB = 1 << 20
LIMIT = 4 * MIB
TOLERANCE = 64 * MIB
RACERS = 16
CONFIGURATION = """\
version: 0.1
storage:
  filesystem: {{rootdirectory: {work}/root}}
  delete: {{enabled: true}}
  quotas:
    - {{namespace: team, bytes: {limit}, repositories: 2, tags: 3}}
    - {{namespace: shared, bytes: {limit}}}
  immutabletags:
    - {{repositories: ["prod/**"], tags: ["*"], except: [latest, dev-*]}}
    - {{repositories: ["stage/**"], deletable: true}}
http: {{secret: {secret}}}
"""
MEASURED = 'moorage_quota_used{namespace="team"'
INDEX = "application/vnd.oci.image.index.v1+json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(options: argparse.Namespace, report: Report) -> None:
    with folders.folder("quotas", report) as work, report.check("the servers end in order"):
        configuration = pathlib.Path(work, "config.yml")
        configuration.write_text(CONFIGURATION.format(work=work, limit=LIMIT, secret=SECRET))
        layouts(work)
        arguments = [str(configuration)]
        variables = {"REGISTRY_HTTP_DEBUG_PROMETHEUS_ENABLED": "true"}
        with Server(options.package, work, variables, arguments=arguments) as one:
            with Server(options.package, work, variables, log="other.log", arguments=arguments) as other:
                with report.section("quotas"):
                    quotas(one, other, str(configuration), work, report)
                with report.section("two servers"):
                    two_servers(one, other, str(configuration), report)
                with report.section("immutable tags"):
                    immutable_tags(one, other, work, report)


def layouts(work: str) -> None:
    """Writes images that fit, one, two and other, and a large one that does not."""
    for seed, (name, size) in enumerate({"one": 100_000, "two": 100_000, "large": 8 * MIB}.items()):
        layout = images.Layout(os.path.join(work, name))
        layout.tag(images.image(layout, random.Random(seed), "amd64", [size]), "image")


def skopeo(work: str, layout: str, destination: str) -> tuple[bool, str]:
    copy = ["skopeo", "copy", "--dest-tls-verify=false", "--insecure-policy", f"oci:{work}/{layout}:image", f"docker://{destination}"]
    ended = subprocess.run(copy, capture_output=True, text=True, timeout=120)
    return ended.returncode == 0, ended.stderr


def require(right: bool, what: str) -> None:
    if not right:
        raise Unexpected(what)


def digest(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()


def push(connection: Connection, repository: str, content: bytes) -> Answer:
    return connection.request("POST", f"/v2/{repository}/blobs/uploads/?digest={digest(content)}", content)


def index(name: str) -> bytes:
    return json.dumps({"schemaVersion": 2, "mediaType": INDEX, "manifests": [], "annotations": {"name": name}}).encode()


def tag(connection: Connection, reference: str, content: bytes) -> int:
    """reference: REPOSITORY/manifests/TAG"""
    return connection.request("PUT", f"/v2/{reference}", content, {"Content-Type": INDEX}).status


def refusal(answer: Answer, quota: str) -> dict[str, str]:
    """Requires 403 with its numbers, and returns them."""
    require(answer.status == 403, f"{answer.status} {answer.content!r} is no refusal")
    error = json.loads(answer.content)["errors"][0]
    detail = error["detail"]
    require(error["code"] == "DENIED" and detail["quota"] == quota, f"{error} is not of {quota}")
    require(all(detail[number] in error["message"] for number in ("used", "limit", "asked")), f"{error} lacks a number")
    return dict(detail)


def used(server: Server, *arguments: str) -> list[tuple[str, str]]:
    """The bytes and the tags that moorage quota prints. It prints the repositories of the last measurement."""
    lines = [line.split(", ") for line in server.run("quota", *arguments)[1].splitlines()]
    return [(line[0], line[2]) for line in lines]


def metrics(address: str) -> str:
    connection = Connection(address)
    text = connection.request("GET", "/metrics").content.decode()
    connection.close()
    return text


def ask(server: Server, repository: str, length: int) -> Answer:
    """Asks whether a blob of a length may be pushed, and sends no byte of it."""
    connection = http.client.HTTPConnection(server.address, timeout=60)
    connection.putrequest("POST", f"/v2/{repository}/blobs/uploads/?digest=sha256:{'0' * 64}")
    connection.putheader("Content-Length", str(length))
    connection.putheader("Expect", "100-continue")
    connection.endheaders()
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return Answer(answer.status, answer.headers, content)


def quotas(server: Server, other: Server, configuration: str, work: str, report: Report) -> None:
    connection = Connection(server.address)
    with report.check("a server measures a namespace by itself"):
        wait_for(lambda: all(MEASURED in metrics(one.debug_address) for one in (server, other)), "a measurement")
        require("not measured" not in server.run("quota", configuration)[1], "moorage quota")
    with report.check("curl sends no byte of a body that does not fit"):
        pathlib.Path(work, "large.bin").write_bytes(bytes(2 * LIMIT))
        sent = subprocess.run(
            ["curl", "-s", "-o", os.path.join(work, "answer"), "-w", "%{http_code} %{size_upload}", "-H", "Expect: 100-continue"]
            + ["--expect100-timeout", "30", "--data-binary", f"@{work}/large.bin"]
            + [f"http://{server.address}/v2/team/one/blobs/uploads/?digest=sha256:{'0' * 64}"],
            capture_output=True,
            text=True,
            timeout=120,
        ).stdout
        require(sent == "403 0", f"curl says {sent}")
    with report.check("skopeo pushes an image that fits, and shows why another one does not"):
        fits, errors = skopeo(work, "one", f"{server.address}/team/one:v1")
        require(fits, errors)
        fits, errors = skopeo(work, "large", f"{server.address}/team/two:v1")
        require(not fits and "the quota of team allows" in errors, f"skopeo says {errors}")
    with report.check("a chunked body ends 64 MiB beyond what is left"):
        endless(server)
    with report.check("repositories and tags are limited"):
        require(push(connection, "team/two", b"two").status == 201, "the second repository")
        refusal(connection.request("POST", "/v2/team/three/blobs/uploads/"), "repositories")
        for name in ("v2", "v3"):
            require(tag(connection, f"team/two/manifests/{name}", index("two")) == 201, name)
        answer = connection.request("PUT", "/v2/team/two/manifests/v4", index("two"), {"Content-Type": INDEX})
        require(refusal(answer, "tags")["used"] == "3", f"{answer.content!r}")
        require(tag(connection, "team/two/manifests/v3", index("three")) == 201, "a tag that moves")
    with report.check("a full namespace takes what adds nothing"):
        rest = int(refusal(ask(server, "team/one", 2 * LIMIT), "bytes")["used"])
        filling = random.randbytes(LIMIT - rest)
        require(push(connection, "team/one", filling).status == 201, "what fits exactly")
        refusal(connection.request("POST", "/v2/team/one/blobs/uploads/"), "bytes")
        refusal(push(connection, "team/one", b"one byte more"), "bytes")
        require(push(connection, "team/one", filling).status == 201, "the same blob")
        mounted = connection.request("POST", f"/v2/team/two/blobs/uploads/?mount={digest(filling)}&from=team/one")
        require(mounted.status == 201, "a mount within the namespace")
        fits, errors = skopeo(work, "one", f"{server.address}/team/one:v1")
        require(fits, errors)
    with report.check("what servers have counted is what a measurement finds"):
        counted, measured = used(server, configuration), used(server, "--measure", configuration)
        require(counted == measured, f"{counted} and then {measured}")
    with report.check("a deletion makes room when it is measured"):
        require(connection.request("DELETE", f"/v2/team/one/blobs/{digest(filling)}").status == 202, "DELETE")
        require(connection.request("DELETE", f"/v2/team/two/blobs/{digest(filling)}").status == 202, "DELETE of the mount")
        require(server.run("quota", "--measure", configuration)[0] == 0, "moorage quota")
        wait_for(lambda: push(connection, "team/one", b"another").status == 201, "room")
    connection.close()


def endless(server: Server) -> None:
    connection = Connection(server.address)
    started = connection.request("POST", "/v2/team/one/blobs/uploads/")
    require(started.status == 202, f"{started.status} {started.content!r}")
    sent = 0

    def chunks() -> Iterator[bytes]:
        nonlocal sent
        piece = bytes(MIB)
        while sent < 3 * TOLERANCE:
            yield piece
            sent += MIB

    try:
        answer = connection.request("PATCH", started.location(), chunks())
        refusal(answer, "bytes")
    except NO_ANSWER:
        pass  # The server has ended the connection while the client was sending.
    connection.close()
    require(TOLERANCE <= sent < 2 * TOLERANCE, f"{sent} bytes were sent")


def two_servers(one: Server, other: Server, configuration: str, report: Report) -> None:
    """Layers go to one server, and manifests to the other one."""
    with report.check("images that many clients push to the limit fit") as details:
        acknowledged: list[int] = []
        threads = [threading.Thread(target=images_until_full, args=(one, other, racer, acknowledged)) for racer in range(RACERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        total = sum(acknowledged)
        details.append(f"{len(acknowledged)} images with {total} of {LIMIT} bytes")
        require(LIMIT // 2 < total <= LIMIT + RACERS * 1000, f"{total} bytes of {LIMIT} were acknowledged")
    with report.check("and servers count what a measurement finds"):
        counted, measured = used(one, configuration), used(one, "--measure", configuration)
        # Tags without a limit are those of the last measurement.
        require([bytes_used for bytes_used, _ in counted] == [bytes_used for bytes_used, _ in measured], f"{counted} and then {measured}")


def images_until_full(one: Server, other: Server, racer: int, acknowledged: list[int]) -> None:
    rng = random.Random(racer)
    layers, manifests = Connection(one.address), Connection(other.address)
    for number in range(8):
        layer = rng.randbytes(LIMIT // 80)
        descriptor = {"mediaType": "application/octet-stream", "size": len(layer), "digest": digest(layer)}
        manifest = {"schemaVersion": 2, "mediaType": images.MANIFEST, "config": descriptor, "layers": [descriptor]}
        content = json.dumps(manifest).encode()
        pushed = push(layers, f"shared/app{racer}", layer).status
        path = f"/v2/shared/app{racer}/manifests/v{number}"
        put = manifests.request("PUT", path, content, {"Content-Type": images.MANIFEST}).status if pushed == 201 else pushed
        if put == 201:
            acknowledged.append(len(layer) + len(content))
        elif put != 403:
            acknowledged.append(10 * LIMIT)  # No such answer is right.
    layers.close()
    manifests.close()


def immutable_tags(one: Server, other: Server, work: str, report: Report) -> None:
    connection = Connection(one.address)
    with report.check("skopeo pushes a tag, again, and not another image to it"):
        for layout, expected in (("one", True), ("one", True), ("two", False)):
            fits, errors = skopeo(work, layout, f"{one.address}/prod/app:v1")
            require(fits == expected, f"{layout}: {errors}")
        require("written once" in errors, errors)
    with report.check("exceptions move"):
        for name in ("latest", "dev-1"):
            for layout in ("one", "two"):
                fits, errors = skopeo(work, layout, f"{one.address}/prod/app:{name}")
                require(fits, errors)
    with report.check("a push of several tags of which one is immutable stores nothing"):
        require(tag(connection, "prod/app/manifests/dev-9?tag=v1", index("x")) == 409, "the push")
        require(connection.request("GET", "/v2/prod/app/manifests/dev-9").status == 404, "dev-9")
    with report.check("an immutable tag, its manifest and its layers are not deleted"):
        found = connection.request("GET", "/v2/prod/app/manifests/v1", headers={"Accept": images.MANIFEST})
        layer = json.loads(found.content)["layers"][0]["digest"]
        for path in ("manifests/v1", f"manifests/{digest(found.content)}", f"blobs/{layer}"):
            answer = connection.request("DELETE", f"/v2/prod/app/{path}")
            error = json.loads(answer.content)["errors"][0]
            right = answer.status == 409 and error["code"] == "DENIED" and error["detail"]["rule"].startswith("config.yml:")
            require(right, f"{path}: {answer.status} {error}")
    with report.check("a deletable one is, and is written again"):
        statuses = [tag(connection, "stage/app/manifests/v1", index(name)) for name in ("one", "one", "two")]
        statuses.append(connection.request("DELETE", "/v2/stage/app/manifests/v1").status)
        statuses.append(tag(connection, "stage/app/manifests/v1", index("two")))
        require(statuses == [201, 201, 409, 202, 201], str(statuses))
    with report.check("of two manifests that race for a tag through two servers one wins"):
        for round_number in range(10):
            race([one, other], f"prod/race/manifests/v{round_number}")
    connection.close()


def race(servers: list[Server], reference: str) -> None:
    contents = [index("one"), index("two")]
    statuses: dict[int, int] = {}
    start = threading.Barrier(RACERS)

    def racer(number: int) -> None:
        connection = Connection(servers[number // 2 % 2].address)
        start.wait()
        statuses[number] = tag(connection, reference, contents[number % 2])
        connection.close()

    threads = [threading.Thread(target=racer, args=(number,)) for number in range(RACERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answers = [{statuses[number] for number in range(first, RACERS, 2)} for first in (0, 1)]
    require(sorted(answers, key=str) == [{201}, {409}], f"{reference}: {answers}")
