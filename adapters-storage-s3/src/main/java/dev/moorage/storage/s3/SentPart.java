package dev.moorage.storage.s3;

import java.util.List;

/**
 * A part that the store has.
 *
 * @param number its place, not necessarily next to its neighbour's
 * @param size in bytes
 * @param checksum what it was sent with; empty where it is a copy
 */
record SentPart(int number, long size, String etag, String checksum) {
    /** The bytes that such parts have together. */
    static long total(Iterable<SentPart> parts) {
        long total = 0;
        for (SentPart part : parts) {
            total += part.size();
        }
        return total;
    }

    /** Whether all such parts but the last have one size, and the last is no larger. */
    static boolean areEqual(List<SentPart> parts) {
        for (int i = 0; i < parts.size(); i++) {
            long first = parts.getFirst().size();
            if (parts.get(i).size() > first || parts.get(i).size() < first && i < parts.size() - 1) {
                return false;
            }
        }
        return true;
    }
}
