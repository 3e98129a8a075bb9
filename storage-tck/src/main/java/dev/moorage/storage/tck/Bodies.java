package dev.moorage.storage.tck;

import dev.moorage.storage.spi.staging.BodySource;
import java.io.IOException;
import java.util.Random;

/** Bodies as clients send them. */
public final class Bodies {
    private Bodies() {}

    /** Random bytes, the same for the same seed. */
    public static byte[] random(long seed, int length) {
        byte[] content = new byte[length];
        new Random(seed).nextBytes(content);
        return content;
    }

    /** A body that arrives in pieces of at most the given number of bytes. */
    public static BodySource of(byte[] content, int piece) {
        int[] position = new int[1];
        return BodySource.of(destination -> {
            if (position[0] == content.length) {
                return -1;
            }
            int count = Math.min(Math.min(piece, destination.remaining()), content.length - position[0]);
            destination.put(content, position[0], count);
            position[0] += count;
            return count;
        });
    }

    /** A body that arrives as fast as it is read. */
    public static BodySource of(byte[] content) {
        return of(content, Integer.MAX_VALUE);
    }

    /** A body that breaks off after its content. */
    public static BodySource broken(byte[] content, int piece) {
        BodySource whole = of(content, piece);
        return BodySource.of(destination -> {
            int count = whole.read(destination);
            if (count < 0) {
                throw new IOException("the client has gone away");
            }
            return count;
        });
    }

    /** A body of the given length that is cheap to make. Each byte is its index modulo 251. */
    public static BodySource counted(long length) {
        long[] position = new long[1];
        return BodySource.of(destination -> {
            if (position[0] == length) {
                return -1;
            }
            int count = (int) Math.min(destination.remaining(), length - position[0]);
            for (int i = 0; i < count; i++) {
                destination.put(countedByte(position[0]++));
            }
            return count;
        });
    }

    /** The byte of {@link #counted} at an index. */
    public static byte countedByte(long index) {
        return (byte) (index % 251);
    }
}
