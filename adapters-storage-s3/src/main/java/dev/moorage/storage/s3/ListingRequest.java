package dev.moorage.storage.s3;

/**
 * What to list of a bucket.
 *
 * @param prefix what every key begins with
 * @param after behind which key the page begins; empty for the first page
 * @param folded whether keys are folded into one entry at the next {@code /}
 * @param limit the most entries, {@link Bucket#BATCH} or fewer
 */
record ListingRequest(String prefix, String after, boolean folded, int limit) {}
