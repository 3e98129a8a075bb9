package dev.moorage.benchmarks.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AllocationsTest {
    private static Allocations of(Map<String, Long> bytes) {
        return new Allocations(new TreeMap<>(bytes));
    }

    @Test
    void aTenthAndSomeBytesMoreAreLetPassAndOneByteBeyondIsNot() {
        Allocations recorded = of(Map.of("a", 1000L));
        assertThat(recorded.problems(of(Map.of("a", 1164L)))).isEmpty();
        assertThat(recorded.problems(of(Map.of("a", 1165L))))
                .containsExactly("a allocates 1,165 bytes, and not 1,000; the limit is 1,164");
    }

    @Test
    void lessIsNoProblem() {
        assertThat(of(Map.of("a", 1000L)).problems(of(Map.of("a", 1L)))).isEmpty();
    }

    @Test
    void aNewBenchmarkHasToBeRecordedAndOneThatIsGoneForgotten() {
        assertThat(of(Map.of("gone", 1L)).problems(of(Map.of("new", 1L))))
                .containsExactly("new is not recorded", "gone is recorded, and there is no such benchmark");
    }

    @Test
    void whatIsWrittenIsRead(@TempDir Path folder) throws IOException {
        Allocations recorded = of(Map.of("HashBenchmark.digest SHA256", 1394L, "b", 0L));
        Path file = folder.resolve("allocations.json");
        recorded.write(file);
        assertThat(Allocations.read(file)).isEqualTo(recorded);
        assertThat(Files.readString(file)).endsWith("}\n");
    }

    @Test
    void aFileThatIsNoneIsRefused(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("allocations.json"), "[1]");
        assertThatThrownBy(() -> Allocations.read(file)).isInstanceOf(IOException.class);
    }
}
