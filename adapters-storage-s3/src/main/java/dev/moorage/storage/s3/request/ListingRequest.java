package dev.moorage.storage.s3.request;

/**
 * Which keys of a bucket to list.
 *
 * @param prefix the prefix of every listed key
 * @param after the page begins after this key (exclusive), empty for the first page
 * @param folded whether keys are folded into one entry at the next {@code /}
 * @param limit the maximum number of entries, at most {@link Bucket#BATCH}
 */
public record ListingRequest(String prefix, String after, boolean folded, int limit) {}
