package dev.moorage.benchmarks.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RoundTripsTest {
    private final RoundTrips trips = new RoundTrips(Duration.ofMillis(300));

    @Test
    void requestsOneAfterTheOtherAreARoundTripEach() {
        trips.begin();
        trips.accept("first");
        trips.accept("second");
        assertThat(trips.end()).isEqualTo(new RequestCost(2, 2));
    }

    @Test
    void requestsAtTheSameTimeAreOneRoundTrip() throws InterruptedException {
        trips.begin();
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
        trips.begin();
        RequestCost none = trips.end();
        trips.accept("after");
        assertThat(none).isEqualTo(new RequestCost(0, 0));
        trips.begin();
        assertThat(trips.end()).isEqualTo(none);
    }
}
