"""The pushes that are traced. Each function returns how many answers of 201 there were."""

from __future__ import annotations

import itertools
import random
import threading
from collections.abc import Callable, Iterator

from moorage_e2e.client.pushes import Pusher, digest_of, manifest_of
from moorage_e2e.failures import Unexpected

Way = Callable[[str, bytes], None]
THREADS = 8
PUSHES = 12


def blobs(choices: random.Random, size: int, prefix: str = "") -> Iterator[bytes]:
    """Blobs of a size whose digests begin like this, so that their directories share the one above."""
    for number in itertools.count():
        blob = choices.randbytes(size - 8) + number.to_bytes(8)
        if digest_of(blob).startswith("sha256:" + prefix):
            yield blob


def one_after_the_other(address: str, choices: random.Random) -> int:
    """Each way to push: cold, and then warm, so that fsyncs can be counted."""
    pusher = Pusher(address)
    small = blobs(choices, 1000, prefix="ab")
    large = blobs(choices, 200_000, prefix="ab")
    answers = 0
    ways: list[tuple[Way, str, Iterator[bytes]]] = [
        (pusher.post, "counted/blob-post", small),
        (pusher.post_and_put, "counted/blob-post-put", small),
        (pusher.patches, "counted/blob-patches", small),
        (pusher.post, "counted/blob-large-post", large),
        (pusher.patches, "counted/blob-large-patches", large),
    ]
    for way, repository, source in ways:
        for _ in range(3):
            way(repository, next(source))
            answers += 1
    twice = next(large)
    for repository in ["counted/again-post", "counted/again-post-put"]:
        pusher.post(repository, twice)
        pusher.post_and_put(repository, twice)
        answers += 2
    layers = [next(small) for _ in range(3)]
    for layer in layers:
        pusher.post("sources/one", layer)
        pusher.mount("counted/mount", "sources/one", digest_of(layer))
        answers += 2
    for repository, by_tag in [("counted/manifest-tag", True), ("counted/manifest-digest", False)]:
        for layer in layers:
            pusher.mount(repository, "sources/one", digest_of(layer))
        for number in range(3):
            content = manifest_of(layers, str(number))
            pusher.manifest(repository, "tag" if by_tag else digest_of(content), content)
        answers += 6
    return answers


def at_once(address: str, seed: int) -> int:
    """Many connections that push into the same new directories, the same blobs among them, and refer to what others push."""
    shared = [list(itertools.islice(blobs(random.Random(f"{seed}-{round}"), 40_000), 2)) for round in range(PUSHES)]
    rounds = threading.Barrier(THREADS)
    answers = [0] * THREADS
    failures = []

    def work(index: int) -> None:
        choices = random.Random(f"{seed}-{index}")
        pusher = Pusher(address)
        for number in range(PUSHES):
            rounds.wait()
            repository = f"at-once/{number}"
            mine = next(blobs(choices, choices.choice([100, 5000, 100_000])))
            if index == 0:
                # Refers to what the others are just pushing, the moment that it can be seen.
                layers = shared[number]
                while not all(pusher.has_blob(repository, digest_of(layer)) for layer in layers):
                    pass
                content = manifest_of(layers)
                pusher.manifest(repository, digest_of(content), content)
                answers[index] += 1
                continue
            pusher_ways: list[Way] = [pusher.post, pusher.post_and_put, pusher.patches]
            for blob in [*shared[number], mine]:
                choices.choice(pusher_ways)(repository, blob)
                answers[index] += 1
            content = manifest_of([*shared[number], mine])
            pusher.manifest(repository, f"tag-{index}", content)
            answers[index] += 1

    def guarded(index: int) -> None:
        try:
            work(index)
        except Exception as e:
            failures.append(f"connection {index}: {e!r}")
            rounds.abort()

    threads = [threading.Thread(target=guarded, args=[index], daemon=True) for index in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise Unexpected("\n".join(failures))
    return sum(answers)
