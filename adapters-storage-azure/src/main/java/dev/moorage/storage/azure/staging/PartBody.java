package dev.moorage.storage.azure.staging;

import dev.moorage.storage.spi.io.Part;
import java.io.IOException;
import java.io.InputStream;

/** Provides a part as the stream that the pipeline needs. A retry of the request resets it to its start. */
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

    /** The mark is always the start. */
    @Override
    public synchronized void mark(int limit) {
        // The pipeline marks the stream before it reads anything.
    }

    @Override
    public synchronized void reset() {
        current = part.open();
    }
}
