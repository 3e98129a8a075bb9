package dev.moorage.domain.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class OutboxProtocolExplorationTest {
    private static final Scenario ONE_EVENT = new Scenario(List.of(0), 1, 0, 1, 1, 0);
    private static final Scenario TWO_EVENTS = new Scenario(List.of(0, 0), 1, 0, 0, 1, 1);
    private static final Scenario REFUSED = new Scenario(List.of(0), 1, 0b1, 0, 0, 0);
    /** The first event of another replica lets a holder know the queue as empty. */
    private static final Scenario THREE_EVENTS = new Scenario(List.of(1, 0, 0), 1, 0, 0, 1, 1);

    static final List<Scenario> SCENARIOS = List.of(
            ONE_EVENT,
            TWO_EVENTS,
            REFUSED,
            new Scenario(List.of(1, 0, 0), 1, 0, 0, 0, 0),
            new Scenario(List.of(0, 0), 1, 0, 1, 1, 1),
            new Scenario(List.of(0, 0, 0), 1, 0b010, 0, 1, 1),
            new Scenario(List.of(0, 1), 2, 0, 1, 1, 0),
            new Scenario(List.of(0, 0), 2, 0b01, 1, 0, 0));

    /** A guard, and what breaks where without it. */
    record Without(OutboxGuard guard, Scenario scenario, String broken) {}

    static final List<Without> GUARDS = List.of(
            new Without(OutboxGuard.COMMIT_BEFORE_RECORD, ONE_EVENT, Invariants.INVENTED),
            new Without(OutboxGuard.RECORD_BEFORE_ANSWER, ONE_EVENT, Invariants.LOST),
            new Without(OutboxGuard.ONE_HOLDER, new Scenario(List.of(1, 0, 0), 1, 0, 0, 1, 0), Invariants.ORDER),
            new Without(OutboxGuard.LEASE_BEFORE_DELIVERY, THREE_EVENTS, Invariants.ORDER),
            new Without(OutboxGuard.LISTED_TWICE, new Scenario(List.of(1, 0, 0), 1, 0, 0, 0, 0), Invariants.ORDER),
            new Without(OutboxGuard.QUEUES_AFTER_INBOX, TWO_EVENTS, Invariants.ORDER),
            new Without(OutboxGuard.BEHIND_WAITING, TWO_EVENTS, Invariants.ORDER),
            new Without(OutboxGuard.GONE_LISTS_AGAIN, TWO_EVENTS, Invariants.ORDER),
            new Without(OutboxGuard.KEEP_BEFORE_REMOVE, ONE_EVENT, Invariants.LOST),
            new Without(OutboxGuard.FAILURE_KEEPS, ONE_EVENT, Invariants.LOST),
            new Without(OutboxGuard.EVERY_ENDPOINT, new Scenario(List.of(0), 2, 0, 1, 0, 0), Invariants.LOST),
            new Without(OutboxGuard.REFUSED_STANDS_ASIDE, REFUSED, Invariants.BLOCKED),
            new Without(OutboxGuard.ATTEMPTS_END, REFUSED, Invariants.ENDLESS));

    @ParameterizedTest
    @FieldSource("SCENARIOS")
    void noInterleavingBreaksAnInvariant(Scenario scenario) {
        Exploration.Report report = new Exploration(new OutboxProtocol(), scenario).explore();
        System.out.println("explored " + report + " of " + scenario);
        assertThat(report.broken()).isEmpty();
        assertThat(report.ends()).isPositive();
    }

    @ParameterizedTest
    @FieldSource("GUARDS")
    void everyGuardHoldsAnInvariant(Without without) {
        OutboxProtocol protocol = new OutboxProtocol(EnumSet.complementOf(EnumSet.of(without.guard())));
        Exploration.Report report = new Exploration(protocol, without.scenario()).explore();
        System.out.println("without " + without.guard() + ": " + report);
        assertThat(report.broken()).contains(without.broken());
    }

    @Test
    void everyGuardIsExplored() {
        assertThat(GUARDS.stream().map(Without::guard)).containsExactly(OutboxGuard.values());
    }
}
