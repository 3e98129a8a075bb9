"""skopeo, a client of registries without a daemon."""

from __future__ import annotations

import filecmp
import json
import os
import subprocess
import tempfile

from moorage_e2e.failures import Unavailable, Unexpected


def skopeo(*arguments: str) -> str:
    """What it prints. Raises Unexpected when it fails."""
    try:
        ended = subprocess.run(["skopeo", "--insecure-policy", *arguments], capture_output=True, text=True, timeout=600)
    except FileNotFoundError:
        raise Unavailable("skopeo is not installed") from None
    if ended.returncode != 0:
        raise Unexpected(f"skopeo {' '.join(arguments)} ended with {ended.returncode}: {ended.stdout}{ended.stderr}")
    return ended.stdout


def copy(source: str, target: str) -> None:
    skopeo("copy", "--quiet", "--all", "--src-tls-verify=false", "--dest-tls-verify=false", source, target)


def delete(image: str) -> None:
    skopeo("delete", "--tls-verify=false", image)


def tags(repository: str) -> list[str]:
    found = json.loads(skopeo("list-tags", "--tls-verify=false", repository))["Tags"]
    return [str(tag) for tag in found]


def require_same(image: str, layout: str) -> None:
    """Pulls an image. Its blobs must be those of the layout, byte for byte."""
    with tempfile.TemporaryDirectory(prefix="moorage-pulled-") as folder:
        copy(image, f"oci:{folder}:pulled")
        expected, pulled = (os.path.join(each, "blobs", "sha256") for each in (layout, folder))
        _, different, missing = filecmp.cmpfiles(expected, pulled, os.listdir(expected), shallow=False)
        if different or missing or not os.listdir(expected):
            raise Unexpected(f"{image}: {different} have other bytes, and {missing} are not there")
