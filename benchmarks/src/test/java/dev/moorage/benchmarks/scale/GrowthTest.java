package dev.moorage.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class GrowthTest {
    private static Growth of(int most, long... calls) {
        List<Growth.Point> points = IntStream.range(0, calls.length)
                .mapToObj(i -> new Growth.Point(1000 << i, calls[i], 0))
                .toList();
        return new Growth("tags", most, points);
    }

    @Test
    void aPageThatCostsTheSameAtEachSizeIsAccepted() {
        assertThat(of(0, 3, 3, 3).problem()).isEmpty();
    }

    @Test
    void aPageWhoseCostGrowsWithTheRepositoryIsAProblem() {
        assertThat(of(0, 3, 3, 4).problem()).contains("tags: calls grow with a slope of 0.42, and not 0");
    }

    @Test
    void aVisitOfEverythingIsAcceptedAsLongAsItIsLinear() {
        assertThat(of(1, 1002, 2003, 4005).problem()).isEmpty();
        assertThat(of(1, 1000, 2000, 8000).problem()).contains("tags: calls grow with a slope of 2.00, and not 1");
    }

    @Test
    void theTableHasALineForEachSizeAndTheSlope() {
        assertThat(of(1, 10, 20).table().lines()).hasSize(3);
    }
}
