package dev.moorage.application.service.proxy.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.blob.ByteRange;
import dev.moorage.domain.fetch.FetchProtocol;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The bytes of a blob between the thread that adds them and its readers. */
@Timeout(20)
class IncomingTest {
    private static final byte[] CONTENT = FetchScenario.content(3 * Incoming.RECENT);

    @Test
    void aReaderThatComesAfterTheFirstBytesMissesNoneWhereNothingIsStored() throws Exception {
        Incoming incoming = new Incoming(new FetchProtocol(), CONTENT.length);
        incoming.isPaced();
        Thread adding = Thread.ofPlatform().start(() -> {
            for (int offset = 0; offset < CONTENT.length; offset += 1 << 16) {
                incoming.add(ByteBuffer.wrap(CONTENT, offset, 1 << 16));
            }
            incoming.isVerified();
            incoming.ends(new Incoming.Outcome.Passed());
        });
        while (adding.getState() != Thread.State.TIMED_WAITING && adding.isAlive()) {
            Thread.onSpinWait();
        }
        try (IncomingContent content = new IncomingContent(incoming, new ByteRange(0, CONTENT.length), range -> {
            throw new AssertionError("bytes that are not stored are sought in the storage: " + range);
        })) {
            ByteBuffer read = ByteBuffer.allocate(CONTENT.length);
            while (read.hasRemaining() && content.read(read) >= 0) {
                // Reads on.
            }
            assertThat(Arrays.equals(read.array(), CONTENT)).isTrue();
        }
        adding.join();
    }
}
