package dev.moorage.storage.fs;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The content of a fence.
 *
 * @param generation the generation of the one writer that may change the staged bytes
 * @param phase what may still happen to the staged bytes
 * @param forced the number of staged bytes that survive a power cut
 * @param boot the boot of the operating system during which the other bytes were written
 */
record FenceState(long generation, Phase phase, long forced, UUID boot) {
    static final int BYTES = 5 * Long.BYTES;
    private static final UUID NO_BOOT = new UUID(0, 0);

    /** What may still happen to staged bytes. */
    enum Phase {
        OPEN(1),
        SEALED(2),
        /** Nothing more happens: the bytes were published or discarded, and the name of the fence was removed with them. */
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

    /** From now on only the bytes that were synced count, as after a power cut. */
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

    /** Reads the content of a fence. Empty when the fence is new, or when a power cut has torn it. */
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
