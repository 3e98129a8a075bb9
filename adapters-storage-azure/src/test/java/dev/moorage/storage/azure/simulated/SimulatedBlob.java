package dev.moorage.storage.azure.simulated;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** A blob of the simulated store, with its committed content and its uncommitted blocks. */
final class SimulatedBlob {
    /** The service drops uncommitted blocks after this time. */
    static final Duration UNCOMMITTED_FOR = Duration.ofDays(7);

    /** Whether the blob has anything except uncommitted blocks. */
    boolean committed;

    String type = "BlockBlob";
    byte[] content = new byte[0];
    String etag = "";
    Instant modified = Instant.EPOCH;
    Map<String, String> metadata = new TreeMap<>();
    Map<String, byte[]> blocks = new LinkedHashMap<>();
    Map<String, byte[]> uncommitted = new LinkedHashMap<>();
    Instant uncommittedSince = Instant.EPOCH;
    String copyStatus = "";
    String copyId = "";
    int pollsUntilCopied;
    SimulatedBlob copiedFrom;

    void expire(Instant now) {
        if (now.isAfter(uncommittedSince.plus(UNCOMMITTED_FOR))) {
            uncommitted.clear();
        }
    }

    /** Whether an id has the same length as the blob's ids, as the service requires. */
    boolean takesIdsLike(String id) {
        return blocks.keySet().stream().allMatch(other -> other.length() == id.length())
                && uncommitted.keySet().stream().allMatch(other -> other.length() == id.length());
    }

    void become(Map<String, byte[]> list) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        list.values().forEach(all::writeBytes);
        content = all.toByteArray();
        blocks = list;
        uncommitted.clear();
    }

    void finishCopy() {
        content = copiedFrom.content;
        blocks = new LinkedHashMap<>(copiedFrom.blocks);
        copyStatus = "success";
    }
}
