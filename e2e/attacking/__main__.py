"""One attack after the other: python3 e2e/attacking PACKAGE [--heap 128m] [--short] [--only NAME] [--list]"""

import argparse
import multiprocessing
import os
import sys
import time

import connections
import contents
import frames
from server import Server
from target import Target
from users import Users, Wrong, look, push_and_pull

KINDS = {
    "unfinished-posts": connections.unfinished_posts,
    "stalled-requests": connections.stalled_requests,
    "unread-bodies": connections.unread_bodies,
    "unread-answers": connections.unread_answers,
    "one-byte-frames": frames.one_byte,
    "window-updates": frames.window_updates,
    "pings": frames.pings,
    "settings": frames.settings,
    "empty-data": frames.empty_data,
    "resets": frames.resets,
    "continuations": frames.continuations,
    "manifest-bodies": contents.manifest_bodies,
    "manifest-trees": contents.manifest_trees,
    "referrers": contents.referrers,
    "wrong-passwords": contents.wrong_passwords,
    "tag-lists": contents.tag_lists,
    "upgrades": contents.upgrades,
}
FILES_LEFT = 16
THREADS_LEFT = 48
PERCENTILE = 0.99
SECOND = 1.0
# What Java takes outside of the heap: its own code, and the memory for buffers (lib/java.options).
BESIDE_HEAP = 320 + 300


class Attack:
    """Runs in a process of its own, so that its load is not in what users measure."""

    def __init__(self, kind, target):
        self.told = multiprocessing.Queue()
        self.process = multiprocessing.Process(target=self._run, args=(kind, target))
        self.process.start()

    def _run(self, kind, target):
        os.nice(5)
        try:
            self.told.put((True, KINDS[kind](target)))
        except Exception as failure:
            self.told.put((False, f"the attack itself failed: {failure!r}"))

    def wait(self, seconds):
        try:
            return self.told.get(timeout=seconds)
        except Exception:
            return False, "the attack did not end"
        finally:
            self.process.terminate()
            self.process.join()


def is_as_before(server, before):
    return server.files() <= before[0] + FILES_LEFT and server.threads() <= before[1] + THREADS_LEFT


def judge(server, users, before, ended):
    """What is not as it must be."""
    wrong = []
    if users.slowest(PERCENTILE) >= SECOND:
        wrong.append("GET /v2/ took a second or longer")
    if any(took == float("inf") for took in users.rounds):
        wrong.append("a push or a pull failed")
    while server.lives() and time.monotonic() < ended + 5 and not is_as_before(server, before):
        time.sleep(0.1)
    if not server.lives():
        return wrong + [f"the process has ended with {server.process.returncode}"]
    try:
        if look(server.port) >= SECOND or push_and_pull(server.port, "users/after", "v1") >= 5 * SECOND:
            wrong.append("five seconds later it is slow")
    except (Wrong, OSError) as failure:
        wrong.append(f"five seconds later: {failure}")
    if not is_as_before(server, before):
        wrong.append(f"{server.files()} open files and {server.threads()} threads, {before[0]} and {before[1]} before")
    if server.heap and server.memory() > int(server.heap.rstrip("m")) + BESIDE_HEAP:
        wrong.append("it takes more memory than it may")
    if "OutOfMemoryError" in server.said():
        wrong.append("memory ran out")
    return wrong


def run(kind, package, heap, seconds, scale):
    """Whether the registry withstood it; prints a line."""
    prepare = (lambda root: contents.many_tags(root, scale)) if kind == "tag-lists" else lambda root: None
    server = Server(package, heap, prepare)
    try:
        push_and_pull(server.port, "users/before", "v1")
        before = server.files(), server.threads()
        users = Users(server.port)
        attack = Attack(kind, Target(server.port, seconds, scale))
        went, told = attack.wait(seconds + 180)
        ended = time.monotonic()
        users.stop()
        peak = server.memory()
        wrong = ([] if went else [told]) + judge(server, users, before, ended)
        figures = (
            f"GET /v2/ p50 {users.slowest(0.5) * 1000:.0f} ms, p99 {users.slowest(PERCENTILE) * 1000:.0f} ms of {len(users.looks)}; "
            f"{len(users.rounds)} pushes and pulls, slowest {max(users.rounds):.1f} s; {peak} MiB, then {server.memory()}"
        )
        print(f"{'not ok' if wrong else 'ok'} - {kind}: {told}; {figures}", flush=True)
        for what in dict.fromkeys(wrong + [f"users: {what}" for what in users.wrong[:3]] if wrong else []):
            print(f"    {what}", flush=True)
        return not wrong
    finally:
        server.stop()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("package")
    parser.add_argument("--heap", default="")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--only", action="append", choices=KINDS)
    parser.add_argument("--again", action="store_true", help="a kind that fails runs a second time, which counts")
    parser.add_argument("--list", action="store_true")
    arguments = parser.parse_args()
    if arguments.list:
        print("\n".join(KINDS))
        return
    seconds, scale = (6, 0.2) if arguments.short else (20, 1)

    def withstood(kind):
        return run(kind, arguments.package, arguments.heap, seconds, scale)

    results = [withstood(kind) or arguments.again and withstood(kind) for kind in arguments.only or KINDS]
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed", flush=True)
    sys.exit(0 if all(results) else 1)


main()
