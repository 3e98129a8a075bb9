package dev.moorage.storage.azure;

import dev.moorage.storage.spi.ObjectKey;
import dev.moorage.storage.spi.StagedState;
import java.util.Optional;
import java.util.UUID;

/**
 * What another process needs to go on with a staged object.
 *
 * @param once what tells this staged object from every other
 * @param place the last part of the staged blob's name
 * @param target where its blocks go straight to, where that was known from the start
 * @param committed the staged blob's last commit that this writer knows of
 * @param blocks what belongs to the object
 */
record Staging(String once, String place, Optional<ObjectKey> target, Optional<Commit> committed, BlockList blocks) {
    private static final String FORMAT = "1";
    private static final int LINES = 7;

    /**
     * What Put Block List made of the staged blob.
     *
     * @param size the blob's bytes
     * @param shared how many of them, from the first on, are the object's
     */
    record Commit(String etag, long size, long shared) {
        Commit truncated(long length) {
            return new Commit(etag, size, Math.min(shared, length));
        }
    }

    static Staging begin(Optional<ObjectKey> target) {
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

    /** Empty when the state is none of this driver's. */
    static Optional<Staging> of(StagedState state) {
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
