"""Reads a trace of system calls: strace -f -y."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

from moorage_e2e.force_order.durability import Name

LINE = re.compile(r"^(\d+)\s+(.*)$")
RESUMED = re.compile(r"^<\.\.\. (\w+) resumed>(.*)$", re.DOTALL)
CALL = re.compile(r"^(\w+)\((.*)$", re.DOTALL)
RESULT = re.compile(r"^(.*)\)\s+= (-?\d+|\?)(.*)$", re.DOTALL)
DESCRIPTOR = re.compile(r"^(?:AT_FDCWD|\d+)<([^>]*)>")
TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')


class Call:
    """A system call: what it was given, and what came of it. Arguments of one that goes on are those known so far."""

    def __init__(self, name: str, arguments: str) -> None:
        self.name = name
        self.arguments = arguments
        self.result: str | None = None
        self.rest = ""
        self.noted: tuple[int, dict[str, Name]] | None = None

    def ended(self, text: str) -> bool:
        match = RESULT.match(text)
        if not match:
            return False
        self.arguments, self.result, self.rest = match.group(1), match.group(2), match.group(3)
        return True

    def succeeded(self) -> bool:
        return self.result is not None and not self.result.startswith(("?", "-"))

    def descriptor(self) -> str:
        """The path behind the descriptor that the call was given first."""
        match = DESCRIPTOR.match(self.arguments)
        return match.group(1) if match else ""

    def paths(self) -> list[str]:
        """The paths that the call names, relative ones below the descriptor before them."""
        found = []
        for match in TEXT.finditer(self.arguments):
            base = re.findall(r"(?:AT_FDCWD|\d+)<([^>]*)>", self.arguments[: match.start()])
            found.append(posixpath.normpath(posixpath.join(base[-1] if base else "/", match.group(1))))
        return found


def calls(lines: Iterable[str]) -> Iterator[tuple[str, Call]]:
    """Yields ("begin", call) and ("end", call) in the order in which they happened."""
    going_on: dict[str, Call] = {}
    for line in lines:
        match = LINE.match(line.rstrip("\n"))
        if not match:
            continue
        thread, text = match.groups()
        resumed = RESUMED.match(text)
        if resumed:
            call = going_on.pop(thread, None)
            if call is not None and call.ended(call.arguments + resumed.group(2)):
                yield "end", call
            continue
        begun = CALL.match(text)
        if not begun:
            continue
        arguments = begun.group(2)
        if arguments.endswith("<unfinished ...>"):
            call = Call(begun.group(1), arguments.removesuffix("<unfinished ...>").rstrip())
            going_on[thread] = call
            yield "begin", call
        else:
            call = Call(begun.group(1), arguments)
            if call.ended(arguments):
                yield "begin", call
                yield "end", call
