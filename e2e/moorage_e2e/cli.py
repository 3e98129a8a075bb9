"""The command line: e2e/check NAME… [options]"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from collections.abc import Sequence

from moorage_e2e import catalog, places
from moorage_e2e.report import Report

USAGE = """usage: e2e/check NAME… [options]    runs checks one after the other
       e2e/check all [--package DIR] runs those that are part of each change
       e2e/check NAME --help         the options of a check
       e2e/check --list              the names
An option is given to each of the named checks that has it. Results are printed as TAP. The status is 1 when one of them failed."""


def main(arguments: Sequence[str] | None = None) -> None:
    words = list(sys.argv[1:] if arguments is None else arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # Blocks that end servers are left, as on any error.
    if words and words[0] in catalog.COMMANDS:
        sys.exit(run_command(words[0], words[1:]))
    if words == ["--list"]:
        print_list()
        return
    names = []
    while words and not words[0].startswith("-"):
        names.append(words.pop(0))
    unknown = [name for name in names if name not in [*catalog.CHECKS, "all"]]
    if not names or unknown:
        print(f"unknown: {', '.join(unknown)}\n{USAGE}" if unknown else USAGE, file=sys.stderr)
        sys.exit(2)
    sys.exit(run(names, words))


def run_command(name: str, words: Sequence[str]) -> int:
    """Runs a command that is no check. Its status."""
    module = catalog.command(name)
    parser = parser_of(name, module)
    module.add_arguments(parser)
    return module.main(parser.parse_args(words))


def run(names: Sequence[str], words: Sequence[str]) -> int:
    """Runs checks with the options that each of them has."""
    wanted: list[Sequence[str]] = []
    for name in names:
        wanted += catalog.ALL if name == "all" else [[name]]
    parsed, unknown = [], []
    for name, *own in wanted:
        module = catalog.check(name)
        parser = parser_of(name, module)
        add_package(parser)
        module.add_arguments(parser)
        options, rest = parser.parse_known_args([*own, *words])
        parsed.append((name, module, options))
        unknown.append(rest)
    for word in unknown[0]:
        if all(word in rest for rest in unknown):
            print(f"no such option of {' or '.join(names)}: {word}", file=sys.stderr)
            return 2
    report = Report()
    for name, module, options in parsed:
        report.note(f"{name}: {catalog.summary(module)}")
        began = time.monotonic()
        with report.section(name):
            module.run(options, report)
        report.note(f"{name}: {time.monotonic() - began:.0f} s")
    return report.finish()


def parser_of(name: str, module: catalog.Check | catalog.Command) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(
        prog=f"e2e/check {name}",
        description=module.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def add_package(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--package",
        type=lambda path: os.path.abspath(path),
        default=str(places.PACKAGE),
        help=f"what ./mvnw package made ({places.PACKAGE.relative_to(places.SOURCE)})",
    )


def print_list() -> None:
    print("checks:")
    for name in catalog.CHECKS:
        print(f"  {name:20} {catalog.summary(catalog.check(name))}")
    print(f"  {'all':20} {' '.join(dict.fromkeys(words[0] for words in catalog.ALL))}")
    print("other commands:")
    for name in catalog.COMMANDS:
        print(f"  {name:20} {catalog.summary(catalog.command(name))}")
