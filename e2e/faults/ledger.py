"""What the server has acknowledged, and what it was asked for and never answered."""

import hashlib
import threading
import time


def digest_of(content):
    return "sha256:" + hashlib.sha256(content).hexdigest()


class Upload:
    """An upload that one pusher goes on with. What may be stored of it lies between acknowledged and sent."""

    def __init__(self, repository, content, location):
        self.repository = repository
        self.content = content
        self.digest = digest_of(content)
        self.location = location
        self.acknowledged = 0
        self.sent = 0
        self.phase = "open"  # then finishing, cancelling: asked and not answered; cancelled: answered
        self.last_body = b""  # of the PUT that was not answered
        self.crashes = 0


class Content:
    """A blob or manifest of a repository."""

    def __init__(self, size, media_type, references, subject):
        self.size = size
        self.media_type = media_type
        self.references = references
        self.subject = subject
        self.acknowledged = False  # by a 201, or because it was seen
        self.answered = False  # by a 201
        self.fresh = True


class Tagging:
    """A PUT of a tag, from when to when it ran; without an end it was never answered."""

    def __init__(self, digest):
        self.digest = digest
        self.start = time.monotonic()
        self.end = None


class Ledger:
    def __init__(self):
        self.lock = threading.Lock()
        self.blobs = {}  # (repository, digest)
        self.manifests = {}
        self.tags = {}  # (repository, tag) to its taggings
        self.uploads = set()
        self.failures = []
        self.told = 0
        self.offsets = 0
        self.began_again = 0
        self.resumed = 0
        self.wrong = 0
        self.lost = 0

    def fail(self, what):
        with self.lock:
            self.failures.append(what)

    def tell_failures(self):
        """Prints those that were not told yet; at most twenty in all."""
        for failure in self.failures[self.told : 20]:
            print("not ok - " + failure, flush=True)
        self.told = len(self.failures)

    def lose(self, what):
        with self.lock:
            self.lost += 1
        self.fail("lost: " + what)

    def err(self, what):
        with self.lock:
            self.wrong += 1
        self.fail("wrong: " + what)

    def attempt(self, kind, repository, digest, size, media_type=None, references=(), subject=None):
        with self.lock:
            kind.setdefault((repository, digest), Content(size, media_type, references, subject))

    def acknowledge(self, kind, repository, digest):
        with self.lock:
            content = kind[(repository, digest)]
            content.acknowledged = True
            content.answered = True
            content.fresh = True

    def acknowledge_offset(self, upload, offset):
        with self.lock:
            upload.acknowledged = offset
            upload.sent = max(upload.sent, offset)
            self.offsets += 1

    def acknowledged(self, kind, repository=None):
        with self.lock:
            return [key for key, content in kind.items() if content.acknowledged and repository in (None, key[0])]

    def objects(self):
        return len(self.acknowledged(self.blobs)) + len(self.acknowledged(self.manifests)) + len(self.tags)

    def tagging(self, repository, tag, digest):
        with self.lock:
            put = Tagging(digest)
            self.tags.setdefault((repository, tag), []).append(put)
            return put

    def may_name(self, repository, tag):
        """The digests that a tag can name: no PUT of another began after theirs had ended. None stands for no tag."""
        puts = self.tags[(repository, tag)]
        answered = [put for put in puts if put.end is not None]
        possible = {put.digest for put in puts if put.end is None or not any(o.start > put.end for o in answered)}
        return possible if answered else possible | {None}

    def observe_tag(self, repository, tag, digest):
        """After a crash nothing is in flight: what it names now, it goes on to name."""
        with self.lock:
            if digest is None:
                del self.tags[(repository, tag)]
            else:
                put = Tagging(digest)
                put.end = put.start
                self.tags[(repository, tag)] = [put]
