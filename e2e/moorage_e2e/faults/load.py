"""The load of one round: many pushers at once."""

from __future__ import annotations

import random
import threading

from moorage_e2e.faults.ledger import Ledger
from moorage_e2e.faults.pushers import Pusher
from moorage_e2e.servers.moorage import Client, Server


class Load:
    """All pushers of a round."""

    def __init__(self, server: Server, ledger: Ledger, seed: int, number: int, pushers: int) -> None:
        self.killed = threading.Event()
        shared = [random.Random(f"{seed}-{number}-shared-{i}").randbytes(20_000 * i + i) for i in range(8)]
        self.threads = []
        for i in range(pushers):
            choices = random.Random(f"{seed}-{number}-{i}")
            pusher = Pusher(Client(server), ledger, choices, str(i), shared, self.killed)
            self.threads.append(threading.Thread(target=pusher.run, daemon=True))

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def join(self) -> None:
        for thread in self.threads:
            thread.join()
