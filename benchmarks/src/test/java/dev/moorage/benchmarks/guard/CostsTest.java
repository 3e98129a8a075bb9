package dev.moorage.benchmarks.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CostsTest {
    private static final CostKind<Long> EXACT = new CostKind<>() {
        @Override
        public Class<Long> type() {
            return Long.class;
        }

        @Override
        public Optional<String> excess(Long recorded, Long measured) {
            return measured > recorded ? Optional.of("costs " + measured) : Optional.empty();
        }

        @Override
        public String line(String operation, Long measured, Optional<Long> recorded) {
            return operation + " " + measured + " " + recorded;
        }
    };

    private static Costs<Long> of(Map<String, Long> costs) {
        return new Costs<>(new TreeMap<>(costs));
    }

    @Test
    void moreIsAProblemAndLessIsNone() {
        Costs<Long> recorded = of(Map.of("a", 2L, "b", 2L));
        assertThat(recorded.problems(of(Map.of("a", 3L, "b", 1L)), EXACT)).containsExactly("a costs 3");
    }

    @Test
    void aNewOperationHasToBeRecordedAndOneThatIsGoneForgotten() {
        assertThat(of(Map.of("gone", 1L)).problems(of(Map.of("new", 1L)), EXACT))
                .containsExactly("new is not recorded", "gone is recorded, and there is no such operation");
    }

    @Test
    void whatIsWrittenIsRead(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("costs.json");
        Costs<Long> costs = of(Map.of("HashBenchmark.digest SHA256", 1394L, "b", 0L));
        costs.write(file);
        assertThat(Costs.read(file, EXACT)).isEqualTo(costs);
        assertThat(Files.readString(file)).endsWith("}\n");
    }

    @Test
    void aFileThatIsNoneIsRefused(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("costs.json"), "[1]");
        assertThatThrownBy(() -> Costs.read(file, EXACT)).isInstanceOf(IOException.class);
    }

    @Test
    void theStatusSaysWhetherAnOperationCostsMoreThanRecorded(@TempDir Path folder) throws IOException {
        String file = folder.resolve("costs.json").toString();
        TreeMap<String, Long> before = new TreeMap<>(Map.of("a", 2L));
        TreeMap<String, Long> more = new TreeMap<>(Map.of("a", 3L));
        assertThat(CostGuard.run("x", new String[] {file, "--update"}, EXACT, () -> before))
                .isZero();
        assertThat(CostGuard.run("x", new String[] {file}, EXACT, () -> before)).isZero();
        assertThat(CostGuard.run("x", new String[] {file}, EXACT, () -> more)).isOne();
        assertThat(CostGuard.run("x", new String[] {file, "--update"}, EXACT, () -> more))
                .isZero();
        assertThat(CostGuard.run("x", new String[] {file}, EXACT, () -> more)).isZero();
    }
}
