"""What a tag promises while collections run."""

from __future__ import annotations

import random
import unittest

from moorage_e2e.client.pushes import MANIFEST
from moorage_e2e.garbage.ledger import Key
from moorage_e2e.soak.promises import Answered, Image, Kept, Promises

REPOSITORY = "soak/one"
TAG = Key("tags", REPOSITORY, "latest")
INDEX, CHILD = Key("manifests", REPOSITORY, "sha256:i"), Key("manifests", REPOSITORY, "sha256:c")
BLOB, OTHER = Key("blobs", REPOSITORY, "sha256:b"), Key("blobs", REPOSITORY, "sha256:o")


class PromisesTest(unittest.TestCase):
    def setUp(self) -> None:
        self.promises = Promises()
        self.blob, self.other, self.child = (self.promises.begin(key) for key in (BLOB, OTHER, CHILD))

    def tagged(self) -> Kept:
        by = self.promises.moves(TAG)
        image = Image(self.promises.begin(INDEX), MANIFEST, 2, [self.child, self.blob, self.other])
        self.promises.tagged(by, image)
        kept = self.promises.any(REPOSITORY, random.Random(1))
        assert kept is not None
        return kept

    def deleted(self, key: Key) -> bool:
        return self.promises.deleted(self.promises.delete([key]))

    def held(self, kept: Kept) -> list[Answered]:
        return [part for part in (kept.by, *kept.image.all()) if self.promises.holds(kept, part)]

    def test_a_tag_keeps_all_that_is_below_its_manifest(self) -> None:
        kept = self.tagged()
        self.assertEqual(len(self.held(kept)), 5)

    def test_a_blob_that_was_deleted_is_not_promised_and_the_others_are(self) -> None:
        kept = self.tagged()
        self.deleted(BLOB)
        self.assertNotIn(self.blob, self.held(kept))
        self.assertIn(self.other, self.held(kept))

    def test_a_blob_that_was_deleted_before_the_tag_is_not_promised(self) -> None:
        self.deleted(BLOB)
        kept = self.tagged()
        self.assertEqual(self.promises.holds(kept, self.blob), False)
        self.assertEqual(self.promises.holds(kept, self.other), True)

    def test_without_a_child_or_the_tag_nothing_below_is_promised(self) -> None:
        for key in (CHILD, TAG):
            self.setUp()
            kept = self.tagged()
            self.deleted(key)
            self.assertEqual(self.held(kept), [])

    def test_a_delete_of_the_manifest_takes_the_tag(self) -> None:
        self.tagged()
        self.assertTrue(self.deleted(INDEX))
        self.assertIsNone(self.promises.any(REPOSITORY, random.Random(1)))

    def test_a_tag_that_is_moved_keeps_nothing_until_the_answer(self) -> None:
        kept = self.tagged()
        self.promises.moves(TAG)
        self.assertEqual(self.held(kept), [])
        self.assertIsNone(self.promises.any(REPOSITORY, random.Random(1)))

    def test_a_push_during_a_delete_of_the_tag_promises_nothing(self) -> None:
        by = self.promises.moves(TAG)
        deletion = self.promises.delete([TAG])
        self.promises.tagged(by, Image(self.promises.begin(INDEX), MANIFEST, 2, []))
        self.assertTrue(self.promises.deleted(deletion))
        self.assertIsNone(self.promises.any(REPOSITORY, random.Random(1)))

    def test_a_referrer_is_kept_as_long_as_its_subject(self) -> None:
        subject = self.tagged()
        referrer = Key("manifests", REPOSITORY, "sha256:r")
        self.promises.referred(subject, Image(self.promises.begin(referrer), MANIFEST, 2, []))
        [kept] = self.promises.referrers(subject)
        self.assertTrue(self.promises.holds(kept, kept.image.manifest))
        self.promises.moves(TAG)
        self.assertFalse(self.promises.holds(kept, kept.image.manifest))
