"""What must hold when the server is back: nothing that was acknowledged is lost, and nothing wrong is served."""

from __future__ import annotations

import concurrent.futures
import json
import random
from collections.abc import Callable, Iterable
from typing import Any

from moorage_e2e.client.connection import Answer, NO_ANSWER
from moorage_e2e.client.pushes import digest_of
from moorage_e2e.failures import Unexpected
from moorage_e2e.faults.ledger import Key, Kind, Ledger, Upload
from moorage_e2e.faults.pushers import OCTETS, Pusher
from moorage_e2e.servers.moorage import Client, Server


class Audit:
    def __init__(self, server: Server, ledger: Ledger, choices: random.Random, published: Callable[[str], bool | None]) -> None:
        """published: whether a blob's bytes are in their place in the storage, linked or not. None where that cannot be seen."""
        self.server = server
        self.ledger = ledger
        self.choices = choices
        self.published = published

    def all_of(self, of_old: int | None = 40, finish: float = 0.7) -> None:
        """Checks what is new since the last crash, some of what is older (all: None), and goes on with most uploads."""
        ledger = self.ledger
        self.many(self.blob, self.chosen(ledger.blobs, of_old))
        self.many(self.manifest, self.chosen(ledger.manifests, of_old))
        self.many(self.tag, list(ledger.tags))
        going_on = []
        for upload in list(ledger.uploads):
            upload.crashes += 1
            if upload.phase != "open" or upload.crashes > 3 or self.choices.random() < finish:
                going_on.append(upload)
        self.many(self.upload, going_on)

    def many(self, check: Callable[[Client, Any, random.Random], None], items: Iterable[Any]) -> None:
        seeded = [(item, self.choices.random()) for item in items]

        def safely(pair: tuple[Any, float]) -> None:
            client = Client(self.server)
            try:
                check(client, pair[0], random.Random(pair[1]))
            except (Unexpected, *NO_ANSWER) as e:
                self.ledger.fail(f"{check.__name__}: {e!r}")
            finally:
                client.close()

        with concurrent.futures.ThreadPoolExecutor(6) as pool:
            list(pool.map(safely, seeded))

    def chosen(self, kind: Kind, of_old: int | None) -> list[Key]:
        old = [key for key, content in kind.items() if not content.fresh]
        if of_old is not None and len(old) > of_old:
            old = self.choices.sample(old, of_old)
        return old + [key for key, content in kind.items() if content.fresh]

    def content(self, client: Client, kind: Kind, key: Key) -> Answer | None:
        """Reads a blob or manifest. Empty when it is not there, and need not be."""
        repository, digest = key
        where = "blobs" if kind is self.ledger.blobs else "manifests"
        known = kind[key]
        answer = client.request("GET", f"/v2/{repository}/{where}/{digest}", expected=[200, 404])
        if answer.status == 404:
            if known.acknowledged:
                self.ledger.lose(f"{where[:-1]} {digest} of {repository}")
            with self.ledger.lock:
                del kind[key]
            return None
        if len(answer.content) != known.size or digest_of(answer.content) != digest:
            self.ledger.err(f"{digest} came with {len(answer.content)} of {known.size} bytes, or others")
        known.acknowledged = True  # Seen once, it stays.
        known.fresh = False
        return answer

    def blob(self, client: Client, key: Key, _: object) -> None:
        self.content(client, self.ledger.blobs, key)

    def manifest(self, client: Client, key: Key, _: object) -> None:
        known = self.ledger.manifests[key]
        answer = self.content(client, self.ledger.manifests, key)
        if answer is None:
            return
        if answer.headers["Content-Type"] != known.media_type:
            self.ledger.err(f"manifest {key[1]} came as {answer.headers['Content-Type']}")
        for reference in known.references:
            head = client.request("HEAD", f"/v2/{key[0]}/blobs/{reference}", expected=[200, 404])
            if head.status == 404:
                self.ledger.lose(f"{reference}, which manifest {key[1]} refers to")
        if known.subject is not None and known.answered:
            answer = client.request("GET", f"/v2/{key[0]}/referrers/{known.subject}", expected=[200])
            if key[1] not in [entry["digest"] for entry in json.loads(answer.content)["manifests"]]:
                self.ledger.lose(f"manifest {key[1]} among the referrers of {known.subject}")

    def tag(self, client: Client, key: Key, _: object) -> None:
        repository, tag = key
        possible = self.ledger.may_name(repository, tag)
        answer = client.request("GET", f"/v2/{repository}/manifests/{tag}", expected=[200, 404])
        names = digest_of(answer.content) if answer.status == 200 else None
        if names not in possible:
            self.ledger.lose(f"tag {repository}:{tag} names {names}, and not one of {possible}")
        self.ledger.observe_tag(repository, tag, names)

    def upload(self, client: Client, upload: Upload, choices: random.Random) -> None:
        pusher = Pusher(client, self.ledger, choices, "check")
        if upload.phase == "cancelled":
            client.request("GET", upload.location, expected=[404])
            self.forget(upload)
        elif upload.phase == "cancelling":
            answer = client.request("GET", upload.location, expected=[204, 404])
            if answer.status == 404:
                self.forget(upload)
            else:
                self.go_on(pusher, upload, answer)
        elif upload.phase == "finishing" and choices.random() < 0.5:
            self.finish_again(pusher, upload)
        elif upload.phase == "open" and choices.random() < 0.25 and upload.acknowledged < len(upload.content):
            # With the last location that was answered, as Jib does; 416 where a later PATCH was recorded and not answered.
            if pusher.patch(upload, len(upload.content), (202, 416)):
                self.finish(pusher, upload)
            else:
                self.go_on(pusher, upload, client.request("GET", upload.location, expected=[204]))
        else:
            allowed = [204, 404] if upload.phase == "finishing" else [204]
            answer = client.request("GET", upload.location, expected=allowed)
            if answer.status == 204:
                self.go_on(pusher, upload, answer)
            else:
                self.finish_again(pusher, upload)

    def go_on(self, pusher: Pusher, upload: Upload, answer: Answer) -> None:
        """The upload stands between what was acknowledged and what was sent, and can be finished from there."""
        last = int(answer.headers["Range"].removeprefix("0-"))
        offset = last + 1 if last > 0 else upload.acknowledged
        if not upload.acknowledged <= offset <= upload.sent:
            self.ledger.lose(f"an upload stands at {offset}; {upload.acknowledged} were acknowledged, {upload.sent} sent")
        if last == 0:  # Nothing or one byte: Range is the same.
            upload.location = answer.location()
        else:
            pusher.take(upload, answer, offset)
        upload.phase = "open"
        if offset < len(upload.content) and pusher.choices.random() < 0.5:
            pusher.patch(upload, pusher.choices.randrange(2, 400_000))
        self.finish(pusher, upload)

    def finish(self, pusher: Pusher, upload: Upload) -> None:
        pusher.finish(upload)
        self.ledger.resumed += 1
        pusher.client.close()
        self.content(pusher.client, self.ledger.blobs, (upload.repository, upload.digest))

    def finish_again(self, pusher: Pusher, upload: Upload) -> None:
        """
        The PUT was not answered: again it is 201. It may be 404 where its body had bytes that were never acknowledged, and
        the blob is in its place already.
        """
        pusher.attempt(upload.repository, upload.content)
        path = f"{upload.location}&digest={upload.digest}"
        allowed = [201, 404] if upload.last_body else [201]
        answer = pusher.client.request("PUT", path, upload.last_body, OCTETS, allowed)
        if answer.status == 404:
            if self.published(upload.digest) is False:
                self.ledger.lose(f"an upload that stood at {upload.acknowledged} of {len(upload.content)} bytes")
            self.ledger.began_again += 1
            path = f"/v2/{upload.repository}/blobs/uploads/?digest={upload.digest}"
            pusher.client.request("POST", path, upload.content, OCTETS, [201])
        else:
            self.ledger.resumed += 1
        pusher.committed(upload)
        self.content(pusher.client, self.ledger.blobs, (upload.repository, upload.digest))

    def forget(self, upload: Upload) -> None:
        with self.ledger.lock:
            self.ledger.uploads.discard(upload)
