"""The commands of moorage, and what they print."""

from __future__ import annotations

import json
from typing import Any

from moorage_e2e.failures import Unexpected
from moorage_e2e.servers.moorage import Server


def does(server: Server, status: int, *arguments: str, saying: str = "") -> str:
    """Runs a command, which must end with this status. What it prints, which must have a line that begins like this or ends so."""
    ended, out, err = server.run(*arguments)
    if ended != status:
        raise Unexpected(f"{arguments} ended with {ended}, not {status}: {out}{err}")
    if saying and not any(line.startswith(saying) or line.endswith(saying) for line in out.splitlines()):
        raise Unexpected(f"{arguments} does not print {saying!r}: {out}{err}")
    return out


def finds(server: Server, config: str, status: int, *problems: str, options: tuple[str, ...] = ()) -> dict[str, Any]:
    """Runs verify, which must find these: kinds, and repairs after a space. Returns its summary."""
    out = does(server, status, "verify", config, "--json", *options)
    lines = [json.loads(line) for line in out.splitlines()]
    found = [line["kind"] + ("" if line["repair"] == "none" else " " + line["repair"]) for line in lines if line.get("problem")]
    if sorted(found) != sorted(problems):
        raise Unexpected(f"verify finds {sorted(found)}, and not {sorted(problems)}")
    summary: dict[str, Any] = next(line for line in lines if line.get("type") == "summary")
    return summary
