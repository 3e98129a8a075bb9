package dev.moorage.storage.s3;

/**
 * What the probe at start has found out about a store.
 *
 * @param conditions which conditional requests it decides
 * @param parts what it demands of parts
 * @param copies whether it copies whole objects (CopyObject)
 * @param listing the form in which it lists keys right
 */
record StoreTraits(Conditions conditions, PartRules parts, boolean copies, ListingForm listing) {
    /** Of a bucket that is read and never written, so that it was not probed. */
    static final StoreTraits UNDECIDED = new StoreTraits(
            new Conditions(false, false, false, false, EtagForm.QUOTED), PartRules.NONE, true, ListingForm.V2_ENCODED);
}
