package dev.moorage.storage.s3;

/**
 * What a simulated store allows, and which conditions it decides; the ones that it does not know it ignores.
 *
 * @param largestCopy up to how many bytes one request copies
 */
record StoreRules(
        long smallestPart,
        int mostParts,
        long largestCopy,
        boolean conditionalPuts,
        boolean conditionalDeletes,
        boolean conditionalCopies,
        boolean conditionalCompletes) {
    /** Those of Amazon's. */
    static final StoreRules REAL =
            new StoreRules(Limits.SMALLEST_PART, Limits.MOST_PARTS, Limits.LARGEST_PART, true, true, true, true);

    /** The same in small, so that tests need no large bodies. */
    static final StoreRules SMALL = new StoreRules(4096, 400, 1 << 20, true, true, true, true);

    StoreRules withoutConditions() {
        return new StoreRules(smallestPart, mostParts, largestCopy, false, false, false, false);
    }

    /** As many stores that are not Amazon's: conditions of puts and nothing else. */
    StoreRules withPutConditionsOnly() {
        return new StoreRules(smallestPart, mostParts, largestCopy, true, false, false, false);
    }
}
