package dev.moorage.benchmarks.load.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes the body of an answer as it comes. */
@FunctionalInterface
interface BodySink {
    /**
     * Takes all the remaining bytes; the buffer is used again afterwards.
     *
     * @throws IOException they are not the ones that were expected
     */
    void take(ByteBuffer bytes) throws IOException;

    /** Compares a body with what it has to be. */
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
