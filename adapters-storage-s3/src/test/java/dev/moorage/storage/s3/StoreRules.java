package dev.moorage.storage.s3;

import dev.moorage.storage.s3.request.Limits;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The rules of a simulated store.
 *
 * @param largestCopy the maximum number of bytes that one request copies
 * @param quirks the differences from Amazon's store
 */
record StoreRules(long smallestPart, int mostParts, long largestCopy, Set<Quirk> quirks) {
    /** The rules of Amazon's store. */
    static final StoreRules REAL =
            new StoreRules(Limits.SMALLEST_PART, Limits.MOST_PARTS, Limits.LARGEST_PART, Set.of());

    /** The rules of Amazon's store with small limits, so that tests need no large bodies. */
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

    /** Returns the rules of a store that evaluates only the conditions of puts, as many stores other than Amazon's do. */
    StoreRules withPutConditionsOnly() {
        return with(Quirk.NO_CONDITIONAL_DELETES, Quirk.NO_CONDITIONAL_COPIES, Quirk.NO_CONDITIONAL_COMPLETES);
    }

    /** Returns the rules of Ceph before version 20. */
    StoreRules asCeph() {
        return withPutConditionsOnly().with(Quirk.UNQUOTED_IF_MATCH, Quirk.ALL_PARTS_LISTED);
    }
}
