package dev.moorage.benchmarks.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RoundTripsTest {
    private static final Duration QUIET = Duration.ofMillis(300);

    private final RoundTrips trips = new RoundTrips();

    @Test
    void requestsOneAfterTheOtherAreARoundTripEach() {
        trips.begin(QUIET);
        trips.accept("first");
        trips.accept("second");
        assertThat(trips.end()).isEqualTo(new RequestCost(2, 2));
    }

    @Test
    void requestsAtTheSameTimeAreOneRoundTrip() throws InterruptedException {
        trips.begin(QUIET);
        List<Thread> threads = IntStream.range(0, 8)
                .mapToObj(_ -> Thread.startVirtualThread(() -> trips.accept("request")))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        trips.accept("last");
        assertThat(trips.end()).isEqualTo(new RequestCost(9, 2));
    }

    @Test
    void requestsOutsideOfAMeasurementAreNotCounted() {
        trips.accept("before");
        trips.begin(QUIET);
        RequestCost none = trips.end();
        trips.accept("after");
        assertThat(none).isEqualTo(new RequestCost(0, 0));
        trips.begin(QUIET);
        assertThat(trips.end()).isEqualTo(none);
    }
}
