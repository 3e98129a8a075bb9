"""The page in a real browser: an image, an index, what refers to it, and content that is hostile.

Chromium opens each view at two widths, light and dark. No script may fail, no request may leave the registry, the policy may refuse
nothing, and axe-core may find nothing. A tag is deleted with the keyboard. Needs chromium, node and npm, and --screenshots FOLDER keeps
what was seen.
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
from typing import Any

from moorage_e2e import work as folders
from moorage_e2e.client.pushes import MANIFEST, Pusher, digest_of
from moorage_e2e.report import Report
from moorage_e2e.servers.moorage import Server

VERSIONS = ("playwright-core@1.55.0", "axe-core@4.10.3")
HOME = pathlib.Path(os.environ.get("MOORAGE_PAGE_HOME") or os.path.join(tempfile.gettempdir(), "moorage-page-1.55.0"))
SCRIPT = pathlib.Path(__file__).parents[2] / "page" / "page.mjs"
UNITS = pathlib.Path(__file__).parents[3] / "adapters-web" / "src" / "test" / "ui"
INDEX = "application/vnd.oci.image.index.v1+json"
CONFIG = "application/vnd.oci.image.config.v1+json"
HOSTILE = "<img src=x onerror=alert(1)><script>alert(1)</script>"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--screenshots", default="", help="a folder for pictures of the views")
    parser.add_argument("--address", default="", help="HOST:PORT of a registry that runs already and is empty")


def run(options: argparse.Namespace, report: Report) -> None:
    install()
    with report.check("the modules' own tests"):
        subprocess.run(["node", "--test", *map(str, UNITS.glob("*.mjs"))], check=True, stdout=sys.stderr)
    with folders.folder("page", report) as work:
        if options.address:
            look(options.address, options.screenshots or work, report)
            return
        variables = {"REGISTRY_STORAGE": "filesystem", "REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY": os.path.join(work, "root")}
        with Server(options.package, work, {**variables, "REGISTRY_STORAGE_DELETE_ENABLED": "true"}) as server:
            look(server.address, options.screenshots or work, report)


def install() -> None:
    if not (HOME / "node_modules" / "axe-core").exists():
        HOME.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--prefix", str(HOME), "--no-audit", "--no-fund", "--silent", *VERSIONS]
        subprocess.run(command, check=True, stdout=sys.stderr)


def look(address: str, pictures: str, report: Report) -> None:
    fill(address)
    os.makedirs(pictures, exist_ok=True)
    report.relay("the page", ["node", str(SCRIPT), f"http://{address}", str(HOME / "node_modules"), pictures])


def fill(address: str) -> None:
    pusher = Pusher(address)
    amd, arm = (image(pusher, architecture) for architecture in ("amd64", "arm64"))
    entries = [
        {**amd, "platform": {"os": "linux", "architecture": "amd64"}},
        {**arm, "platform": {"os": "linux", "architecture": "arm64", "variant": "v8"}},
    ]
    content = json.dumps({"schemaVersion": 2, "mediaType": INDEX, "manifests": entries}).encode()
    for tag in ("latest", "1.10.0", "1.9.0"):
        put(pusher, tag, content, INDEX)
    pusher.close()
    pusher = Pusher(address)
    signature = {
        **json.loads(manifest_of(pusher, "amd64")),
        "artifactType": "application/vnd.dev.cosign.artifact.sig.v1+json",
        "subject": descriptor(INDEX, content),
    }
    raw = json.dumps(signature).encode()
    put(pusher, digest_of(raw), raw, MANIFEST)
    hostile = {**json.loads(manifest_of(pusher, "amd64", HOSTILE)), "annotations": {HOSTILE: HOSTILE, "url": "javascript:alert(1)"}}
    put(pusher, "hostile", json.dumps(hostile).encode(), MANIFEST)
    pusher.close()
    loose_ends(Pusher(address))


def loose_ends(pusher: Pusher) -> None:
    """An untagged image, one that is attached to nothing, an index without its image, an unfinished upload, and no tags."""
    missing = {"mediaType": MANIFEST, "digest": "sha256:" + "0" * 64, "size": 1}
    image(pusher, "riscv64")
    orphan = json.dumps({**json.loads(manifest_of(pusher, "s390x")), "subject": missing}).encode()
    put(pusher, digest_of(orphan), orphan, MANIFEST)
    arm = image(pusher, "arm")
    entries = [{**arm, "platform": {"os": "linux", "architecture": "arm"}}]
    index = json.dumps({"schemaVersion": 2, "mediaType": INDEX, "manifests": entries}).encode()
    put(pusher, "broken", index, INDEX)
    pusher.expect(202, "DELETE", f"/v2/team/app/manifests/{arm['digest']}")
    pusher.expect(202, "PATCH", pusher.start("team/app"), bytes(20 << 10))
    pusher.post("team/empty", b"a blob")
    pusher.close()


def descriptor(media_type: str, content: bytes) -> dict[str, Any]:
    return {"mediaType": media_type, "digest": digest_of(content), "size": len(content)}


def put(pusher: Pusher, reference: str, content: bytes, media_type: str) -> None:
    pusher.expect(201, "PUT", f"/v2/team/app/manifests/{reference}", content, {"Content-Type": media_type})


def image(pusher: Pusher, architecture: str) -> dict[str, Any]:
    content = manifest_of(pusher, architecture)
    put(pusher, digest_of(content), content, MANIFEST)
    return descriptor(MANIFEST, content)


def manifest_of(pusher: Pusher, architecture: str, command: str = "RUN make") -> bytes:
    layer = architecture.encode() * 1000
    config = {
        "created": "2026-11-01T12:00:00Z",
        "os": "linux",
        "architecture": architecture,
        "config": {"Cmd": ["/bin/app"], "User": command, "Labels": {"org.opencontainers.image.url": "https://example.com/"}},
        "history": [{"created_by": "ENV A=1", "empty_layer": True}, {"created_by": command}],
    }
    text = json.dumps(config).encode()
    for blob in (layer, text):
        pusher.post("team/app", blob)
    layers = [descriptor("application/vnd.oci.image.layer.v1.tar", layer)]
    return json.dumps({"schemaVersion": 2, "mediaType": MANIFEST, "config": descriptor(CONFIG, text), "layers": layers}).encode()
