package dev.moorage.identity.password;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Argon2id, version 0x13 (RFC 9106), without a secret and associated data. The names are those of the RFC. The lanes are filled one
 * after the other in one thread.
 */
final class Argon2id {
    private static final int TYPE = 2;
    private static final int VERSION = 0x13;
    private static final int SLICES = 4;
    private static final int BLOCK_BYTES = 1024;
    private static final int BLAKE_BYTES = 64;

    private final int passes;
    private final int lanes;
    private final int memory;
    private final int segment;
    private final int lane;
    private final Argon2Blocks blocks;

    /**
     * Allocates the memory.
     *
     * @param memory in KiB, at least 8 for each lane
     */
    private Argon2id(int memory, int passes, int lanes) {
        this.passes = passes;
        this.lanes = lanes;
        this.memory = memory;
        this.segment = memory / (SLICES * lanes);
        this.lane = segment * SLICES;
        this.blocks = new Argon2Blocks(lane * lanes);
    }

    /** Computes a hash of a length of at least 4 bytes. */
    static byte[] hash(byte[] password, byte[] salt, int memory, int passes, int lanes, int length) {
        Argon2id argon = new Argon2id(memory, passes, lanes);
        argon.begin(argon.first(password, salt, length));
        for (int pass = 0; pass < passes; pass++) {
            for (int slice = 0; slice < SLICES; slice++) {
                for (int i = 0; i < lanes; i++) {
                    argon.fill(pass, slice, i);
                }
            }
        }
        return argon.end(length);
    }

    /** H0 of the RFC. */
    private byte[] first(byte[] password, byte[] salt, int length) {
        ByteBuffer input = little(10 * Integer.BYTES + password.length + salt.length)
                .putInt(lanes)
                .putInt(length)
                .putInt(memory)
                .putInt(passes)
                .putInt(VERSION)
                .putInt(TYPE)
                .putInt(password.length)
                .put(password)
                .putInt(salt.length)
                .put(salt)
                .putInt(0)
                .putInt(0);
        return Blake2b.hash(content(input), BLAKE_BYTES);
    }

    private void begin(byte[] first) {
        for (int i = 0; i < lanes; i++) {
            for (int j = 0; j < 2; j++) {
                byte[] input = content(little(first.length + 2 * Integer.BYTES)
                        .put(first)
                        .putInt(j)
                        .putInt(i));
                blocks.set(i * lane + j, extended(input, BLOCK_BYTES));
            }
        }
    }

    private byte[] end(int length) {
        long[] sum = new long[Argon2Blocks.LONGS];
        for (int i = 0; i < lanes; i++) {
            blocks.addTo(sum, (i + 1) * lane - 1);
        }
        ByteBuffer bytes = little(BLOCK_BYTES);
        bytes.asLongBuffer().put(sum);
        return extended(content(bytes), length);
    }

    /** H' of the RFC: a hash of any length. */
    private static byte[] extended(byte[] input, int length) {
        byte[] prefixed =
                content(little(Integer.BYTES + input.length).putInt(length).put(input));
        if (length <= BLAKE_BYTES) {
            return Blake2b.hash(prefixed, length);
        }
        ByteBuffer output = ByteBuffer.allocate(length);
        byte[] part = Blake2b.hash(prefixed, BLAKE_BYTES);
        while (output.remaining() > BLAKE_BYTES) {
            output.put(part, 0, BLAKE_BYTES / 2);
            part = Blake2b.hash(part, Math.min(BLAKE_BYTES, output.remaining()));
        }
        return content(output.put(part));
    }

    private static byte[] content(ByteBuffer buffer) {
        byte[] content = new byte[buffer.capacity()];
        buffer.rewind().get(content);
        return content;
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Fills the segment of one slice in one lane. */
    private void fill(int pass, int slice, int ofLane) {
        boolean independent = pass == 0 && slice < SLICES / 2;
        long[] input = new long[Argon2Blocks.LONGS];
        long[] addresses = new long[Argon2Blocks.LONGS];
        long[] parameters = {pass, ofLane, slice, (long) lane * lanes, passes, TYPE};
        System.arraycopy(parameters, 0, input, 0, parameters.length);
        int start = pass == 0 && slice == 0 ? 2 : 0;
        for (int i = start; i < segment; i++) {
            int column = slice * segment + i;
            int current = ofLane * lane + column;
            int previous = column == 0 ? current + lane - 1 : current - 1;
            if (independent && (i == start || i % Argon2Blocks.LONGS == 0)) {
                input[parameters.length]++;
                addresses = Argon2Blocks.addresses(input);
            }
            long random = independent ? addresses[i % Argon2Blocks.LONGS] : blocks.firstLong(previous);
            int otherLane = pass == 0 && slice == 0 ? ofLane : (int) ((random >>> 32) % lanes);
            int reference = otherLane * lane + column(random, pass, slice, i, otherLane == ofLane);
            blocks.compress(previous, reference, current, pass > 0);
        }
    }

    /** The column of the block that is mixed in (section 3.4 of the RFC). */
    private int column(long random, int pass, int slice, int index, boolean sameLane) {
        int finished = pass == 0 ? slice * segment : lane - segment;
        long area = sameLane || pass == 0 && slice == 0 ? finished + index - 1 : finished - (index == 0 ? 1 : 0);
        long low = random & 0xffffffffL;
        long x = (low * low) >>> 32;
        long relative = area - 1 - ((area * x) >>> 32);
        int start = pass == 0 || slice == SLICES - 1 ? 0 : (slice + 1) * segment;
        return (int) ((start + relative) % lane);
    }
}
