package dev.moorage.storage.tck;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** A channel that behaves like a non-blocking socket: it takes some bytes, and then none until it is writable again. */
final class LittleChannel implements WritableByteChannel {
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final int atOnce;
    private int room;

    LittleChannel(int atOnce) {
        this.atOnce = atOnce;
        this.room = atOnce;
    }

    void becomeWritable() {
        room = atOnce;
    }

    byte[] taken() {
        return taken.toByteArray();
    }

    @Override
    public int write(ByteBuffer source) {
        byte[] some = new byte[Math.min(room, source.remaining())];
        source.get(some);
        taken.writeBytes(some);
        room -= some.length;
        return some.length;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        // The channel stays open.
    }
}
