package dev.moorage.storage.azure;

import dev.moorage.storage.spi.io.Part;
import java.io.IOException;
import java.io.InputStream;

/** A part as the stream that the pipeline takes, which can go back to its start: for a request that is sent again. */
final class PartBody extends InputStream {
    private final Part part;
    private InputStream current;

    PartBody(Part part) {
        this.part = part;
        this.current = part.open();
    }

    @Override
    public int read() throws IOException {
        return current.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        return current.read(bytes, offset, length);
    }

    @Override
    public boolean markSupported() {
        return true;
    }

    /** The only place to go back to is the start. */
    @Override
    public synchronized void mark(int limit) {
        // It is marked before anything is read.
    }

    @Override
    public synchronized void reset() {
        current = part.open();
    }
}
