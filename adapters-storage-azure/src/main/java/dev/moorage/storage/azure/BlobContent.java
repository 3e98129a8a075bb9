package dev.moorage.storage.azure;

import com.azure.core.http.HttpResponse;
import dev.moorage.storage.azure.BlobRequests.Condition;
import dev.moorage.storage.azure.BlobRequests.Download;
import dev.moorage.storage.spi.ObjectContent;
import dev.moorage.storage.spi.ObjectInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A blob that is read in one request. Where that breaks off, the rest is asked for under the condition that the blob is still the
 * one that was opened.
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
     * @param name the blob that has the bytes
     * @param download of the bytes from {@code position} on; empty where none are wanted
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
    public void close() {
        try {
            if (stream.isPresent()) {
                stream.get().close();
            }
        } catch (IOException _) {
            // It was given up anyway.
        }
        response.ifPresent(HttpResponse::close);
        stream = Optional.empty();
        response = Optional.empty();
    }
}
