"""System calls that fail, one after the other, while content is pushed and pulled. strace makes them fail."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from moorage_e2e.client.connection import Answer, NO_ANSWER
from moorage_e2e.failures import Unexpected
from moorage_e2e.faults.scene import Scene
from moorage_e2e.faults.tracing import Tracing

MOST = 150
FSYNCS = ["fsync", "fdatasync"]


def answered(ask: Callable[..., Answer], *arguments: Any) -> Answer | None:
    """An answer. None where the connection broke."""
    try:
        return ask(*arguments)
    except NO_ANSWER:
        return None


def file_of(line: str) -> str:
    """The file that a traced call was made on."""
    named = re.search(r'"(/[^"]*)"', line) or re.search(r"<(/[^>]*)>", line)
    return named.group(1) if named else ""


class Trial:
    """A push in which the n-th call of a kind fails."""

    def __init__(self, scene: Scene, call: str, error: str, number: int) -> None:
        self.scene = scene
        self.call = call
        self.upload = scene.upload(300_000, 100_000)
        self.blob = scene.choices.randbytes(30_000)
        calls = FSYNCS if call in FSYNCS else [call]
        tracing = Tracing(scene.server.pid, calls, [f"{call}:error={error}:when={number}"])
        try:
            self.answers = self.ask(number)
        finally:
            self.lines = tracing.end()
        self.failed = [file_of(line) for line in self.lines if "(INJECTED)" in line]

    def ask(self, number: int) -> list[Answer | None]:
        scene, upload = self.scene, self.upload
        patched = answered(scene.patch, upload, 100_000)
        if patched is not None and patched.status == 202:
            scene.pusher.take(upload, patched, 200_000)
        self.put = patched and answered(scene.put, upload)
        self.tagged = self.put and answered(scene.manifest, f"trial-{self.call}-{number}")
        self.small = self.tagged and answered(scene.push, self.blob, None)
        if self.call in FSYNCS and not self.went_through(self.put):
            self.put = answered(scene.put, upload)
        return [patched, self.put, self.tagged, self.small]

    def is_of_a_disk(self) -> bool:
        """Whether the call that failed was on a file of the storage, and not one of the server's wake-up calls to itself."""
        return all(file.startswith(self.scene.root) for file in self.failed)

    @staticmethod
    def went_through(answer: Answer | None) -> bool:
        return answer is not None and answer.status in (201, 202)

    def require_answers(self) -> None:
        """Each was right, or an error."""
        for answer in self.answers:
            if answer is None:
                raise Unexpected("the connection broke")
            if not self.went_through(answer):
                # Bytes that could not be synced are not trusted when they are asked for again.
                forgotten = answer is self.put and self.call in FSYNCS and answer.status == 404
                if not forgotten:
                    self.scene.require_error(answer)
        if self.went_through(self.put):
            self.scene.pull(self.upload.content)
        if self.went_through(self.small):
            self.scene.pull(self.blob)
        self.scene.is_absent_or_right(self.upload.content)
        self.scene.is_absent_or_right(self.blob)
        self.scene.others_go_on()

    def require_recovery(self) -> None:
        """The server lives on, and takes all that failed when it is asked again, or asked where it stands."""
        if not self.went_through(self.put):
            if self.scene.choices.random() < 0.5:
                self.scene.goes_on(self.upload)
            else:
                self.scene.pusher.finish(self.upload)
                self.scene.pull(self.upload.content)
        self.scene.push(self.blob)
        self.scene.manifest("again", [201])
        self.scene.server.require_readiness(True)

    def require_refusal(self) -> None:
        """Nothing is trusted to the disk any more, and no file is synced again that could not be."""
        if all(self.went_through(answer) for answer in self.answers):
            raise Unexpected(f"all went through though {self.failed} could not be synced")
        self.scene.require_error(self.scene.push(self.scene.choices.randbytes(30_000), None))
        self.scene.others_go_on()
        self.scene.server.require_readiness(False)
        self.require_not_synced_again(self.lines[1 + self.index_of_failure() :])

    def index_of_failure(self) -> int:
        return next(i for i, line in enumerate(self.lines) if "(INJECTED)" in line)

    def require_not_synced_again(self, lines: list[str]) -> None:
        again = [line for line in lines if file_of(line) in self.failed and file_of(line).endswith("/data")]
        if again:
            raise Unexpected(f"synced again though it could not be: {again}")

    def require_restart(self) -> None:
        """The operator has looked at the disk: the upload goes on with what is trusted, or begins again."""
        self.scene.restart()
        self.scene.server.require_readiness(True)
        if self.went_through(self.put):
            self.scene.pull(self.upload.content)
            return
        tracing = Tracing(self.scene.server.pid, FSYNCS)
        try:
            begun_again = self.scene.goes_on(self.upload, may_begin_again=True) == 404
        finally:
            lines = tracing.end()
        if not begun_again:
            self.require_not_synced_again(lines)
        self.scene.push(self.blob)


def during_a_push(scene: Scene, call: str, error: str) -> int:
    """Returns how many calls were made to fail: each, but only some of the many directories that are synced after a restart."""
    number = 1
    trials = 0
    while number < MOST:
        trial = Trial(scene, call, error, number)
        if not trial.failed:
            return trials
        if not trial.is_of_a_disk():
            scene.restart()
            number += 1
            continue
        trials += 1
        try:
            trial.require_answers()
            if call in FSYNCS:
                trial.require_refusal()
                trial.require_restart()
            else:
                trial.require_recovery()
        except Unexpected as e:
            raise Unexpected(f"{call} {number}, on {trial.failed}: {e}") from None
        number += scene.choices.randrange(1, 8) if call == "fsync" else 1
    raise Unexpected(f"more than {MOST} calls of {call}")


def during_pulls(scene: Scene, call: str, error: str) -> int:
    """What is pulled is right, an error, or visibly cut."""
    large = scene.choices.randbytes(2_000_000)
    scene.push(large)
    for number in range(1, MOST):
        tracing = Tracing(scene.server.pid, [call], [f"{call}:error={error}:when={number}"])
        try:
            answers = [answered(scene.get, content) for content in (large, scene.there)]
            manifest = answered(scene.client.request, "GET", "/v2/failed/one/manifests/first")
        finally:
            failed = [line for line in tracing.end() if "(INJECTED)" in line]
        if not failed:
            return number - 1
        for answer, content in zip(answers, (large, scene.there)):
            if answer is not None and not (answer.status == 200 and answer.content == content):
                scene.require_error(answer)
        if manifest is not None and manifest.status != 200:
            scene.require_error(manifest)
        scene.pull(large)
        scene.others_go_on()
    raise Unexpected(f"more than {MOST} calls of {call}")
