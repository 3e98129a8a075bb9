package dev.moorage.storage.spi.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class LowPriorityThreadsTest {
    private static final int NICE_FIELD = 19;

    /**
     * The nice value of a thread. In proc(5) it is field 19, counted from behind the name in parentheses, which is field 2.
     */
    private static int niceHere() {
        try {
            String stat = Files.readString(Path.of("/proc/thread-self/stat"), StandardCharsets.ISO_8859_1);
            List<String> fields =
                    List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
            return Integer.parseInt(fields.get(NICE_FIELD - 3));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theKernelGivesTheThreadsLessThanOthersAndTheOthersWhatTheyHad() throws Exception {
        int before = niceHere();
        CompletableFuture<Integer> nice = new CompletableFuture<>();
        Thread thread = new LowPriorityThreads("low-", 7).newThread(() -> nice.complete(niceHere()));
        thread.start();
        thread.join();
        assertThat(nice.get()).isEqualTo(7);
        assertThat(niceHere()).isEqualTo(before);
        assertThat(thread.getName()).isEqualTo("low-1");
        assertThat(thread.isDaemon()).isTrue();
    }
}
