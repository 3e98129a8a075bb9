package dev.moorage.storage.tck;

import static dev.moorage.storage.tck.DriverUnderTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.tck.report.Findings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Other processes at the same storage: some are killed at any moment, and two work at once. */
public interface ProcessContract extends DriverUnderTest {
    @Test
    default void whatAKilledProcessWasAcknowledgedIsThereAndRight(Findings findings) throws Exception {
        OtherProcess other = Claims.provided(otherProcess(), "otherProcess()");
        long seed = Seeds.next(findings, "the moments of kills");
        Random random = new Random(seed);
        int told = 0;
        int kills = 5;
        for (int round = 0; round < kills; round++) {
            String name = "round-" + round;
            List<String> lines;
            try (RunningChild child = new RunningChild(other, ChildWork.WRITE_UNTIL_KILLED, name, seed + round)) {
                lines = child.killAfter(1 + random.nextInt(60), random.nextInt(15));
            }
            told += lines.size();
            try (StorageDriver driver = open()) {
                new KilledWriter(name, seed + round).check(driver, lines);
            } catch (IOException | AssertionError e) {
                throw new AssertionError("seed " + seed + ", round " + round + ", after " + lines.getLast(), e);
            }
        }
        findings.note("calls that processes were told of before they were killed", told + ", in " + kills + " kills");
    }

    @Test
    default void ofTwoProcessesThatFightForAnAreaOneWinsWithAllOfItsBytes(Findings findings) throws Exception {
        OtherProcess other = Claims.provided(otherProcess(), "otherProcess()");
        long seed = Seeds.next(findings, "two processes that fight");
        List<String> told = new ArrayList<>();
        try (RunningChild one = new RunningChild(other, ChildWork.FIGHT, "one", seed);
                RunningChild two = new RunningChild(other, ChildWork.FIGHT, "two", seed + 1)) {
            told.addAll(one.toldInTheEnd());
            told.addAll(two.toldInTheEnd());
        }
        assertThat(told).as("both have ended well").filteredOn("ended"::equals).hasSize(2);
        try (StorageDriver driver = open()) {
            for (int round = 0; round < Rival.ROUNDS; round++) {
                String won = "CREATED " + round + "/";
                List<String> winners =
                        told.stream().filter(line -> line.startsWith(won)).toList();
                byte[] seen = read(driver, Rival.target(round)).orElseThrow();
                assertThat(winners)
                        .as("seed %d, round %d, of %s", seed, round, told)
                        .anyMatch(line -> Arrays.equals(Rival.content(line.substring("CREATED ".length())), seen));
                if (fencesWriters()) {
                    assertThat(winners).as("the writers that created it").hasSize(1);
                }
            }
        }
    }
}
