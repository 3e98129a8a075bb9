package dev.moorage.benchmarks.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RequestCostsTest {
    private static RequestCosts of(String name, int requests, int roundTrips) {
        return new RequestCosts(new TreeMap<>(Map.of(name, new RequestCost(requests, roundTrips))));
    }

    @Test
    void oneMoreRequestOrRoundTripIsAProblemAndLessIsNone() {
        RequestCosts recorded = of("a", 3, 2);
        assertThat(recorded.problems(of("a", 3, 2))).isEmpty();
        assertThat(recorded.problems(of("a", 2, 1))).isEmpty();
        assertThat(recorded.problems(of("a", 4, 2)))
                .containsExactly("a takes 4 requests in 2 round trips, and not 3 requests in 2 round trips");
        assertThat(recorded.problems(of("a", 1, 3)))
                .containsExactly("a takes 1 requests in 3 round trips, and not 3 requests in 2 round trips");
    }

    @Test
    void aTenthMoreRoundTripsOfManyAreAccepted() {
        RequestCosts recorded = of("a", 600, 70);
        assertThat(recorded.problems(of("a", 600, 77))).isEmpty();
        assertThat(recorded.problems(of("a", 600, 78))).hasSize(1);
        assertThat(of("a", 9, 9).problems(of("a", 9, 10))).hasSize(1);
    }

    @Test
    void aNewOperationHasToBeRecordedAndOneThatIsGoneForgotten() {
        assertThat(of("gone", 1, 1).problems(of("new", 1, 1)))
                .containsExactly("new is not recorded", "gone is recorded, and there is no such operation");
    }

    @Test
    void whatIsWrittenIsRead(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("requests.json");
        of("a", 3, 2).write(file);
        assertThat(RequestCosts.read(file)).isEqualTo(of("a", 3, 2));
        assertThat(Files.readString(file)).endsWith("}\n");
    }

    @Test
    void aFileThatIsNoneIsRefused(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("requests.json"), "[1]");
        assertThatThrownBy(() -> RequestCosts.read(file)).isInstanceOf(IOException.class);
    }
}
