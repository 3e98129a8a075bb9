"""The ledger of what a 201 promises."""

from __future__ import annotations

import random
import unittest

from moorage_e2e.client.pushes import digest_of
from moorage_e2e.garbage.ledger import Key, Ledger
from moorage_e2e.garbage.library import SHARED, Library

REPOSITORY = "soak/one"
BLOB = Key("blobs", REPOSITORY, "sha256:b")
MANIFEST = Key("manifests", REPOSITORY, "sha256:m")
TAG = Key("tags", REPOSITORY, "latest")


class LedgerTest(unittest.TestCase):
    def setUp(self) -> None:
        self.ledger = Ledger()

    def pushed(self, key: Key, digest: str = "") -> None:
        self.ledger.promise(key, digest or key.name, self.ledger.begin())

    def held(self, key: Key) -> str:
        return self.ledger.held(key, self.ledger.begin())

    def test_a_push_that_was_answered_promises_its_content(self) -> None:
        self.assertEqual(self.held(BLOB), "")
        self.pushed(BLOB)
        self.assertEqual(self.held(BLOB), BLOB.name)

    def test_a_promise_that_is_younger_than_the_request_does_not_hold(self) -> None:
        since = self.ledger.begin()
        self.pushed(BLOB)
        self.assertEqual(self.ledger.held(BLOB, since), "")

    def test_a_second_push_keeps_the_age_of_the_promise(self) -> None:
        self.pushed(BLOB)
        since = self.ledger.begin()
        self.pushed(BLOB)
        self.assertEqual(self.ledger.held(BLOB, since), BLOB.name)

    def test_a_delete_ends_the_promise_when_it_begins(self) -> None:
        self.pushed(BLOB)
        since = self.ledger.begin()
        deletion = self.ledger.delete(BLOB)
        self.assertEqual(self.ledger.held(BLOB, since), "")
        self.ledger.deleted(deletion)
        self.assertEqual(self.held(BLOB), "")

    def test_a_push_beside_a_delete_promises_nothing(self) -> None:
        self.pushed(BLOB)
        deletion = self.ledger.delete(BLOB)
        during = self.ledger.begin()
        self.ledger.deleted(deletion)
        self.ledger.promise(BLOB, BLOB.name, during)
        self.assertEqual(self.held(BLOB), "")

    def test_a_push_that_was_begun_before_a_delete_promises_nothing(self) -> None:
        before = self.ledger.begin()
        self.ledger.deleted(self.ledger.delete(BLOB))
        self.ledger.promise(BLOB, BLOB.name, before)
        self.assertEqual(self.held(BLOB), "")

    def test_a_push_after_a_delete_promises_again(self) -> None:
        self.ledger.deleted(self.ledger.delete(BLOB))
        self.pushed(BLOB)
        self.assertEqual(self.held(BLOB), BLOB.name)

    def test_a_delete_without_an_answer_goes_on(self) -> None:
        self.ledger.delete(BLOB)
        self.pushed(BLOB)
        self.assertEqual(self.held(BLOB), "")

    def test_a_delete_must_find_only_what_was_promised_and_not_deleted_beside_it(self) -> None:
        self.assertFalse(self.ledger.deleted(self.ledger.delete(BLOB)))
        self.pushed(BLOB)
        self.assertTrue(self.ledger.deleted(self.ledger.delete(BLOB)))
        self.pushed(BLOB)
        one, other = self.ledger.delete(BLOB), self.ledger.delete(BLOB)
        self.assertFalse(self.ledger.deleted(one))
        self.assertFalse(self.ledger.deleted(other))

    def test_the_tags_of_a_manifest_go_with_it(self) -> None:
        self.pushed(MANIFEST)
        self.pushed(TAG, MANIFEST.name)
        self.ledger.deleted(self.ledger.delete(MANIFEST))
        self.assertEqual(self.held(TAG), "")
        self.assertEqual(self.ledger.all("tags"), [])

    def test_a_tag_that_was_put_beside_a_delete_of_its_manifest_is_no_promise(self) -> None:
        since = self.ledger.moves(TAG)
        self.ledger.deleted(self.ledger.delete(MANIFEST))
        self.ledger.promise(TAG, MANIFEST.name, since, requiring=[MANIFEST])
        self.assertEqual(self.held(TAG), "")

    def test_a_tag_that_is_being_moved_promises_neither_manifest(self) -> None:
        self.pushed(TAG, "sha256:old")
        since = self.ledger.moves(TAG)
        self.assertEqual(self.held(TAG), "")
        self.ledger.promise(TAG, MANIFEST.name, since, requiring=[MANIFEST])
        self.assertEqual(self.held(TAG), MANIFEST.name)

    def test_what_is_promised_can_be_chosen_until_it_is_deleted(self) -> None:
        choices = random.Random(7)
        keys = [Key("blobs", REPOSITORY, f"sha256:{number}") for number in range(20)]
        for key in keys:
            self.pushed(key)
        while keys:
            chosen = self.ledger.any("blobs", REPOSITORY, choices)
            assert chosen is not None
            self.assertIn(chosen, keys)
            keys.remove(chosen)
            self.ledger.deleted(self.ledger.delete(chosen))
            self.assertEqual(sorted(self.ledger.all("blobs")), sorted(keys))
        self.assertIsNone(self.ledger.any("blobs", REPOSITORY, choices))


class LibraryTest(unittest.TestCase):
    def test_a_content_can_be_made_again_from_its_digest(self) -> None:
        library = Library(3)
        fresh = [library.fresh() for _ in range(20)]
        for content in [*fresh, *library.shared]:
            self.assertEqual(library.of(digest_of(content)), content)
        self.assertEqual(len(library.shared), SHARED)

    def test_the_same_seed_makes_the_same_contents(self) -> None:
        self.assertEqual(Library(3).shared, Library(3).shared)
        self.assertNotEqual(Library(3).shared, Library(4).shared)


if __name__ == "__main__":
    unittest.main()
