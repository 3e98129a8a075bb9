"""Rounds in which one of the requests ends the upload."""

from __future__ import annotations

from moorage_e2e.races import wire
from moorage_e2e.races.contests import begun, framing, winners
from moorage_e2e.races.rounds import Round, Wrong, sha256
from moorage_e2e.races.uploads import Upload


def two_puts(round: Round) -> None:
    """Two PUTs with one token, of the same bytes or of others."""
    upload, token = begun(round, least=2)
    first = round.content(2, 150_000)
    second = first if round.choices.random() < 0.5 else round.content(2, 150_000)
    contents = [(body, *upload.contents[token]) for body in (first, second)]
    digests = [sha256(start + body) for body, start in contents]
    sendings = [framing(round), framing(round)]
    answers = round.together(
        lambda: upload.put(token, digests[0], first, **sendings[0]),
        lambda: upload.put(token, digests[1], second, **sendings[1]),
    )
    won = winners(answers, 201)
    if not won and wire.CUT not in (answer.status for answer in answers):
        raise Wrong(f"neither PUT was taken: {[answer.status for answer in answers]}")
    for number in won:
        again = upload.put(token, digests[number], (first, second)[number])
        round.expect("the same PUT again", again, 201)
        ended(round, upload, token)
    upload.settle()


def ended(round: Round, upload: Upload, token: str) -> None:
    round.expect("PATCH of a finished upload", upload.patch(token, b"more"), 404, code="BLOB_UPLOAD_UNKNOWN")
    round.expect("GET of a finished upload", upload.status(token), 404, code="BLOB_UPLOAD_UNKNOWN")
    round.expect("DELETE of a finished upload", upload.cancel(token), 404, code="BLOB_UPLOAD_UNKNOWN")


def put_against_delete(round: Round) -> None:
    """One finishes the upload and one cancels it."""
    upload, token = begun(round, least=2)
    (start,), body = upload.contents[token], round.content(2, 100_000)
    digest, how = sha256(start + body), framing(round)
    put, delete = round.together(lambda: upload.put(token, digest, body, **how), lambda: upload.cancel(token))
    if put.status not in (201, wire.CUT) and delete.status != 204:
        raise Wrong(f"neither PUT nor DELETE was taken: {put.status} and {delete.status}")
    found = round.ask("GET", f"/v2/{round.repository}/blobs/{digest}")
    if put.status in (404, 416) and found.status != 404:
        raise Wrong(f"the PUT was {put.status}, and the blob is there")
    if put.status == 201 or found.status != 404:
        round.read_back(round.repository, digest, start + body)
    if delete.status == 204:
        ended(round, upload, token)
    else:  # The upload was finished, though the answer may have been lost.
        round.expect("the same PUT again", upload.put(token, digest, body), 201)
        ended(round, upload, token)


def put_against_patch(round: Round) -> None:
    """One finishes the upload and one goes on with it, with the same token."""
    upload, token = begun(round, least=2)
    (start,), bodies = upload.contents[token], [round.content(2, 100_000), round.content(2, 100_000)]
    last = bodies[0] if round.choices.random() < 0.5 else b""
    digest, hows = sha256(start + last), [framing(round), framing(round)]
    put, patch = round.together(
        lambda: upload.put(token, digest, last, **hows[0]), lambda: upload.patch(token, bodies[1], **hows[1])
    )
    if put.status == 201 and patch.status == 202:
        raise Wrong("the upload was finished and went on, with one token")
    if put.status == 201:
        round.expect("the same PUT again", upload.put(token, digest, last), 201)
        ended(round, upload, token)
    upload.settle()
