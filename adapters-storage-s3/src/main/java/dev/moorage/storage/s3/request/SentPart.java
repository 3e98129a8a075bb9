package dev.moorage.storage.s3.request;

import java.util.List;

/**
 * A part that the store has.
 *
 * @param number the part number. Neighbours may have numbers with a gap between them.
 * @param size in bytes
 * @param checksum the checksum with which the part was sent, empty when the part is a copy
 */
public record SentPart(int number, long size, String etag, String checksum) {
    /** Returns the total size of the parts in bytes. */
    public static long total(Iterable<SentPart> parts) {
        long total = 0;
        for (SentPart part : parts) {
            total += part.size();
        }
        return total;
    }

    /** Whether all parts except the last have one size, and the last one is no larger. */
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
