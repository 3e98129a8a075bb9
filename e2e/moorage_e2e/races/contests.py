"""Rounds in which requests contend for one upload."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from typing import Any

from moorage_e2e.races import wire
from moorage_e2e.races.rounds import OCTETS, Round, Wrong, sha256
from moorage_e2e.races.uploads import COMMITTED, Upload, state_of


def begun(round: Round, least: int = 0, most: int = 30_000) -> tuple[Upload, str]:
    """An upload with some bytes, or with none, and the token to go on with."""
    upload = Upload(round)
    if least == 0 and round.choices.random() < 0.3:
        return upload, upload.first
    answer = upload.patch(upload.first, round.content(max(2, least), most))
    return upload, state_of(round.expect("the first PATCH", answer, 202).header("Location"))


def framing(round: Round) -> dict[str, Any]:
    pieces = round.choices.choice([1, 1, 2, 5, 20])
    return {"chunked": round.choices.random() < 0.5, "pieces": pieces, "pause": round.choices.uniform(0, 0.004)}


def winners(answers: Sequence[wire.Answer], status: int) -> list[int]:
    return [number for number, answer in enumerate(answers) if answer.status == status]


def two_writers(round: Round) -> None:
    """Two PATCHes with one token: at most one is 202, and no byte of the other is seen."""
    upload, token = begun(round)
    patches(round, upload, token, round.content(2, 300_000), round.content(2, 300_000))


def equal_lengths(round: Round) -> None:
    """The same with bodies of one length that come in many small pieces: only their bytes differ."""
    upload, token = begun(round)
    size = round.choices.choice([1000, 65_536, 131_072, 200_000])
    patches(round, upload, token, round.choices.randbytes(size), round.choices.randbytes(size), pieces=20, pause=0.001)


def patches(round: Round, upload: Upload, token: str, *bodies: bytes, **sending: Any) -> None:
    sendings = [dict(framing(round), **sending) for _ in bodies]
    answers = round.together(
        *(lambda body=body, how=how: upload.patch(token, body, **how) for body, how in zip(bodies, sendings))
    )
    if not winners(answers, 202) and not winners(answers, wire.CUT):
        raise Wrong(f"no PATCH was accepted: {[answer.status for answer in answers]}")
    upload.settle()


def late_writer(round: Round) -> None:
    """A writer is fenced in the middle of its body, and goes on sending: before the commit, and after it."""
    upload, token = begun(round)
    size = round.choices.choice([3000, 100_000, 300_000])
    late, body = round.choices.randbytes(size), round.choices.randbytes(size)
    before = upload._sent(token, late)
    method = round.choices.choice(["PATCH", "PUT"])
    target = upload.target(token, sha256(late) if method == "PUT" else None)
    # A small PUT of the whole blob, of known length, claims nothing: it is verified in memory, under its own digest.
    length = None if method == "PUT" and token == upload.first else round.choices.choice([None, len(late)])
    connection = wire.Connection(round.address())
    writer = wire.Sending(connection, method, target, length, OCTETS)
    writer.more(late[: size // 3])
    ask = round.choices.random() < 0.3
    for _ in range(4):  # The late writer may come in between until it holds the upload; then it only waits.
        if ask:
            token = state_of(round.expect("GET", upload.status(token), 204).header("Location"))
        answer = upload.patch(token, body)
        if answer.status == 202:
            break
        ask = True  # Its answer may be what was lost.
    round.expect("the PATCH that takes over", answer, 202)
    writer.more(late[size // 3 : size // 2])
    time.sleep(round.choices.choice([0, 0.005, 0.05]))  # So that it comes before the commit, too.
    ending = upload.settle()
    writer.more(late[size // 2 :])
    answer = round.seen(method, target, writer.answer())
    connection.close()
    if method == "PATCH":
        upload.patched(token, late, before, answer)
    if answer.status in (201, 202) or ending != COMMITTED:
        raise Wrong(f"a late {method} was answered {answer.status}, and the upload is {ending}")
    upload.settle()


def swarm(round: Round) -> None:
    """Four writers do what they like with one upload, each with the tokens that it knows."""
    upload, shared = begun(round, least=2)
    seeds = [round.choices.random() for _ in range(4)]
    plans = [(type(round.choices)(seed), round.choices.randint(2, 4)) for seed in seeds]

    def write(choices: random.Random, steps: int) -> wire.Answer:
        token = shared
        for _ in range(steps):
            body = choices.randbytes(choices.randint(2, 60_000))
            what = choices.random()
            if what < 0.55:
                answer = upload.patch(token, body, chunked=choices.random() < 0.5, pieces=choices.choice([1, 4]), pause=0.001)
            elif what < 0.75:
                answer = upload.status(token)
            elif what < 0.97:
                content = choices.choice(sorted(upload.contents[token])) + body
                answer = upload.put(token, sha256(content), body, chunked=choices.random() < 0.5)
            else:
                answer = upload.cancel(token)
            if answer.header("Location") and answer.status != 201:
                token = state_of(answer.header("Location"))
        return answer

    round.together(*(lambda plan=plan: write(*plan) for plan in plans))
    upload.settle()


def status_against_patch(round: Round) -> None:
    """A GET ends a PATCH that is under way and says how far it came. The upload goes on from there."""
    upload, token = begun(round)
    (start,), body = upload.contents[token], round.content(60_000, 400_000)
    pieces = round.choices.choice([2, 10, 40])
    get, patch = round.together(
        lambda: upload.status(token), lambda: upload.patch(token, body, pieces=pieces, pause=0.002), most_delay=0.03
    )
    round.expect("GET during a PATCH", get, 204)
    whole, last = start + body, get
    if patch.status != 202:
        last = round.expect("GET after it", upload.status(token), 204)
    elif upload.offset(patch) > upload.offset(get):
        last = patch
    rest = whole[upload.offset(last) :]
    put = upload.put(state_of(last.header("Location")), sha256(whole), rest)
    round.expect("PUT of what the GET has left", put, 201)
    round.read_back(round.repository, sha256(whole), whole)
