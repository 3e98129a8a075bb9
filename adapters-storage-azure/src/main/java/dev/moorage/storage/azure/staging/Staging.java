package dev.moorage.storage.azure.staging;

import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.StagedState;
import java.util.Optional;
import java.util.UUID;

/**
 * The state of a staged object, from which another process can continue it.
 *
 * @param once digits that are unique to this staged object
 * @param place the last part of the staged blob's name
 * @param target the key to which the blocks are sent directly, if it was known from the start
 * @param committed the staged blob's last commit that this writer knows
 * @param blocks the blocks of the object
 */
public record Staging(
        String once, String place, Optional<ObjectKey> target, Optional<Commit> committed, BlockList blocks) {
    private static final String FORMAT = "1";
    private static final int LINES = 7;

    /**
     * The result of Put Block List on the staged blob.
     *
     * @param size the blob's size in bytes
     * @param shared the number of the blob's first bytes that belong to the object
     */
    record Commit(String etag, long size, long shared) {
        Commit truncated(long length) {
            return new Commit(etag, size, Math.min(shared, length));
        }
    }

    public static Staging begin(Optional<ObjectKey> target) {
        String once = UUID.randomUUID().toString().replace("-", "").substring(0, 16);
        return new Staging(once, once, target, Optional.empty(), new BlockList(once));
    }

    StagedState state() {
        return new StagedState(String.join(
                "\n",
                FORMAT,
                once,
                place,
                target.map(ObjectKey::value).orElse(""),
                committed.map(Commit::etag).orElse(""),
                committed.map(commit -> commit.size() + " " + commit.shared()).orElse(""),
                blocks.encoded()));
    }

    /** Reads a state. Empty when this driver does not write states of this form. */
    public static Optional<Staging> of(StagedState state) {
        String[] lines = state.value().split("\n", -1);
        if (lines.length != LINES || !lines[0].equals(FORMAT)) {
            return Optional.empty();
        }
        Optional<Commit> committed = Optional.empty();
        if (!lines[4].isEmpty()) {
            int space = lines[5].indexOf(' ');
            committed = Optional.of(new Commit(
                    lines[4],
                    Long.parseLong(lines[5].substring(0, space)),
                    Long.parseLong(lines[5].substring(space + 1))));
        }
        return Optional.of(new Staging(
                lines[1],
                lines[2],
                lines[3].isEmpty() ? Optional.empty() : Optional.of(new ObjectKey(lines[3])),
                committed,
                BlockList.decoded(lines[1], lines[6])));
    }
}
