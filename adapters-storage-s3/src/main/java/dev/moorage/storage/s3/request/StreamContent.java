package dev.moorage.storage.s3.request;

import dev.moorage.storage.spi.object.ChannelTransfer;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.Abortable;
import software.amazon.awssdk.http.AbortableInputStream;

/** The body of one response. The store keeps sending the version of the object with which it began. */
public final class StreamContent implements ObjectContent {
    private static final Logger LOG = LoggerFactory.getLogger(StreamContent.class);
    private static final int BUFFER = 32 * 1024;

    private final ObjectInfo info;
    private final InputStream stream;
    private long left;
    private byte[] buffer = new byte[0];

    /**
     * Creates the content.
     *
     * @param stream the response's body
     * @param length the expected number of bytes
     */
    public <S extends InputStream & Abortable> StreamContent(ObjectInfo info, S stream, long length) {
        this.info = info;
        this.stream = stream;
        this.left = length;
    }

    /** Returns content without bytes. */
    public static StreamContent empty(ObjectInfo info) {
        return new StreamContent(info, AbortableInputStream.createEmpty(), 0);
    }

    @Override
    public ObjectInfo info() {
        return info;
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
        if (left == 0) {
            return -1;
        }
        int count;
        try {
            count = readSome(destination, (int) Math.min(left, destination.remaining()));
        } catch (SdkException | IOException e) {
            LOG.atDebug().addKeyValue("key", info.key()).setCause(e).log("Reading an object failed");
            throw new IOException(
                    "object " + info.key() + " broke off: " + e.getClass().getSimpleName());
        }
        if (count < 0) {
            throw new IOException("object " + info.key() + " is shorter than it was");
        }
        left -= count;
        return count;
    }

    private int readSome(ByteBuffer destination, int most) throws IOException {
        if (destination.hasArray()) {
            int count = stream.read(destination.array(), destination.arrayOffset() + destination.position(), most);
            if (count > 0) {
                destination.position(destination.position() + count);
            }
            return count;
        }
        if (buffer.length == 0) {
            buffer = new byte[BUFFER];
        }
        int count = stream.read(buffer, 0, Math.min(most, buffer.length));
        if (count > 0) {
            destination.put(buffer, 0, count);
        }
        return count;
    }

    @Override
    public Optional<ChannelTransfer> transfer() {
        return Optional.empty();
    }

    @Override
    public void close() {
        if (left > 0) {
            // Otherwise the client would read the rest of the body before it reuses the connection.
            ((Abortable) stream).abort();
        }
        try {
            stream.close();
        } catch (IOException | SdkException e) {
            LOG.atDebug().setCause(e).log("A response could not be closed");
        }
    }
}
