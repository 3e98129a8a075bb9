package dev.moorage.application.simulation.store;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

/** The bytes of a file, with their state at the last fsync. Several names may refer to one file. */
public final class Content {
    private byte[] bytes;
    private Optional<byte[]> forced = Optional.empty();

    Content(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** Returns the current bytes. The caller must not change them. */
    public byte[] bytes() {
        return bytes;
    }

    int size() {
        return bytes.length;
    }

    void write(byte[] source, int length, int position) {
        byte[] grown = Arrays.copyOf(bytes, Math.max(bytes.length, position + length));
        System.arraycopy(source, 0, grown, position, length);
        bytes = grown;
    }

    void truncate(int size) {
        bytes = Arrays.copyOf(bytes, Math.min(size, bytes.length));
    }

    void force() {
        forced = Optional.of(bytes);
    }

    /** Returns whether a power cut changes nothing. */
    boolean isForced() {
        return forced.isPresent() && Arrays.equals(forced.get(), bytes);
    }

    /**
     * Applies a power cut. Of the bytes without fsync, a random number stays. The others are lost or replaced by zeros.
     */
    void tear(Random random) {
        int kept = forced.filter(
                        old -> old.length <= bytes.length && Arrays.mismatch(old, Arrays.copyOf(bytes, old.length)) < 0)
                .map(old -> old.length)
                .orElse(0);
        int survivors = kept + random.nextInt(bytes.length - kept + 1);
        if (random.nextInt(3) == 0) {
            bytes = bytes.clone();
            Arrays.fill(bytes, survivors, bytes.length, (byte) 0);
        } else {
            bytes = Arrays.copyOf(bytes, survivors);
        }
        force();
    }
}
