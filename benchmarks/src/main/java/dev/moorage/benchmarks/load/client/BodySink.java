package dev.moorage.benchmarks.load.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Receives the body of an answer as it arrives. */
@FunctionalInterface
interface BodySink {
    /**
     * Takes all the remaining bytes. The buffer is reused after the call.
     *
     * @throws IOException the bytes are not the expected ones
     */
    void take(ByteBuffer bytes) throws IOException;

    /** Compares a body with the expected content. */
    final class Expecting implements BodySink {
        private final Content content;
        private long received;

        Expecting(Content content) {
            this.content = content;
        }

        @Override
        public void take(ByteBuffer bytes) throws IOException {
            if (!content.matches(received, bytes)) {
                throw new IOException("what was pulled differs from what was pushed, behind byte " + received);
            }
            received += bytes.remaining();
        }

        void requireWhole() throws IOException {
            if (received != content.size()) {
                throw new IOException(received + " bytes were pulled of " + content.size());
            }
        }
    }

    /** Keeps a body that is known to be small. */
    final class Keeping implements BodySink {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

        @Override
        public void take(ByteBuffer bytes) {
            byte[] some = new byte[bytes.remaining()];
            bytes.get(some);
            kept.writeBytes(some);
        }

        byte[] bytes() {
            return kept.toByteArray();
        }
    }
}
