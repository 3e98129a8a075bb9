"""After the last crash: unfinished uploads are swept, a living one is not, and what is left over is counted."""

import json
import random
import threading
import time

from faults.checks import Checks
from faults.pushers import Pusher
from faults.server import Client

IDLE_SECONDS = 5


class Sweep:
    def __init__(self, server, storage, ledger):
        self.server = server
        self.storage = storage
        self.ledger = ledger

    def unfinished(self, pusher):
        upload = pusher.begin("killed/one", pusher.choices.randbytes(2_000_000))
        pusher.patch(upload, 100_000)
        return upload

    def run(self):
        """Ends with the server stopped. Returns what is left over, in words."""
        pusher = Pusher(Client(self.server), self.ledger, random.Random("sweep"), "sweep", [], None)
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
        Checks(self.server, self.ledger, random.Random("all"), self.storage.published).all_of(of_old=None, finish=0)
        self.server.stop()
        self.purge("0s")
        self.storage.age_temporary_files()
        self.server.start()
        self.server.stop()
        return len(abandoned), self.left_over()

    def purge_beside(self, pusher, living):
        """Purges while that upload goes on."""
        purge = threading.Thread(target=self.purge, args=(f"{IDLE_SECONDS}s",))
        purge.start()
        while purge.is_alive():
            if living.acknowledged < 1_900_000:
                pusher.patch(living, 2000)
            purge.join(0.1)

    def finish(self, pusher, living):
        answer = pusher.client.request("GET", living.location, expected=[204, 404])
        if answer.status == 404:
            self.ledger.lose("an upload that was alive when purge ran")
            return
        pusher.take(living, answer, living.acknowledged)
        pusher.finish(living)

    def purge(self, age):
        status, out, err = self.server.command("purge", "--older-than", age)
        if status != 0:
            self.ledger.fail(f"purge --older-than {age} ended with {status}: {out} {err}")
        for upload in [u for u in self.ledger.uploads if u.location.split("?")[0].split("/")[-1] in out]:
            self.ledger.uploads.discard(upload)

    def left_over(self):
        status, out, err = self.server.command("verify", "--json")
        findings = [json.loads(line) for line in out.splitlines()]
        problems = [f for f in findings if f.get("problem")]
        if status != 0 or problems:
            self.ledger.err(f"verify ended with {status}: {problems[:5]} {err}")
        uploads, temporary = self.storage.remains()
        for what, files in (("of uploads", uploads), ("temporary", temporary)):
            if files:
                self.ledger.fail(f"{len(files)} files {what} are left: {files[:5]}")
        return findings[-1]["findings"]["unreachable"]
