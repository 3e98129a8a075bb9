"""Renews docs/advisories.json from OSV.

Needs the network. A build only reads the file. Without --osv the export of OSV for Maven is fetched, which holds the
advisories of GitHub. What is kept are those of severity HIGH and CRITICAL of what the package is made of (target/bom.json, which
`./mvnw package -DskipTests` makes), and of what the file's "watched" names: relatives that a change of a dependency could bring.
"accepted" is kept as it is, without the identifiers that are not there any more.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import sys
import tempfile
import urllib.request
import zipfile
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from moorage_e2e import places

EXPORT = "https://osv-vulnerabilities.storage.googleapis.com/Maven/all.zip"
SERIOUS = ("HIGH", "CRITICAL")


def records(export: str) -> Iterator[dict[str, Any]]:
    """Each record of an export, which is a zip of JSON files."""
    with zipfile.ZipFile(export) as archive:
        for name in archive.namelist():
            if name.endswith(".json"):
                with archive.open(name) as file:
                    yield json.load(file)


def ranges(affected: dict[str, Any]) -> list[dict[str, str]]:
    """The ranges of a package: OSV lists events, of which each "introduced" is ended by the next event."""
    found = []
    for entry in affected.get("ranges", []):
        if entry.get("type") != "ECOSYSTEM":
            continue
        for event in entry.get("events", []):
            if "introduced" in event:
                found.append({"introduced": event["introduced"]})
            elif not found:
                raise ValueError(f"a range does not begin: {entry}")
            elif "fixed" in event:
                found[-1]["fixed"] = event["fixed"]
            elif "last_affected" in event:
                found[-1]["lastAffected"] = event["last_affected"]
    if not found:
        found = [{"introduced": version, "lastAffected": version} for version in affected.get("versions", [])]
    return found


def advisory(record: dict[str, Any], names: Collection[str]) -> dict[str, Any] | None:
    """What of a record concerns these packages. None when nothing does."""
    severity = record.get("database_specific", {}).get("severity", "")
    if severity not in SERIOUS or "withdrawn" in record:
        return None
    affected: dict[str, list[dict[str, str]]] = {}
    for entry in record.get("affected", []):
        package = entry.get("package", {})
        if package.get("ecosystem") == "Maven" and package.get("name") in names:
            for found in ranges(entry):
                known = affected.setdefault(package["name"], [])
                if found not in known:
                    known.append(found)
    if not affected:
        return None
    return {
        "id": record["id"],
        "aliases": sorted(record.get("aliases", [])),
        "severity": severity,
        "summary": " ".join(record.get("summary", "").split()),
        "affected": [{"name": name, "ranges": affected[name]} for name in sorted(affected)],
    }


def shipped(bom: dict[str, Any]) -> set[str]:
    """The names of what a bill of materials of CycloneDX lists."""
    return {f"{component['group']}:{component['name']}" for component in bom["components"] if component.get("group")}


def renewed(known: dict[str, Any], export: Iterable[dict[str, Any]], bom: dict[str, Any], taken: str) -> dict[str, Any]:
    """The content of the file, from what it was."""
    names = set(known["watched"]) | shipped(bom)
    advisories = [found for found in (advisory(record, names) for record in export) if found]
    advisories.sort(key=lambda found: found["id"])
    ids = {found["id"] for found in advisories}
    return {
        "taken": taken,
        "source": "OSV, ecosystem Maven, severity HIGH and CRITICAL; by e2e/check renew-advisories",
        "watched": sorted(known["watched"]),
        "accepted": {id: reason for id, reason in sorted(known["accepted"].items()) if id in ids},
        "advisories": advisories,
    }


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--osv", help="an export of OSV that is here already")
    parser.add_argument("--bom", default=str(places.BOM))
    parser.add_argument("--out", default=str(places.SOURCE / "docs" / "advisories.json"))
    parser.add_argument("--taken", default=datetime.datetime.now(datetime.timezone.utc).date().isoformat())


def main(options: argparse.Namespace) -> int:
    with open(options.out, encoding="utf-8") as file:
        known = json.load(file)
    with open(options.bom, encoding="utf-8") as file:
        bom = json.load(file)
    with tempfile.TemporaryDirectory() as folder:
        export = options.osv
        if not export:
            export = os.path.join(folder, "all.zip")
            urllib.request.urlretrieve(EXPORT, export)
        content = renewed(known, records(export), bom, options.taken)
    if not content["advisories"]:
        sys.exit("the export has no advisory of what is watched: the file is left as it was")
    with open(options.out, "w", encoding="utf-8") as file:
        file.write(json.dumps(content, indent=1, ensure_ascii=False) + "\n")
    before = {found["id"] for found in known["advisories"]}
    after = {found["id"] for found in content["advisories"]}
    print(f"{len(after)} advisories; new: {', '.join(sorted(after - before)) or 'none'};"
          f" gone: {', '.join(sorted(before - after)) or 'none'}")
    return 0
