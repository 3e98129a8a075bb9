package dev.moorage.http.endpoint;

import dev.moorage.application.port.in.blob.BlobContent;
import dev.moorage.application.port.in.blob.BlobInfo;
import dev.moorage.application.port.in.blob.GetBlob;
import dev.moorage.http.exchange.ClientConnection;
import dev.moorage.http.exchange.Exchange;
import dev.moorage.storage.spi.io.CooperativeYield;
import dev.moorage.storage.spi.io.TransferBuffers;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Sends the bytes of blobs from storage to clients. */
final class BlobSender {
    private static final int WRITE_AT_ONCE = 256 * 1024;

    /**
     * The size of a write that waits for the socket: small, but large enough for Jetty to wait until the socket is writable
     * again.
     */
    private static final int WRITE_TO_WAIT = 16 * 1024;

    private static final long TURN_BYTES = 8 << 20;

    private final GetBlob blobs;
    private final TransferBuffers buffers;

    BlobSender(GetBlob blobs, TransferBuffers buffers) {
        this.blobs = blobs;
        this.buffers = buffers;
    }

    /**
     * Sends a blob, or the ranges of it that the response consists of. The first read from storage happens before the head
     * is sent, so that an unreadable blob is an error response and not a broken connection.
     *
     * @throws dev.moorage.application.port.in.blob.BlobChangedException the object in storage is not the one that
     *     {@code blob} describes. If that is found at the first read, nothing has been sent.
     */
    void send(Exchange exchange, BlobInfo blob, BlobResponse answer) throws IOException {
        if (exchange.isHead()) {
            answer.answerHead(exchange);
            return;
        }
        try (TransferBuffers.Lease lease = buffers.large()) {
            ByteBuffer buffer = lease.buffer();
            boolean begun = false;
            for (BlobResponse.Piece piece : answer.pieces()) {
                try (BlobContent content = blobs.open(blob, piece.range())) {
                    buffer.clear().limit(Math.min(buffer.capacity(), WRITE_AT_ONCE));
                    boolean empty = content.read(buffer) < 0;
                    if (empty && piece.range().length() > 0) {
                        throw new IOException(
                                "storage gave none of " + piece.range().length() + " bytes");
                    }
                    if (!begun) {
                        answer.answerHead(exchange);
                        begun = true;
                    }
                    write(exchange, piece.head());
                    if (!empty) {
                        copy(exchange, content, buffer, piece.range().length());
                    }
                }
            }
            write(exchange, answer.tail());
        }
    }

    private static void write(Exchange exchange, byte[] bytes) throws IOException {
        if (bytes.length > 0) {
            exchange.response().getOutputStream().write(ByteBuffer.wrap(bytes));
        }
    }

    /**
     * Sends the bytes in the buffer, and then the rest of the content. Where possible the bytes are transferred from storage
     * to the socket without a copy. When the socket is full, one small buffer is written the usual way, which waits until
     * the socket is writable again.
     */
    private static void copy(Exchange exchange, BlobContent content, ByteBuffer buffer, long length)
            throws IOException {
        ServletOutputStream out = exchange.response().getOutputStream();
        Optional<ClientConnection.DirectBody> direct = exchange.direct(content);
        int window = direct.isPresent() ? WRITE_TO_WAIT : buffer.limit();
        CooperativeYield turn = new CooperativeYield(TURN_BYTES);
        long sent = 0;
        do {
            turn.passed(buffer.flip().remaining());
            sent += buffer.remaining();
            out.write(buffer);
            long count;
            do {
                count = direct.isPresent() && sent < length ? direct.get().send(length - sent) : 0;
                sent += count;
                turn.passed(count);
            } while (count > 0);
            buffer.clear().limit(window);
        } while (content.read(buffer) >= 0);
        if (sent != length) {
            throw new IOException("storage gave " + sent + " of " + length + " bytes");
        }
    }
}
