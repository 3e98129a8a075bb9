package dev.moorage.storage.memory;

import java.util.Arrays;

/** The bytes of one staged object, and their fence. */
final class StagingArea {
    private byte[] bytes = new byte[0];
    private int size;
    private long generation;
    private boolean sealed;

    StagingArea(long generation) {
        this.generation = generation;
    }

    long generation() {
        return generation;
    }

    boolean isHeldBy(long writer) {
        return generation == writer;
    }

    boolean isSealed() {
        return sealed;
    }

    void fence(long newGeneration) {
        generation = newGeneration;
        sealed = false;
    }

    void seal() {
        sealed = true;
    }

    int size() {
        return size;
    }

    void append(byte[] source, int count) {
        if (size + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + count, bytes.length * 2));
        }
        System.arraycopy(source, 0, bytes, size, count);
        size += count;
    }

    void truncate(int newSize) {
        size = Math.min(size, newSize);
    }

    byte[] content() {
        return Arrays.copyOf(bytes, size);
    }
}
