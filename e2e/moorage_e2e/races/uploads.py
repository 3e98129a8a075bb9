"""An upload as its clients know it: which bytes it may have, what was acknowledged, whether it has ended. Every answer is held
against that."""

from __future__ import annotations

import threading
from typing import Any

from moorage_e2e.races.rounds import Round, Wrong, code_of, sha256
from moorage_e2e.races.wire import Answer

OPEN, COMMITTED, CANCELLED = "open", "committed", "cancelled"


Before = tuple[int, str, str | None]  # acknowledged bytes, ending and digest when a request was sent


def state_of(location: str) -> str:
    return location.split("_state=", 1)[1].split("&")[0]


class Upload:
    """Knows more the later a request is sent: what was answered before it was sent must hold for it."""

    def __init__(self, round: Round, repository: str | None = None) -> None:
        self.round = round
        self.repository = repository or round.repository
        answer = round.ask("POST", f"/v2/{self.repository}/blobs/uploads/")
        round.expect("the start of an upload", answer, 202)
        self.path = answer.header("Location").split("?")[0]
        self.first = state_of(answer.header("Location"))
        self.lock = threading.Lock()
        self.contents = {self.first: {b""}}  # by token: what the bytes up to its offset may be
        self.possible = {b""}  # of which the upload is a beginning
        self.appended_with: set[str] = set()  # tokens that a 202 was given for
        self.facts: list[set[bytes]] = []  # of each 202: what the bytes up to its offset may be, and stay
        self.acknowledged = 0
        self.digest: str | None = None
        self.ending = OPEN

    def target(self, token: str, digest: str | None = None) -> str:
        return f"{self.path}?_state={token}" + (f"&digest={digest}" if digest else "")

    def _sent(self, token: str, body: bytes) -> Before:
        with self.lock:
            self.possible |= {content + body for content in self.contents[token]}
            return self.acknowledged, self.ending, self.digest

    def patch(self, token: str, body: bytes, **sending: Any) -> Answer:
        before = self._sent(token, body)
        return self.patched(token, body, before, self.round.ask("PATCH", self.target(token), body, **sending))

    def patched(self, token: str, body: bytes, before: Before, answer: Answer) -> Answer:
        self._ended_stays("PATCH", before, answer, {404})
        with self.lock:
            if answer.status == 202:
                if token in self.appended_with:
                    raise Wrong("two PATCHes with one token, and both were 202")
                self.appended_with.add(token)
        if answer.status == 202:
            stands = {content + body for content in self.contents[token]}
            self._progress("PATCH", before, answer, stands)
            if self.offset(answer) != len(next(iter(stands))):
                raise Wrong(f"PATCH: 202 with Range {answer.header('Range')}, and the body ended at {len(next(iter(stands)))}")
        elif answer.status in (400, 416):
            self._progress("PATCH", before, answer)
        elif answer.status not in (0, 404):
            raise Wrong(f"PATCH: {answer.status} {code_of(answer)}")
        return answer

    def put(self, token: str, digest: str, body: bytes = b"", **sending: Any) -> Answer:
        before = self._sent(token, body)
        return self.finished(digest, before, self.round.ask("PUT", self.target(token, digest), body, **sending))

    def finished(self, digest: str, before: Before, answer: Answer) -> Answer:
        again = before[1] == COMMITTED and before[2] == digest
        self._ended_stays("PUT", before, answer, {201} if again else {404})
        if answer.status == 201:
            with self.lock:
                if self.digest not in (None, digest):
                    raise Wrong("two PUTs of one upload with different digests, and both were 201")
                self.digest = digest
                self.ending = COMMITTED if self.ending == OPEN else self.ending
        elif answer.status in (400, 416):
            self._progress("PUT", before, answer)
        elif answer.status not in (0, 404):
            raise Wrong(f"PUT: {answer.status} {code_of(answer)}")
        return answer

    def status(self, token: str) -> Answer:
        before = self._sent(token, b"")
        answer = self.round.ask("GET", self.target(token))
        self._ended_stays("GET", before, answer, {404})
        if answer.status == 204:
            self._progress("GET", before, answer)
        else:
            self.round.expect("GET", answer, 404)
        return answer

    def cancel(self, token: str) -> Answer:
        before = self._sent(token, b"")
        answer = self.round.ask("DELETE", self.target(token))
        self._ended_stays("DELETE", before, answer, {404})
        self.round.expect("DELETE", answer, 204, 404)
        if answer.status == 204:
            with self.lock:
                self.ending = CANCELLED
        return answer

    def _ended_stays(self, method: str, before: Before, answer: Answer, statuses: set[int]) -> None:
        if before[1] != OPEN and answer.status not in statuses | {503}:
            raise Wrong(f"{method} after the upload was {before[1]}: {answer.status or 'cut'} {code_of(answer)}")

    @staticmethod
    def offset(answer: Answer) -> int:
        last = int(answer.header("Range").split("-")[1])
        return last + 1 if last else 0  # No body here has one byte.

    def _progress(self, method: str, before: Before, answer: Answer, stands: set[bytes] | None = None) -> None:
        offset, token = self.offset(answer), state_of(answer.header("Location"))
        if offset < before[0]:
            raise Wrong(f"{method}: {answer.status} at byte {offset}, and {before[0]} were acknowledged before")
        with self.lock:
            if stands:
                self.facts.append(stands)
            stands = stands or {content[:offset] for content in self.possible if len(content) >= offset}
            self.contents[token] = self.contents.get(token, set()) | stands
            self.acknowledged = max(self.acknowledged, offset)
        if not stands:
            raise Wrong(f"{method}: {answer.status} at byte {offset}, and so many were never sent")

    def settle(self) -> str:
        """Once all is quiet: finishes what is alive, and reads it back. What was stored must be one of the possible contents."""
        if self.ending == OPEN:
            answer = self.round.expect("GET once all is quiet", self.status(self.first), 204, 404)
            if answer.status == 204:
                self._finish(state_of(answer.header("Location")))
        if self.ending == COMMITTED:
            contents = self.possible | {content for contents in self.contents.values() for content in contents}
            content = next(content for content in contents if sha256(content) == self.digest)
            if not self._has_all_acknowledged(content):
                raise Wrong("the blob lacks bytes of a PATCH that was answered 202")
            self.round.read_back(self.repository, sha256(content), content)
        return self.ending

    def _has_all_acknowledged(self, content: bytes) -> bool:
        return all(any(content.startswith(stood) for stood in fact) for fact in self.facts)

    def _finish(self, token: str) -> None:
        candidates = {sha256(content) for content in self.contents[token] if self._has_all_acknowledged(content)}
        digest = self.round.choices.choice(sorted(candidates))
        answer = self.round.expect("PUT once all is quiet", self.put(token, digest), 201, 400)
        if answer.status == 400:
            actual = next((other for other in candidates if other.encode() in answer.body), None)
            if actual is None or actual == digest:
                raise Wrong(f"the bytes stored are none of {len(candidates)} that were sent: {answer.body[:300]!r}")
            self.round.expect("PUT of the digest that the server names", self.put(token, actual), 201)
