"""Every way to push, under strace: a 201 leaves only when everything that it promises is synced.

strace also makes every sync slow, so that pushes at the same time meet in the middle of one. Needs strace.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import json
import os
import pathlib
import posixpath
import random
import signal
import subprocess

from moorage_e2e import options as common
from moorage_e2e import work as folders
from moorage_e2e.failures import Unavailable
from moorage_e2e.force_order import pushes
from moorage_e2e.force_order.promises import Ledger
from moorage_e2e.report import Report
from moorage_e2e.servers import storages
from moorage_e2e.servers.moorage import Server

CALLS = (
    "openat,open,creat,mkdir,mkdirat,rmdir,rename,renameat,renameat2,link,linkat,unlink,unlinkat,fsync,fdatasync,pwrite64,pwritev,"
    "pwritev2,write,writev,sendto,sendmsg,sendfile,ftruncate,fallocate,copy_file_range"
)
DELAY = 3000  # Microseconds that each sync takes longer.
MOST_FSYNCS = 6  # Of a push of a blob, when its directories are there.
MOST_REPORTED = 30


def add_arguments(parser: argparse.ArgumentParser) -> None:
    common.add_seed(parser)


def run(options: argparse.Namespace, report: Report) -> None:
    try:
        subprocess.run(["strace", "-o", "/dev/null", "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        raise Unavailable("strace may not trace here") from None
    report.note(f"pushes of seed {options.seed}")
    with folders.folder("fsyncs", report) as work:
        root, trace = os.path.join(work, "root"), os.path.join(work, "trace")
        strace = ["strace", "-f", "--seccomp-bpf", "-y", "-s", "4096", "-o", trace, "-e", f"trace={CALLS}"]
        strace += ["-e", f"inject=fsync,fdatasync:delay_enter={DELAY}"]
        server = Server(options.package, work, storages.filesystem(root), before=strace)
        server.start()
        try:
            answers = pushes.one_after_the_other(server.address, random.Random(options.seed))
            answers += pushes.at_once(server.address, options.seed)
        finally:
            end_traced(server)
        ledger = Ledger(posixpath.normpath(root))
        with open(trace, encoding="utf-8", errors="replace") as lines:
            ledger.replay(lines)
        report.result("a 201 leaves only when everything that it promises is synced", wrong_in(ledger, answers))
        report.detail("\n".join([*counted(ledger), f"answers: {json.dumps(ledger.answers)}, fsyncs: {ledger.fsyncs}"]))


def end_traced(server: Server) -> None:
    """Ends the server that strace runs, since strace itself passes no signal on."""
    children = pathlib.Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    for child in children:
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(child), signal.SIGTERM)
    if server.is_alive_after(60):
        server.kill()


def counted(ledger: Ledger) -> list[str]:
    """How many fsyncs each way to push took."""
    found = []
    for pushed, counts in sorted(ledger.counted.items()):
        if pushed.startswith("counted/"):
            warm = " or ".join(map(str, sorted(set(counts[1:]))))
            found.append(f"{pushed.removeprefix('counted/')}: {warm} fsyncs, {counts[0]} for the first")
    return found


def wrong_in(ledger: Ledger, answers: int) -> list[str]:
    """Each violation once."""
    violations = list(ledger.violations)
    for pushed, counts in ledger.counted.items():
        most = max(counts[1:], default=0)
        if pushed.startswith("counted/") and pushed.endswith(" blobs") and most > MOST_FSYNCS:
            violations.append(f"{most} fsyncs for a push to {pushed}, and not {MOST_FSYNCS}")
    if ledger.answers["201"] != answers:
        violations.append(f"{ledger.answers['201']} answers of 201 are in the trace, and not {answers}")
    common_ones = collections.Counter(violations).most_common(MOST_REPORTED)
    return [violation + (f" ({count} times)" if count > 1 else "") for violation, count in common_ones]
