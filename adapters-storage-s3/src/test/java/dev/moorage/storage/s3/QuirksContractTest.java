package dev.moorage.storage.s3;

import dev.moorage.storage.s3.staging.CommitMode;
import org.junit.jupiter.api.Nested;

/** The contract with stores that differ from Amazon's. */
class QuirksContractTest {
    @Nested
    class Ceph extends QuirkContract {
        Ceph() {
            super(CommitMode.COPY, StoreRules.SMALL.asCeph());
        }
    }

    @Nested
    class CephWithReferences extends QuirkContract {
        CephWithReferences() {
            super(CommitMode.REFERENCE, StoreRules.SMALL.asCeph());
        }
    }

    @Nested
    class EqualParts extends QuirkContract {
        EqualParts() {
            super(CommitMode.COPY, StoreRules.SMALL.with(Quirk.EQUAL_PARTS, Quirk.NO_CHECKSUMS));
        }
    }

    @Nested
    class WithoutCopies extends QuirkContract {
        WithoutCopies() {
            super(
                    CommitMode.COPY,
                    StoreRules.SMALL.with(Quirk.NO_COPIES, Quirk.NO_PART_COPIES, Quirk.NO_DELETE_OBJECTS));
        }
    }

    @Nested
    class WithoutEtagsAndConditions extends QuirkContract {
        WithoutEtagsAndConditions() {
            super(
                    CommitMode.COPY,
                    StoreRules.SMALL.with(
                            Quirk.NO_ETAGS,
                            Quirk.CONDITIONS_NOT_IMPLEMENTED,
                            Quirk.NO_PART_COPIES,
                            Quirk.NO_CHECKSUMS));
        }

        @Override
        public boolean conditionalWrites() {
            return false;
        }
    }

    @Nested
    class LateDeletes extends QuirkContract {
        LateDeletes() {
            super(CommitMode.COPY, StoreRules.SMALL.with(Quirk.LATE_DELETES));
        }
    }

    @Nested
    class WeakEtagsAndTheOldListing extends QuirkContract {
        WeakEtagsAndTheOldListing() {
            super(
                    CommitMode.REFERENCE,
                    StoreRules.SMALL.with(Quirk.WEAK_ETAGS, Quirk.NO_START_AFTER, Quirk.ENCODED_LISTING));
        }
    }
}
