package dev.moorage.domain.garbage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.garbage.Program.Op;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Explores every interleaving of pushes and collectors. For more scenarios:
 * {@code ./mvnw test -pl domain -am -Dtest=GarbageProtocolExplorationTest -Dmoorage.exploration=large
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class GarbageProtocolExplorationTest {
    private static final int QUICK = 250_000;
    private static final int USUAL = 1_000_000;

    private record Finding(String scenario, String invariant) {}

    @Test
    void noInterleavingOfPushesAndCollectorsBreaksAnInvariant() {
        List<Scenario> scenarios = Scenarios.chosen();
        long states = 0;
        Set<Object> events = new HashSet<>();
        for (Scenario scenario : scenarios) {
            Exploration.Report report = new Exploration(scenario, new GarbageProtocol()).explore();
            System.out.println("explored " + report);
            assertThat(report.broken()).as(report.toString()).isEmpty();
            states += report.states();
            events.addAll(report.events());
        }
        assertThat(events)
                .containsAll(EnumSet.complementOf(EnumSet.of(
                        Op.LOOK,
                        Op.LOOK_AGAIN,
                        Op.BACK,
                        Op.ANSWER,
                        Op.RECORD,
                        Op.CHECK_TRASH_EARLY,
                        Op.CHECK_LINK_LATE)))
                .containsAll(EnumSet.complementOf(
                        EnumSet.of(RoundStep.CONDEMN, RoundStep.LIST_KEEPERS, RoundStep.LIST_TRASH)))
                .contains("LOOK_AGAIN: changed", "LOOK_AGAIN: unchanged, 201", "CHECK_BLOB: absent, the request fails")
                .contains("DELETE: refused", "REMOVE: the verdict is gone", "spares: a listing shows a need")
                .contains("DELETE_0 RECORD")
                .contains("SMALL_0 takes an earlier LOOK", "MANIFEST takes an earlier LOOK")
                .doesNotContain("STAGED_0 takes an earlier LOOK");
        System.out.println(states + " states in " + scenarios.size() + " scenarios");
        assertThat(states).isGreaterThan("quick".equals(System.getProperty("moorage.exploration")) ? QUICK : USUAL);
    }

    @ParameterizedTest
    @EnumSource
    void withoutAGuardTheExplorationFindsTheInvariantThatItHolds(GarbageGuard guard) {
        Set<GarbageGuard> others = EnumSet.complementOf(EnumSet.of(guard));
        Finding finding = finding(guard);
        Scenario scenario = Scenarios.named(finding.scenario());
        Exploration.Report report = new Exploration(scenario, new GarbageProtocol(others)).explore();
        System.out.println("without " + guard + ": " + report);
        assertThat(report.broken()).contains(finding.invariant());
    }

    @ParameterizedTest
    @EnumSource
    void overAStoreThatIsWeakerThanAssumed_anInvariantBreaks(Scenario.Weakness weakness) {
        Scenario scenario = Scenarios.named("staged, TIMED").over(weakness);
        Exploration.Report report = new Exploration(scenario, new GarbageProtocol()).explore();
        System.out.println("with " + weakness + ": " + report);
        assertThat(report.broken()).contains("after a blob's 201 its link has the bytes");
    }

    private static Finding finding(GarbageGuard guard) {
        return switch (guard) {
            case LOOK_AFTER_WRITE,
                    LOOK_BEFORE_CHECK,
                    LIST_AFTER_CONDEMN,
                    LIST_AFTER_PUBLISH,
                    OWN_VERDICT,
                    DELETE_WHILE_REMOVING,
                    RESOLVE_BEFORE_PUBLISH -> new Finding("staged, EXACT", "after a blob's 201 its link has the bytes");
            case WAIT_FOR_DELETE, DROP_WHEN_ANSWERED, FAIL_CLOSED ->
                new Finding("staged, TIMED", "after a blob's 201 its link has the bytes");
            case CHECK_AFTER_CHANGE -> new Finding("move tag, EXACT", "what a 201 names is there");
            case RESCUE_CONDEMNED ->
                new Finding("staged, EXACT", "a push waits only for what is being removed at that moment");
            case TAG_BY_NAME ->
                new Finding("move tag, EXACT", "a tag that was put again is not removed by an older decision");
            case TRASH_AFTER_LINKS, TRASH_KEEPS -> new Finding("mount, EXACT", "what the trash names can be restored");
            case CHILD_CONTENT -> new Finding("killed child, EXACT", "after an index's 201 its manifests are whole");
            case LAST_REMOVAL -> new Finding("delete, EXACT", "what a client has deleted comes back by no manifest");
            case TRASH_BEFORE_DELETE, TRASH_IN_REMOVAL, TRASH_AFTER_LOOK ->
                new Finding("manifest, EXACT", "after HEAD 200 a manifest is not refused until the trash expires");
            case TAKE_OVER ->
                new Finding("crash, TIMED", "when all is quiet, garbage goes, the rest stays, and the docket is empty");
            case OWN_LISTING, OWN_LOOK ->
                new Finding("staged, EXACT", "a push does not fail for a round that it could have seen");
            case AGE -> new Finding("staged, EXACT", "bytes that a push has published stay for the grace period");
            case PRESENT_KEEPS ->
                new Finding("manifest, EXACT", "after a manifest's 201 each blob has its link and its bytes");
            case CHILDREN_ARE_KEPT ->
                new Finding("index, EXACT", "when all is quiet, garbage goes, the rest stays, and the docket is empty");
            case REFERRERS_ARE_KEPT -> new Finding("referrer, EXACT", "a referrer stays as long as its subject");
            case DURABLE_UNLINK -> new Finding("power cut, EXACT", "after a blob's 201 its link has the bytes");
        };
    }
}
