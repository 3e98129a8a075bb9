"""After the last crash: unfinished uploads are swept, a living one is not, and what is left over is counted."""

from __future__ import annotations

import json
import random
import threading
import time

from moorage_e2e.faults.audit import Audit
from moorage_e2e.faults.ledger import Ledger, Upload
from moorage_e2e.faults.pushers import Pusher
from moorage_e2e.faults.storages import Storage
from moorage_e2e.servers.moorage import Client, Server

IDLE_SECONDS = 5


class Sweep:
    def __init__(self, server: Server, storage: Storage, ledger: Ledger) -> None:
        self.server = server
        self.storage = storage
        self.ledger = ledger

    def unfinished(self, pusher: Pusher) -> Upload:
        upload = pusher.begin("killed/one", pusher.choices.randbytes(2_000_000))
        pusher.patch(upload, 100_000)
        return upload

    def run(self) -> tuple[int, int]:
        """Ends with the server stopped. Returns what is left over, in words."""
        pusher = Pusher(Client(self.server), self.ledger, random.Random("sweep"), "sweep")
        for _ in range(5):
            self.unfinished(pusher)
        abandoned = list(self.ledger.uploads)
        time.sleep(IDLE_SECONDS + 0.5)
        living = self.unfinished(pusher)
        self.purge_beside(pusher, living)
        self.finish(pusher, living)
        for upload in abandoned:
            pusher.client.request("GET", upload.location, expected=[404] if upload.acknowledged else [204, 404])
        pusher.client.close()
        Audit(self.server, self.ledger, random.Random("all"), self.storage.published).all_of(of_old=None, finish=0)
        self.server.stop()
        self.purge("0s")
        self.storage.age_temporary_files()
        self.server.start()
        self.server.stop()
        return len(abandoned), self.left_over()

    def purge_beside(self, pusher: Pusher, living: Upload) -> None:
        """Purges while that upload goes on."""
        purge = threading.Thread(target=self.purge, args=(f"{IDLE_SECONDS}s",), daemon=True)
        purge.start()
        while purge.is_alive():
            if living.acknowledged < 1_900_000:
                pusher.patch(living, 2000)
            purge.join(0.1)

    def finish(self, pusher: Pusher, living: Upload) -> None:
        answer = pusher.client.request("GET", living.location, expected=[204, 404])
        if answer.status == 404:
            self.ledger.lose("an upload that was alive when purge ran")
            return
        pusher.take(living, answer, living.acknowledged)
        pusher.finish(living)

    def purge(self, age: str) -> None:
        status, out, err = self.server.run("purge", "--older-than", age)
        if status != 0:
            self.ledger.fail(f"purge --older-than {age} ended with {status}: {out} {err}")
        for upload in [u for u in self.ledger.uploads if u.location.split("?")[0].split("/")[-1] in out]:
            self.ledger.uploads.discard(upload)

    def left_over(self) -> int:
        status, out, err = self.server.run("verify", "--json")
        findings = [json.loads(line) for line in out.splitlines()]
        problems = [f for f in findings if f.get("problem")]
        if status != 0 or problems:
            self.ledger.err(f"verify ended with {status}: {problems[:5]} {err}")
        for what, files in self.storage.remains().items():
            if files:
                self.ledger.fail(f"{len(files)} files {what} are left: {files[:5]}")
        return findings[-1]["findings"]["unreachable"]
