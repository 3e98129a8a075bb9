package dev.moorage.storage.spi.object;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/**
 * Sends the bytes of an {@link ObjectContent} to a channel without a buffer of the caller. For example, the kernel sends the
 * bytes of a file to a socket without copying them into the memory of this process.
 */
@FunctionalInterface
public interface ChannelTransfer {
    /**
     * Sends some of the requested bytes. They are the bytes that {@link ObjectContent#read} would return next. A caller may
     * mix calls of both methods.
     *
     * @param destination may be a non-blocking socket
     * @param most the most bytes to send, 1 or more
     * @return how many bytes the channel took (0 when it takes none now), or -1 at the end of the range
     * @throws IOException when storage or the channel failed, or when the object is shorter than {@link ObjectContent#info()}
     *     says
     */
    long to(WritableByteChannel destination, long most) throws IOException;
}
