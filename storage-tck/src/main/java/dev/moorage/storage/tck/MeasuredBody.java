package dev.moorage.storage.tck;

import dev.moorage.storage.spi.staging.BodySource;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;

/** A body that measures the memory in use when its first byte is read, and when its last one has been. */
final class MeasuredBody implements BodySource {
    private final long length;
    private long position;
    private long before;
    private long grownBy;

    MeasuredBody(long length) {
        this.length = length;
    }

    @Override
    public int read(ByteBuffer destination) {
        if (position == 0) {
            before = inUse();
        }
        if (position == length) {
            grownBy = inUse() - before;
            return -1;
        }
        int count = (int) Math.min(destination.remaining(), length - position);
        for (int i = 0; i < count; i++) {
            destination.put((byte) 1);
        }
        position += count;
        return count;
    }

    /** The heap after a collection, and direct buffers. */
    private static long inUse() {
        System.gc();
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() + direct;
    }

    @Override
    public boolean await(Duration most) {
        return true;
    }

    /** The growth in bytes between the first byte and the end of the body. */
    long grownBy() {
        return grownBy;
    }
}
