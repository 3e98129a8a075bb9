package dev.moorage.identity.password;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The memory of {@link Argon2id}: blocks of 1 KiB, and the function G of RFC 9106, which mixes two blocks. */
final class Argon2Blocks {
    /** The size of a block in longs. */
    static final int LONGS = 128;

    private static final int ROW = 16;
    private static final int ROWS = 8;

    private final long[] memory;
    private final long[] mixed = new long[LONGS];

    Argon2Blocks(int count) {
        this.memory = new long[count * LONGS];
    }

    void set(int block, byte[] bytes) {
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(memory, block * LONGS, LONGS);
    }

    long firstLong(int block) {
        return memory[block * LONGS];
    }

    void addTo(long[] sum, int block) {
        for (int i = 0; i < LONGS; i++) {
            sum[i] ^= memory[block * LONGS + i];
        }
    }

    /** Mixes two blocks into a third. From the second pass on, the third keeps a part of what it was. */
    void compress(int previous, int reference, int current, boolean keep) {
        for (int i = 0; i < LONGS; i++) {
            long sum = memory[previous * LONGS + i] ^ memory[reference * LONGS + i];
            mixed[i] = sum;
            memory[current * LONGS + i] = keep ? memory[current * LONGS + i] ^ sum : sum;
        }
        permute(mixed);
        for (int i = 0; i < LONGS; i++) {
            memory[current * LONGS + i] ^= mixed[i];
        }
    }

    /** Computes positions that do not depend on the password: G(0, G(0, input)). */
    static long[] addresses(long[] input) {
        return mixedWithZero(mixedWithZero(input));
    }

    private static long[] mixedWithZero(long[] block) {
        long[] permuted = block.clone();
        permute(permuted);
        for (int i = 0; i < LONGS; i++) {
            permuted[i] ^= block[i];
        }
        return permuted;
    }

    private static void permute(long[] b) {
        for (int row = 0; row < ROWS; row++) {
            round(b, row * ROW, 2);
        }
        for (int column = 0; column < ROWS; column++) {
            round(b, 2 * column, ROW);
        }
    }

    /** Mixes 16 longs, which stand in pairs that are {@code step} longs apart. */
    private static void round(long[] b, int from, int step) {
        for (int i = 0; i < 4; i++) {
            mix(b, at(from, i, step), at(from, 4 + i, step), at(from, 8 + i, step), at(from, 12 + i, step));
        }
        for (int i = 0; i < 4; i++) {
            mix(
                    b,
                    at(from, i, step),
                    at(from, 4 + (i + 1) % 4, step),
                    at(from, 8 + (i + 2) % 4, step),
                    at(from, 12 + (i + 3) % 4, step));
        }
    }

    private static int at(int from, int index, int step) {
        return from + index / 2 * step + index % 2;
    }

    private static void mix(long[] v, int a, int b, int c, int d) {
        v[a] = multiplied(v[a], v[b]);
        v[d] = Long.rotateRight(v[d] ^ v[a], 32);
        v[c] = multiplied(v[c], v[d]);
        v[b] = Long.rotateRight(v[b] ^ v[c], 24);
        v[a] = multiplied(v[a], v[b]);
        v[d] = Long.rotateRight(v[d] ^ v[a], 16);
        v[c] = multiplied(v[c], v[d]);
        v[b] = Long.rotateRight(v[b] ^ v[c], 63);
    }

    private static long multiplied(long x, long y) {
        return x + y + 2 * (x & 0xffffffffL) * (y & 0xffffffffL);
    }
}
