"""Eight collectors at once, beside pushes of what they are about to remove."""

from __future__ import annotations

import os
import random

from moorage_e2e.failures import Unexpected
from moorage_e2e.garbage.client import Budget, Client, REPOSITORIES
from moorage_e2e.garbage.collectors import Collection, collect
from moorage_e2e.garbage.ledger import Ledger
from moorage_e2e.garbage.library import Library
from moorage_e2e.garbage.pushers import Pusher
from moorage_e2e.garbage.readers import Deleter, Puller
from moorage_e2e.garbage.store import Store
from moorage_e2e.report import Report
from moorage_e2e.servers import storages
from moorage_e2e.servers.moorage import Server

COLLECTORS = 8
GARBAGE = 80
AGAIN = 30


def run(package: str, work: str, report: Report, seed: int) -> None:
    store = Store(os.path.join(work, "root"))
    variables = storages.filesystem(store.folder) | {"REGISTRY_STORAGE_DELETE_ENABLED": "true"}
    with Server(package, work, variables) as server, report.check("eight collectors at once do what one does") as details:
        ledger, library, choices = Ledger(), Library(seed), random.Random(f"{seed}-many")
        client = Client([server.address], ledger, choices, Budget(1 << 40))
        pusher = Pusher(client, ledger, library, "many")
        deleter = Deleter(client, ledger, library)
        digests = []
        for _ in range(GARBAGE):
            key = pusher.blob(choices.choice(REPOSITORIES), library.fresh())
            deleter.delete(key)
            digests.append(key.name)
        running = [Collection(server, "0s") for _ in range(COLLECTORS)]
        for digest in choices.sample(digests, AGAIN):
            repository = choices.choice(REPOSITORIES)
            pusher.manifest(repository, [pusher.blob(repository, library.of(digest))])
        ended = [collection.ends() for collection in running]
        for status, lines, err in ended:
            if status != 0 or lines[-1]["problems"]:
                raise Unexpected(f"one of the collectors ended with {status}: {lines[-2:]} {err}")
        collect(server, "0s")
        puller = Puller(client, ledger)
        for kind in ("blobs", "manifests"):
            for key in ledger.all(kind):
                puller.pull(key)
        if left := store.garbage():
            raise Unexpected(f"garbage is left: {sorted(left)[:5]}")
        if said := store.verdicts():
            raise Unexpected(f"the docket is not empty: {said[:5]}")
        client.close()
        details.append(f"removed {[lines[-1]['removed'] for _, lines, _ in ended]}, {AGAIN} were pushed again")
