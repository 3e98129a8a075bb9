"""Rounds about tokens: old ones in every state, altered ones, those of others."""

from __future__ import annotations

import base64
import hmac
import string
from collections.abc import Sequence

from moorage_e2e.races import wire
from moorage_e2e.races.rounds import OCTETS, Round, Wrong, code_of, sha256
from moorage_e2e.races.uploads import Upload, state_of

MAC_BYTES = 32
ALPHABET = set(string.ascii_letters + string.digits + "-_")
UNKNOWN, INVALID = "BLOB_UPLOAD_UNKNOWN", "BLOB_UPLOAD_INVALID"


def decoded(token: str) -> bytes:
    return base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))


def encoded(signed: bytes) -> str:
    return base64.urlsafe_b64encode(signed).decode().rstrip("=")


def driven(round: Round, state: str) -> tuple[Upload, list[str], bytes, bytes, str]:
    """An upload in that state, with all tokens that were seen on the way, and what finishes it."""
    upload = Upload(round)
    seen, content, body = [upload.first], b"", b""
    for _ in range(0 if state == "fresh" else round.choices.randint(1, 3)):
        body = round.content(2, 20_000)
        answer = round.expect("PATCH", upload.patch(seen[-1], body), 202)
        content += body
        seen.append(state_of(answer.header("Location")))
    if state == "asked for":
        seen.append(state_of(round.expect("GET", upload.status(seen[0]), 204).header("Location")))
    last = round.content(2, 1000)
    digest = sha256(content + last)
    if state == "committed":
        round.expect("PUT", upload.put(seen[-1], digest, last), 201)
    if state == "cancelled":
        round.expect("DELETE", upload.cancel(seen[-1]), 204)
    return upload, seen, content, last, digest


STATES = ["fresh", "appended", "asked for", "committed", "cancelled"]


def unharmed(round: Round, state: str, upload: Upload, token: str, content: bytes, last: bytes, digest: str) -> None:
    """The upload is where it was, and its owner goes on."""
    if state == "cancelled":
        round.expect("PUT of a cancelled upload", upload.put(token, digest, last), 404, code=UNKNOWN)
        return
    if state != "committed":
        answer = round.expect("GET", upload.status(token), 204)
        if upload.offset(answer) != len(content):
            raise Wrong(f"the upload stands at {upload.offset(answer)} and not at {len(content)}")
    round.expect("its owner's PUT", upload.put(token, digest, last), 201)
    round.read_back(upload.repository, digest, content + last)


def replays(round: Round) -> None:
    """Every token that was seen, in every state, with every method: the newest alone goes on, and an ended upload stays so."""
    state = round.choices.choice(STATES)
    upload, seen, content, last, digest = driven(round, state)
    over = state in ("committed", "cancelled")
    for token in round.choices.sample(seen, len(seen)):
        stale = len(next(iter(upload.contents[token]))) != len(content)
        if over or stale:
            answer = upload.patch(token, b"replayed")
            round.expect("a replayed PATCH", answer, 404 if over else 416, code=UNKNOWN if over else "RANGE_INVALID")
            other = sha256(b"another")
            answer = upload.put(token, other, b"another")
            round.expect("a replayed PUT", answer, 404 if over else 416, code=UNKNOWN if over else "RANGE_INVALID")
        if state == "committed":
            round.expect("the same PUT again", upload.put(token, digest, last), 201)
        if over:
            round.expect("a replayed DELETE", upload.cancel(token), 404, code=UNKNOWN)
        answer = round.expect("a replayed GET", upload.status(token), 404 if over else 204)
        if not over and upload.offset(answer) != len(content):
            raise Wrong(f"GET says {upload.offset(answer)} and not {len(content)}")
    unharmed(round, state, upload, seen[-1], content, last, digest)


def altered(round: Round) -> None:
    """Every bit of a token, as it is written and as it is signed, cut off and drawn out: none is accepted."""
    state = round.choices.choice(STATES)
    upload, seen, content, last, digest = driven(round, state)
    token = seen[-1]
    signed = decoded(token)
    flips = [encoded(flipped(signed, bit)) for bit in range(8 * len(signed))]
    texts = [flipped(token.encode(), bit).decode("latin-1") for bit in range(8 * len(token))]
    flips += [text for text in texts if set(text) <= ALPHABET]
    cuts = round.choices.sample(range(1, len(token) - 1), 20) + [1, len(token) - 1]
    flips += [token[:cut] for cut in cuts] + [encoded(signed[:cut]) for cut in (MAC_BYTES, MAC_BYTES + 1, len(signed) - 1)]
    flips += [token + more for more in ("A", "AA", "AAAA", "=", "==", "A" * 2000)] + [encoded(signed + b"\0"), token + token]
    pipelined(round, upload, digest, [flip for flip in flips if flip.rstrip("=") != token])  # Padding alters nothing.
    for text in round.choices.sample([text for text in texts if not set(text) <= ALPHABET | set("\r\n")], 12):
        pipelined(round, upload, digest, [text], 400, 404)
    unharmed(round, state, upload, token, content, last, digest)


def flipped(data: bytes, bit: int) -> bytes:
    copy = bytearray(data)
    copy[bit // 8] ^= 1 << bit % 8
    return bytes(copy)


def pipelined(round: Round, upload: Upload, digest: str, tokens: Sequence[str], *statuses: int) -> None:
    """Many requests at once on one connection, since there are so many bits."""
    for start in range(0, len(tokens), 40):
        batch = [(token, round.choices.choice(["PATCH", "PUT", "GET", "DELETE"])) for token in tokens[start : start + 40]]
        connection = wire.Connection(round.address())
        data = b""
        for token, method in batch:
            body = b"altered" if method in ("PATCH", "PUT") else b""
            target = upload.target(token, digest if method == "PUT" else None)
            data += wire.head(method, target, len(body), OCTETS) + body
        connection.send(data)
        for token, method in batch:
            refused(token, round.seen(method, upload.path, connection.receive(method)), *statuses or (404,))
        connection.close()


def refused(token: str, answer: wire.Answer, *statuses: int) -> None:
    if answer.status not in statuses or answer.status == 404 and code_of(answer) != INVALID:
        raise Wrong(f"an altered token was answered {answer.status or 'cut'} {code_of(answer)}: {token!r}")


def foreign(round: Round) -> None:
    """Tokens of another repository, of another upload, of another secret."""
    state = round.choices.choice(STATES[:3])
    upload, seen, content, last, digest = driven(round, state)
    token = seen[-1]
    there = Upload(round, repository=round.repository + "/there")
    other = Upload(round)
    elsewhere = upload.path.replace(round.repository, there.repository)
    key = round.choices.randbytes(32)
    forged = encoded(hmac.digest(key, decoded(token)[MAC_BYTES:], "sha256") + decoded(token)[MAC_BYTES:])
    cases = [(upload.path, there.first, UNKNOWN), (upload.path, other.first, UNKNOWN), (elsewhere, token, UNKNOWN)]
    cases += [(upload.path, forged, INVALID), (elsewhere, forged, INVALID), (there.path, token, UNKNOWN)]
    for path, state_parameter, code in cases:
        for method, body in (("PATCH", b"foreign"), ("PUT", last), ("GET", b""), ("DELETE", b"")):
            target = f"{path}?_state={state_parameter}" + (f"&digest={digest}" if method == "PUT" else "")
            round.expect(f"{method} with a foreign token", round.ask(method, target, body), 404, code=code)
    round.expect("GET in another repository", round.ask("GET", elsewhere), 404, code=UNKNOWN)
    unharmed(round, state, upload, token, content, last, digest)
