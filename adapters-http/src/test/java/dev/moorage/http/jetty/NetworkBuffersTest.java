package dev.moorage.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests buffers for the network where the memory outside of the heap has run out. */
class NetworkBuffersTest {
    private static final int SIZE = 64 << 10;
    /** A few more than fit. The JDK waits half a second for each that does not. */
    private static final int BUFFERS = 20;

    /** The process with little direct memory. It prints how many buffers are where, and where one is after all were released. */
    static final class Child {
        private Child() {}

        public static void main(String... arguments) {
            NetworkBuffers buffers = new NetworkBuffers();
            List<RetainableByteBuffer.Mutable> held = new ArrayList<>();
            for (int i = 0; i < BUFFERS; i++) {
                held.add(buffers.acquire(SIZE, true));
            }
            long direct = held.stream().filter(RetainableByteBuffer::isDirect).count();
            held.forEach(RetainableByteBuffer::release);
            System.out.printf(
                    "%d direct, %d on the heap, then %b%n",
                    direct, BUFFERS - direct, buffers.acquire(SIZE, true).isDirect());
        }
    }

    @Test
    void withoutDirectMemoryBuffersAreOnTheHeapAndLaterInDirectMemoryAgain(@TempDir Path folder) throws Exception {
        Path output = folder.resolve("output");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:MaxDirectMemorySize=1m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(output).content().containsPattern("(?m)^1[0-6] direct, ([4-9]|10) on the heap, then true$");
    }
}
