package dev.moorage.storage.s3;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a simulated store allows.
 *
 * @param largestCopy up to how many bytes one request copies
 * @param quirks what it does otherwise than Amazon's
 */
record StoreRules(long smallestPart, int mostParts, long largestCopy, Set<Quirk> quirks) {
    /** Those of Amazon's. */
    static final StoreRules REAL =
            new StoreRules(Limits.SMALLEST_PART, Limits.MOST_PARTS, Limits.LARGEST_PART, Set.of());

    /** The same in small, so that tests need no large bodies. */
    static final StoreRules SMALL = new StoreRules(4096, 400, 1 << 20, Set.of());

    StoreRules {
        quirks = Set.copyOf(quirks);
    }

    boolean has(Quirk quirk) {
        return quirks.contains(quirk);
    }

    StoreRules with(Quirk... more) {
        Set<Quirk> all = EnumSet.noneOf(Quirk.class);
        all.addAll(quirks);
        all.addAll(List.of(more));
        return new StoreRules(smallestPart, mostParts, largestCopy, all);
    }

    StoreRules withoutConditions() {
        return with(Quirk.NO_CONDITIONAL_PUTS).withPutConditionsOnly();
    }

    /** As many stores that are not Amazon's: conditions of puts and nothing else. */
    StoreRules withPutConditionsOnly() {
        return with(Quirk.NO_CONDITIONAL_DELETES, Quirk.NO_CONDITIONAL_COPIES, Quirk.NO_CONDITIONAL_COMPLETES);
    }

    /** Ceph before version 20. */
    StoreRules asCeph() {
        return withPutConditionsOnly().with(Quirk.UNQUOTED_IF_MATCH, Quirk.ALL_PARTS_LISTED);
    }
}
