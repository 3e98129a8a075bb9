"""The server is killed at each system call of each way to push, and must have all that it acknowledged.

For each way to push, and each system call that changes or syncs files: the server is killed when it is about to make its first
call of this kind, its second, and so on, until the push succeeds. Each time it is started again on the same data and asked for all
that it had acknowledged. With a stride only every N-th call is tried. Needs strace.
"""

from __future__ import annotations

import argparse
import collections
import random
import time
from collections.abc import Callable

from moorage_e2e import options as common
from moorage_e2e import work as folders
from moorage_e2e.client.connection import NO_ANSWER
from moorage_e2e.client.pushes import OCTETS
from moorage_e2e.failures import Unexpected
from moorage_e2e.faults.audit import Audit
from moorage_e2e.faults.ledger import Ledger
from moorage_e2e.faults.pushers import Pusher, REPOSITORIES
from moorage_e2e.faults.storages import Filesystem
from moorage_e2e.faults.sweep import Sweep
from moorage_e2e.faults.tracing import ONE_CARRIER, Tracing, require_tracing
from moorage_e2e.report import Report
from moorage_e2e.servers.moorage import Client, Server

CALLS = ["openat", "write", "pwrite64", "ftruncate", "fsync", "fdatasync", "rename", "link", "mkdir", "unlink", "rmdir"]
MOST = 200


def whole_small(pusher: Pusher) -> None:
    pusher.finish(pusher.begin("killed/one", pusher.choices.randbytes(5_000)))


def whole_large(pusher: Pusher) -> None:
    content = pusher.choices.randbytes(200_000)
    digest = pusher.attempt("killed/one", content)
    pusher.client.request("POST", f"/v2/killed/one/blobs/uploads/?digest={digest}", content, OCTETS, [201])
    pusher.ledger.acknowledge(pusher.ledger.blobs, "killed/one", digest)


def chunks_and_empty_put(pusher: Pusher) -> None:
    upload = pusher.begin("killed/one", pusher.choices.randbytes(200_000))
    pusher.patch(upload, 100_000)
    pusher.patch(upload, 100_000)
    pusher.finish(upload)


def chunk_and_put_with_the_rest(pusher: Pusher) -> None:
    upload = pusher.begin("killed/one", pusher.choices.randbytes(200_000))
    pusher.patch(upload, 100_000)
    pusher.finish(upload)


def cancel(pusher: Pusher) -> None:
    upload = pusher.begin("killed/one", pusher.choices.randbytes(200_000))
    pusher.patch(upload, 100_000)
    upload.phase = "cancelling"
    pusher.client.request("DELETE", upload.location, expected=[204])
    upload.phase = "cancelled"


Push = Callable[[Pusher], None]
PUSHES: dict[str, Push] = {
    "POST, PUT": whole_small,
    "POST of a larger blob": whole_large,
    "POST, PATCH, PATCH, PUT": chunks_and_empty_put,
    "POST, PATCH, PUT with the rest": chunk_and_put_with_the_rest,
    "POST, PATCH, DELETE": cancel,
    "PUT of a manifest": Pusher.manifest,
    "POST that mounts": Pusher.mount,
}


class Kills:
    def __init__(self, server: Server, ledger: Ledger, storage: Filesystem, seed: int) -> None:
        self.server = server
        self.ledger = ledger
        self.choices = random.Random(seed)
        self.checks = Audit(server, ledger, self.choices, storage.published)
        self.kills: collections.Counter[tuple[str, str]] = collections.Counter()

    def pusher(self) -> Pusher:
        client = Client(self.server, timeout=20)
        return Pusher(client, self.ledger, self.choices, str(self.choices.random()))

    def warm_up(self) -> None:
        for repository in REPOSITORIES:
            pusher = self.pusher()
            for size in (10, 5_000, 100_000):
                pusher.finish(pusher.begin(repository, self.choices.randbytes(size)))
            pusher.manifest()
        chunks_and_empty_put(pusher)
        cancel(pusher)

    def dies(self, push: Push, call: str, number: int) -> bool:
        """Whether the server came to that call of a push, and was killed."""
        tracing = Tracing(self.server.pid, [call], [f"{call}:signal=KILL:when={number}"])
        pusher = self.pusher()
        answered = True
        try:
            push(pusher)
        except NO_ANSWER:
            answered = False
        finally:
            pusher.client.close()
            self.server.is_alive_after(0.1 if answered else 10)  # Something may come after the answer.
            tracing.end()
        alive = self.server.is_alive_after(0.3)
        if alive and not answered:
            raise Unexpected("the connection broke, and the server lives")
        return not alive

    def at_each(self, name: str, push: Push, stride: int) -> list[str]:
        """Kills it at each call of one way to push. What went wrong."""
        wrong = []
        for call in CALLS:
            for number in range(1 + self.choices.randrange(stride), MOST, stride):
                if not self.dies(push, call, number):
                    break
                self.kills[name, call] += 1
                self.server.start()
                self.checks.all_of(of_old=5)
                wrong += [f"{failure} (killed at {call} {number})" for failure in self.ledger.new_failures()]
        return wrong

    def counted(self, name: str) -> str:
        return ", ".join(f"{call} {self.kills[name, call]}" for call in CALLS if self.kills[name, call])


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--stride", type=int, default=1)
    common.add_seed(parser)


def run(options: argparse.Namespace, report: Report) -> None:
    require_tracing()
    report.note(f"stride {options.stride}, seed {options.seed}; again: --stride {options.stride} --seed {options.seed}")
    with folders.folder("kills", report) as work:
        storage = Filesystem(work)
        server = Server(options.package, work, storage.variables | {"MOORAGE_JAVA_OPTS": ONE_CARRIER})
        ledger = Ledger()
        kills = Kills(server, ledger, storage, options.seed)
        try:
            server.start()
            kills.warm_up()
            for name, push in PUSHES.items():
                began = time.monotonic()
                wrong = kills.at_each(name, push, options.stride)
                report.result(name, wrong, time.monotonic() - began)
                report.detail(f"killed at {kills.counted(name)}")
            with report.check("what is left is purged"):
                _, unreachable = Sweep(server, storage, ledger).run()
                if wrong := ledger.new_failures():
                    raise Unexpected("\n".join(wrong))
            report.detail(f"left over: {unreachable} blobs that nothing refers to")
        except NO_ANSWER as e:
            raise Unexpected(f"the server does not answer: {e!r}") from None
        finally:
            server.kill()
        report.note(f"killed at {sum(kills.kills.values())} calls, {ledger.figures()}")
