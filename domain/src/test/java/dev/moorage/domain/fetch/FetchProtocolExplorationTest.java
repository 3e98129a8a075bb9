package dev.moorage.domain.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FetchProtocolExplorationTest {
    /** Without a guard a broken invariant ends the exploration early. With all of them the world has to be smaller. */
    private static final int MOST_RUNS = 4;

    private static final int MOST_RUNS_WITH_ALL_GUARDS = 2;

    private static Exploration.Report explore(Set<FetchGuard> guards, int mostRuns) {
        return new Exploration(new FetchProtocol(guards, Exploration.SILENCE, Exploration.HELD_BACK), mostRuns)
                .explore();
    }

    @Test
    void noInterleavingOfReplicasFaultsAndACrashBreaksAnInvariant() {
        Exploration.Report report = explore(EnumSet.allOf(FetchGuard.class), MOST_RUNS_WITH_ALL_GUARDS);
        System.out.println("explored " + report);
        assertThat(report.broken()).isEmpty();
        assertThat(report.states()).isGreaterThan(100_000);
    }

    @ParameterizedTest
    @EnumSource
    void everyGuardHoldsAnInvariant(FetchGuard guard) {
        Exploration.Report report = explore(EnumSet.complementOf(EnumSet.of(guard)), MOST_RUNS);
        System.out.println("without " + guard + ": " + report);
        assertThat(report.broken()).isPresent();
    }
}
