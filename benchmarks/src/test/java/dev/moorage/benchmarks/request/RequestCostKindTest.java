package dev.moorage.benchmarks.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.benchmarks.guard.Costs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RequestCostKindTest {
    private final RequestCostKind kind = new RequestCostKind();

    private Optional<String> excess(int requests, int roundTrips, int nowRequests, int nowRoundTrips) {
        return kind.excess(new RequestCost(requests, roundTrips), new RequestCost(nowRequests, nowRoundTrips));
    }

    @Test
    void oneMoreRequestOrRoundTripIsAProblemAndLessIsNone() {
        assertThat(excess(3, 2, 3, 2)).isEmpty();
        assertThat(excess(3, 2, 2, 1)).isEmpty();
        assertThat(excess(3, 2, 4, 2))
                .hasValue("takes 4 requests in 2 round trips, and not 3 requests in 2 round trips");
        assertThat(excess(3, 2, 1, 3))
                .hasValue("takes 1 requests in 3 round trips, and not 3 requests in 2 round trips");
    }

    @Test
    void aTenthMoreRoundTripsOfManyAreAccepted() {
        assertThat(excess(600, 70, 600, 77)).isEmpty();
        assertThat(excess(600, 70, 600, 78)).isPresent();
        assertThat(excess(9, 9, 9, 10)).isPresent();
    }

    @Test
    void costsAreWrittenAndRead(@TempDir Path folder) throws IOException {
        Costs<RequestCost> costs = new Costs<>(new TreeMap<>(Map.of("a", new RequestCost(3, 2))));
        costs.write(folder.resolve("requests.json"));
        assertThat(Costs.read(folder.resolve("requests.json"), kind)).isEqualTo(costs);
    }
}
