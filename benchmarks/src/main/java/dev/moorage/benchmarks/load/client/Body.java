package dev.moorage.benchmarks.load.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The body of a request. */
sealed interface Body {
    /** The header field that announces the body, with its line end. */
    String framing();

    /** Writes the head of the request, and the body. */
    void write(ByteBuffer head, GatheringByteChannel to) throws IOException;

    private static void writeAll(GatheringByteChannel to, ByteBuffer... buffers) throws IOException {
        while (buffers[buffers.length - 1].hasRemaining()) {
            to.write(buffers);
        }
    }

    /** No body. The request announces a length of 0. */
    record None() implements Body {
        @Override
        public String framing() {
            return "Content-Length: 0\r\n";
        }

        @Override
        public void write(ByteBuffer head, GatheringByteChannel to) throws IOException {
            writeAll(to, head);
        }
    }

    /** A small body. */
    record Bytes(byte[] bytes) implements Body {
        @Override
        public String framing() {
            return "Content-Length: " + bytes.length + "\r\n";
        }

        @Override
        public void write(ByteBuffer head, GatheringByteChannel to) throws IOException {
            writeAll(to, head, ByteBuffer.wrap(bytes));
        }
    }

    /**
     * A part of a blob, with an announced length.
     *
     * @param from the offset of its first byte
     */
    record Sized(Content content, long from, long length) implements Body {
        @Override
        public String framing() {
            return "Content-Length: " + length + "\r\n";
        }

        @Override
        public void write(ByteBuffer head, GatheringByteChannel to) throws IOException {
            long end = from + length;
            ByteBuffer next = content.slice(from, length);
            long at = from + next.remaining();
            writeAll(to, head, next);
            while (at < end) {
                next = content.slice(at, end - at);
                at += next.remaining();
                writeAll(to, next);
            }
        }
    }

    /**
     * A whole blob without an announced length, in chunks.
     *
     * @param frame the size of a chunk in bytes
     */
    record Chunked(Content content, int frame) implements Body {
        /** The number of chunks in one system call. It keeps the cost of the client low, since the server is measured. */
        private static final int BATCH = 16;

        private static final byte[] LINE_END = {'\r', '\n'};

        @Override
        public String framing() {
            return "Transfer-Encoding: chunked\r\n";
        }

        @Override
        public void write(ByteBuffer head, GatheringByteChannel to) throws IOException {
            writeAll(to, head);
            long at = 0;
            while (at < content.size()) {
                ByteBuffer[] batch = new ByteBuffer[3 * BATCH];
                int used = 0;
                while (used < batch.length && at < content.size()) {
                    ByteBuffer data = content.slice(at, frame);
                    at += data.remaining();
                    batch[used++] = ascii(Integer.toHexString(data.remaining()) + "\r\n");
                    batch[used++] = data;
                    batch[used++] = ByteBuffer.wrap(LINE_END);
                }
                writeAll(to, Arrays.copyOf(batch, used));
            }
            writeAll(to, ascii("0\r\n\r\n"));
        }

        private static ByteBuffer ascii(String text) {
            return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        }
    }
}
