package dev.moorage.benchmarks.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AllocatedBytesTest {
    private final AllocatedBytes kind = new AllocatedBytes();

    @Test
    void aTenthAndSomeBytesMoreAreLetPassAndOneByteBeyondIsNot() {
        assertThat(kind.excess(1000L, 1164L)).isEmpty();
        assertThat(kind.excess(1000L, 1165L)).hasValue("allocates 1,165 bytes, and not 1,000; the limit is 1,164");
    }

    @Test
    void lessIsNoProblem() {
        assertThat(kind.excess(1000L, 1L)).isEmpty();
    }

    @Test
    void aLineHasBothNumbers() {
        assertThat(kind.line("a", 1165L, Optional.of(1000L))).endsWith("1,165 bytes, recorded 1000");
    }
}
