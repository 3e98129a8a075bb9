package dev.moorage.storage.azure.object;

import com.azure.core.http.HttpResponse;
import dev.moorage.storage.azure.request.BlobRequests;
import dev.moorage.storage.azure.request.BlobRequests.Condition;
import dev.moorage.storage.azure.request.BlobRequests.Download;
import dev.moorage.storage.azure.request.RefusedException;
import dev.moorage.storage.spi.object.ChannelTransfer;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A range of a blob that is read with one request. When the response breaks off, the rest is requested on the condition that
 * the blob is still the version that was opened.
 */
final class BlobContent implements ObjectContent {
    private static final int BUFFER = 64 * 1024;
    private static final int MOST_RESUMES = 5;

    private final BlobRequests requests;
    private final String name;
    private final String etag;
    private final ObjectInfo info;
    private Optional<HttpResponse> response;
    private Optional<InputStream> stream = Optional.empty();
    private byte[] buffer = new byte[0];
    private long position;
    private long left;
    private int resumes;

    /**
     * Creates the content.
     *
     * @param name the blob that holds the bytes
     * @param download the response with the bytes from {@code position} on, empty when no bytes are wanted
     */
    BlobContent(
            BlobRequests requests,
            String name,
            String etag,
            ObjectInfo info,
            Optional<Download> download,
            long position,
            long length) {
        this.requests = requests;
        this.name = name;
        this.etag = etag;
        this.info = info;
        this.response = download.map(Download::response);
        this.position = position;
        this.left = length;
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
        int wanted = (int) Math.min(Math.min(destination.remaining(), BUFFER), left);
        if (buffer.length < wanted) {
            buffer = new byte[wanted];
        }
        while (true) {
            try {
                int count = stream().read(buffer, 0, wanted);
                if (count > 0) {
                    destination.put(buffer, 0, count);
                    position += count;
                    left -= count;
                    return count;
                }
                resume();
            } catch (RefusedException e) {
                throw e;
            } catch (IOException _) {
                resume();
            }
        }
    }

    private InputStream stream() {
        if (stream.isEmpty()) {
            stream = Optional.of(response.orElseThrow().getBodyAsInputStreamSync());
        }
        return stream.get();
    }

    private void resume() throws IOException {
        if (resumes++ == MOST_RESUMES) {
            throw new IOException("the store breaks off " + info.key() + " again and again");
        }
        close();
        response = Optional.of(
                requests.get(name, position, left, Condition.match(etag)).response());
    }

    @Override
    public Optional<ChannelTransfer> transfer() {
        return Optional.empty();
    }

    @Override
    public void close() {
        try {
            if (stream.isPresent()) {
                stream.get().close();
            }
        } catch (IOException _) {
            // The caller has given up the response anyway.
        }
        response.ifPresent(HttpResponse::close);
        stream = Optional.empty();
        response = Optional.empty();
    }
}
