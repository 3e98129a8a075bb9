"""Bounded attacks of each kind, during which other clients must be served.

Each kind has a server of its own. While it goes on, GET /v2/ of other connections must be answered within a second at the 99th
percentile, and a user with a password must be able to push and to pull. Five seconds after its end all must be as before.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time

from moorage_e2e import work as folders
from moorage_e2e.attacks import contents
from moorage_e2e.attacks.attack import Attack
from moorage_e2e.attacks.kinds import KINDS
from moorage_e2e.attacks.server import AttackedServer
from moorage_e2e.attacks.target import Target
from moorage_e2e.attacks.users import Users, Wrong, look, push_and_pull
from moorage_e2e.report import Report

FILES_LEFT = 16
THREADS_LEFT = 48
AFTERWARDS = 5.0
AGAIN = 2
PERCENTILE = 0.99
SECOND = 1.0
# Megabytes that Java takes outside of the heap: its own code, and the memory for buffers (lib/java.options).
OUTSIDE_HEAP = 320 + 300


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--heap", default="", help="Java's -Xmx, for example 128m")
    parser.add_argument("--short", action="store_true", help="smaller numbers, for CI")
    parser.add_argument("--only", action="append", choices=KINDS, help="this kind; may be repeated")
    parser.add_argument("--again", action="store_true", help="a kind that fails runs again, at most twice: for shared machines")


def run(options: argparse.Namespace, report: Report) -> None:
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    seconds, scale = (6, 0.2) if options.short else (20, 1.0)
    with folders.folder("attacks", report) as work:
        for kind in options.only or KINDS:
            began = time.monotonic()
            wrong, figures = withstand(kind, options, work, seconds, scale)
            for _ in range(AGAIN if options.again else 0):
                if wrong:
                    report.note(f"{kind} runs again: {'; '.join(wrong)}")
                    wrong, figures = withstand(kind, options, work, seconds, scale)
            report.result(kind, wrong, time.monotonic() - began)
            report.detail(figures)


def withstand(kind: str, options: argparse.Namespace, work: str, seconds: float, scale: float) -> tuple[list[str], str]:
    """One attack: what was wrong, and figures."""
    folder = tempfile.mkdtemp(prefix=f"{kind}-", dir=work)
    server = AttackedServer(options.package, folder, options.heap)
    if kind == "tag-lists":
        contents.many_tags(server.root, scale)
    server.start()
    try:
        push_and_pull(server.port, "users/before", "v1")
        before = server.files(), server.threads()
        users = Users(server.port)
        attack = Attack(kind, Target(server.port, seconds, scale))
        went, outcome = attack.wait(seconds + 180)
        ended = time.monotonic()
        users.stop()
        peak = server.memory()
        wrong = ([] if went else [outcome]) + wrong_after(server, users, before, ended)
        if wrong:
            wrong += [f"users: {what}" for what in users.wrong[:3]]
        return list(dict.fromkeys(wrong)), (
            f"{outcome}; GET /v2/ p50 {users.slowest(0.5) * 1000:.0f} ms, p99 {users.slowest(PERCENTILE) * 1000:.0f} ms of "
            f"{len(users.looks)}; {len(users.rounds)} pushes and pulls, slowest {max(users.rounds):.1f} s; "
            f"{peak} MiB, then {server.memory()}"
        )
    finally:
        server.kill()


def is_as_before(server: AttackedServer, before: tuple[int, int]) -> bool:
    return server.files() <= before[0] + FILES_LEFT and server.threads() <= before[1] + THREADS_LEFT


def await_as_before(server: AttackedServer, before: tuple[int, int], end: float) -> bool:
    """Waits until the server has closed what the attack had opened, at most until the end."""
    while server.lives() and time.monotonic() < end and not is_as_before(server, before):
        time.sleep(0.1)
    return server.lives() and is_as_before(server, before)


def wrong_after(server: AttackedServer, users: Users, before: tuple[int, int], ended: float) -> list[str]:
    """What is not as it must be."""
    wrong = []
    if users.slowest(PERCENTILE) >= SECOND:
        wrong.append("GET /v2/ took a second or longer")
    if any(took == float("inf") for took in users.rounds):
        wrong.append("a push or a pull failed")
    await_as_before(server, before, ended + AFTERWARDS)
    if not server.lives():
        return wrong + [f"the process has ended with {server.returncode()}"]
    try:
        if look(server.port) >= SECOND or push_and_pull(server.port, "users/after", "v1") >= 5 * SECOND:
            wrong.append("five seconds later it is slow")
    except (Wrong, OSError) as failure:
        wrong.append(f"five seconds later: {failure}")
    # The push and the pull had files and connections of their own, which the server closes behind them.
    if not await_as_before(server, before, time.monotonic() + AFTERWARDS):
        wrong.append(f"{server.files()} open files and {server.threads()} threads, {before[0]} and {before[1]} before")
    if server.heap and server.memory() > int(server.heap.rstrip("m")) + OUTSIDE_HEAP:
        wrong.append("it takes more memory than it may")
    if "OutOfMemoryError" in server.log_tail():
        wrong.append("memory ran out")
    return wrong
