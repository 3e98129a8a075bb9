package dev.moorage.application.port.out.upstream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/** The bytes of a blob as an upstream sends them. They are not verified. At most one thread reads them at a time. */
public interface UpstreamBlob extends AutoCloseable {
    /** Returns the offset of the first byte. It is 0 where the upstream does not know ranges. */
    long begins();

    /** Returns the size of the whole blob in bytes, if the upstream says it. */
    OptionalLong size();

    /**
     * Reads some bytes. Blocks until there is at least one.
     *
     * @return how many bytes were put into the buffer, or -1 at the end
     * @throws IOException the upstream broke off, or sent nothing for too long
     */
    int read(ByteBuffer destination) throws IOException;

    /** Ends the transfer. It never fails, and may be called twice and by any thread. */
    @Override
    void close();
}
