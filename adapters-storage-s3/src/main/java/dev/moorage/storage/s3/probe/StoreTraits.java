package dev.moorage.storage.s3.probe;

import dev.moorage.storage.s3.object.Conditions;
import dev.moorage.storage.s3.request.EtagForm;
import dev.moorage.storage.s3.request.ListingForm;
import dev.moorage.storage.s3.request.PartRules;

/**
 * What the probe at start has found out about a store.
 *
 * @param conditions the conditional requests that it evaluates
 * @param parts what it requires of parts
 * @param copies whether it implements CopyObject
 * @param listing the form of listing requests to which it responds correctly
 * @param deletesEnd whether it refuses a signed delete after its time
 */
public record StoreTraits(
        Conditions conditions, PartRules parts, boolean copies, ListingForm listing, boolean deletesEnd) {
    /** The traits of a bucket that is only read and so was not probed. */
    public static final StoreTraits UNDECIDED = new StoreTraits(
            new Conditions(false, false, false, false, EtagForm.QUOTED),
            PartRules.NONE,
            true,
            ListingForm.V2_ENCODED,
            false);
}
