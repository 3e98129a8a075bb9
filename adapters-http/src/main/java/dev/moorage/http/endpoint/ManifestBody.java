package dev.moorage.http.endpoint;

import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.http.exchange.HttpError;
import dev.moorage.http.exchange.RequestBody;
import dev.moorage.http.exchange.RequestEndedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Receives the body of a manifest PUT into memory that is reserved for it. The announced length alone reserves nothing:
 * memory grows with the bytes that arrive. A body that exceeds the size of a small manifest gets the memory for its whole
 * length in one step, so that two bodies never wait for each other halfway.
 */
final class ManifestBody implements AutoCloseable {
    private static final int FIRST = 16 * 1024;

    private final RequestBody body;
    private final int maxBytes;
    private final MemoryBudget.Lease lease;
    private byte[] content = new byte[0];
    private int size;

    ManifestBody(RequestBody body, int maxBytes, MemoryBudget memory) {
        this.body = body;
        this.maxBytes = maxBytes;
        this.lease = memory.lease();
        lease.isWithClient(body::abort);
    }

    /**
     * Reads the whole body.
     *
     * @throws HttpError 413 when it is too large, 400 when it ends too early
     * @throws IOException no memory became free for it, or the request was ended
     */
    byte[] read() throws IOException {
        OptionalLong length = body.length();
        if (length.orElse(0) > maxBytes) {
            throw tooLarge();
        }
        int most = (int) length.orElse(maxBytes);
        grow(Math.min(most, FIRST));
        while (readSome()) {
            lease.touch();
            if (size == content.length) {
                if (size == most) {
                    requireEnd();
                    break;
                }
                grow(Math.min(most, size < MemoryBudget.SMALL ? MemoryBudget.SMALL : most));
            }
        }
        return size == content.length ? content : Arrays.copyOf(content, size);
    }

    private void grow(int capacity) throws IOException {
        lease.reserve(capacity);
        content = Arrays.copyOf(content, capacity);
    }

    private boolean readSome() throws IOException {
        try {
            int count = body.read(ByteBuffer.wrap(content, size, content.length - size));
            size += Math.max(0, count);
            return count >= 0;
        } catch (RequestEndedException ended) {
            throw ended;
        } catch (IOException _) {
            throw new HttpError(400, ErrorCode.SIZE_INVALID, "the body ended before it was complete");
        }
    }

    private void requireEnd() throws IOException {
        try {
            if (body.read(ByteBuffer.allocate(1)) >= 0) {
                throw tooLarge();
            }
        } catch (RequestEndedException ended) {
            throw ended;
        } catch (IOException _) {
            throw new HttpError(400, ErrorCode.SIZE_INVALID, "the body ended before it was complete");
        }
    }

    private HttpError tooLarge() {
        return new HttpError(413, ErrorCode.SIZE_INVALID, "a manifest has at most " + maxBytes + " bytes");
    }

    /** Releases the memory. */
    @Override
    public void close() {
        lease.close();
    }
}
