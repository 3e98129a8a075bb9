package dev.moorage.storage.fs;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What a fence says of staged bytes.
 *
 * @param generation of the one writer that may change them
 * @param phase what may still happen to them
 * @param forced how many of them survive a power cut
 * @param boot in which run of the operating system the others were written
 */
record FenceState(long generation, Phase phase, long forced, UUID boot) {
    static final int BYTES = 5 * Long.BYTES;
    private static final UUID NO_BOOT = new UUID(0, 0);

    /** What may still happen to staged bytes. */
    enum Phase {
        OPEN(1),
        SEALED(2),
        /** Nothing: they were published or discarded, and the fence's name is gone with them. */
        GONE(3);

        private final long code;

        Phase(long code) {
            this.code = code;
        }

        private static Optional<Phase> of(long code) {
            return Stream.of(values()).filter(phase -> phase.code == code).findFirst();
        }
    }

    boolean isGone() {
        return phase == Phase.GONE;
    }

    FenceState in(Phase next) {
        return new FenceState(generation, next, forced, boot);
    }

    FenceState sealedAt(long bytes) {
        return new FenceState(generation, Phase.SEALED, bytes, boot);
    }

    /** From now on only forced bytes count, as after a power cut. */
    FenceState asOfAnotherBoot() {
        return new FenceState(generation, phase, forced, NO_BOOT);
    }

    ByteBuffer encode() {
        return ByteBuffer.allocate(BYTES)
                .putLong(generation)
                .putLong(phase.code)
                .putLong(forced)
                .putLong(boot.getMostSignificantBits())
                .putLong(boot.getLeastSignificantBits())
                .flip();
    }

    /** Empty when the bytes are none of a fence: it is new, or a power cut has torn it. */
    static Optional<FenceState> decode(ByteBuffer bytes) {
        if (bytes.remaining() < BYTES) {
            return Optional.empty();
        }
        long generation = bytes.getLong();
        Optional<Phase> phase = Phase.of(bytes.getLong());
        long forced = bytes.getLong();
        UUID boot = new UUID(bytes.getLong(), bytes.getLong());
        return phase.map(known -> new FenceState(generation, known, forced, boot));
    }
}
