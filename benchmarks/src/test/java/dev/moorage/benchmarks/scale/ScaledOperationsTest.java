package dev.moorage.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ScaledOperationsTest {
    @Test
    void everyOperationIsMeasured() throws IOException {
        Map<String, Growth.Point> points = new ScaledOperations(10).measure();
        assertThat(points).containsOnlyKeys(ScaledOperations.slopes().keySet());
        // A link of each of the 10 tags and of the deleted one is among the calls.
        assertThat(points.get("manifest: DELETE").calls()).isGreaterThan(11);
    }
}
