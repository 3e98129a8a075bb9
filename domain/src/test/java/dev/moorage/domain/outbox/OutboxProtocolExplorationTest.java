package dev.moorage.domain.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

class OutboxProtocolExplorationTest {
    static final List<Scenario> SCENARIOS = Scenario.ALL;

    /** What breaks without each guard. */
    private static final Map<OutboxGuard, String> BROKEN = Map.ofEntries(
            Map.entry(OutboxGuard.COMMIT_BEFORE_RECORD, Invariants.INVENTED),
            Map.entry(OutboxGuard.RECORD_BEFORE_ANSWER, Invariants.LOST),
            Map.entry(OutboxGuard.ONE_HOLDER, Invariants.ORDER),
            Map.entry(OutboxGuard.LEASE_BEFORE_DELIVERY, Invariants.ORDER),
            Map.entry(OutboxGuard.LISTED_TWICE, Invariants.ORDER),
            Map.entry(OutboxGuard.QUEUES_AFTER_INBOX, Invariants.ORDER),
            Map.entry(OutboxGuard.BEHIND_WAITING, Invariants.ORDER),
            Map.entry(OutboxGuard.GONE_LISTS_AGAIN, Invariants.ORDER),
            Map.entry(OutboxGuard.KEEP_BEFORE_REMOVE, Invariants.LOST),
            Map.entry(OutboxGuard.FAILURE_KEEPS, Invariants.LOST),
            Map.entry(OutboxGuard.EVERY_ENDPOINT, Invariants.LOST),
            Map.entry(OutboxGuard.REFUSED_STANDS_ASIDE, Invariants.BLOCKED),
            Map.entry(OutboxGuard.ATTEMPTS_END, Invariants.ENDLESS));

    @ParameterizedTest
    @FieldSource("SCENARIOS")
    void noInterleavingBreaksAnInvariant(Scenario scenario) {
        Exploration.Report report = new Exploration(new OutboxProtocol(), scenario).explore();
        System.out.println("explored " + report + " of " + scenario);
        assertThat(report.broken()).isEmpty();
        assertThat(report.ends()).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void everyGuardHoldsAnInvariant(OutboxGuard guard) {
        Set<OutboxGuard> others = EnumSet.complementOf(EnumSet.of(guard));
        Optional<String> broken = Scenario.ALL.stream()
                .map(scenario -> new Exploration(new OutboxProtocol(others), scenario).explore())
                .peek(report -> System.out.println("without " + guard + ": " + report))
                .flatMap(report -> report.broken().stream())
                .findFirst();
        assertThat(broken).contains(BROKEN.get(guard));
    }

    @Test
    void everyGuardIsExplored() {
        assertThat(BROKEN).containsOnlyKeys(OutboxGuard.values());
    }
}
