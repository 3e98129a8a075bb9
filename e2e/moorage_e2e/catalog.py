"""The commands: checks, tools that are no checks, and emulators that run until they are ended. Modules are imported on use."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Sequence
from typing import Protocol, cast

from moorage_e2e.report import Report


class Check(Protocol):
    """What each module in checks has. The first line of its __doc__ is its summary."""

    __doc__: str | None

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, options: argparse.Namespace, report: Report) -> None: ...


class Command(Protocol):
    """A tool or an emulator: it reports nothing."""

    __doc__: str | None

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def main(self, options: argparse.Namespace) -> int: ...


CHECKS = [
    "clients",
    "conformance",
    "distribution-compat",
    "challenges",
    "access",
    "ldap",
    "active-directory",
    "oidc",
    "keycloak",
    "token-server",
    "access-changes",
    "notifications",
    "custom-driver",
    "stores",
    "proxies",
    "mirror",
    "mirror-sync",
    "mirror-room",
    "deploy",
    "compose",
    "rolling",
    "replicas",
    "uploads",
    "maintenance",
    "layouts",
    "retention",
    "metrics",
    "tracing",
    "quotas",
    "page",
    "force-order",
    "system-calls",
    "races",
    "power-cuts",
    "kills",
    "kills-at-each-call",
    "garbage",
    "garbage-soak",
    "garbage-stops",
    "roots",
    "disk-faults",
    "attacks",
    "fuzz",
]
COMMANDS = {
    "renew-advisories": "moorage_e2e.advisories",
    "s3proxy": "moorage_e2e.servers.s3proxy",
    "azurite": "moorage_e2e.servers.azurite",
}
# What `all` runs, in this order. Attacks and fuzzing are steps of their own in .ci/run.
ALL: list[Sequence[str]] = [
    ["clients"],
    ["distribution-compat"],
    ["challenges"],
    ["access"],
    ["ldap"],
    ["token-server"],
    ["access-changes"],
    ["notifications"],
    ["custom-driver"],
    ["stores"],
    ["proxies"],
    ["mirror"],
    ["mirror-sync"],
    ["mirror-room"],
    ["deploy"],
    ["compose"],
    ["page"],
    ["rolling", "--rounds", "1"],
    ["uploads"],
    ["maintenance"],
    ["layouts"],
    ["retention"],
    ["metrics"],
    ["tracing"],
    ["quotas"],
    ["force-order"],
    ["system-calls"],
    ["races", "--rounds", "200"],
    ["races", "--rounds", "60", "--storage", "s3"],
    ["power-cuts"],
    ["power-cuts", "--collecting", "--cuts", "1"],
    ["kills"],
    ["garbage", "--events", "2000", "--rounds", "1", "--stride", "25"],
    ["garbage-stops", "--rounds", "9"],
    ["roots"],
    ["disk-faults"],
]


def check(name: str) -> Check:
    return cast(Check, importlib.import_module("moorage_e2e.checks." + name.replace("-", "_")))


def command(name: str) -> Command:
    return cast(Command, importlib.import_module(COMMANDS[name]))


def summary(module: Check | Command) -> str:
    return (module.__doc__ or "").strip().split("\n")[0]
