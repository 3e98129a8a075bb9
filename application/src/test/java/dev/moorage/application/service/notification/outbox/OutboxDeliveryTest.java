package dev.moorage.application.service.notification.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.service.notification.outbox.OutboxWorld.Receiver;
import dev.moorage.application.service.notification.outbox.OutboxWorld.Replica;
import dev.moorage.domain.outbox.EventKey;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutboxDeliveryTest {
    private final OutboxWorld world = new OutboxWorld(1, "keel", "a receiver/é");
    private final Receiver keel = world.receivers.get("keel");
    private final Receiver other = world.receivers.get("a receiver/é");
    private final Replica replica = world.replica();

    @Test
    void anEventArrivesOnceAndLeavesNothing() throws IOException {
        EventKey key = replica.push("keel");
        replica.deliver();
        replica.deliver();
        assertThat(keel.asked).containsExactly(key);
        assertThat(other.asked).isEmpty();
        assertThat(new DeadLettersService(world.driver).waiting()).isEmpty();
    }

    @Test
    void anEndpointThatIsAwayDoesNotHoldUpAnotherOneAndGetsEverythingInOrder() throws IOException {
        keel.away = true;
        List<EventKey> keys = List.of(
                replica.push("keel", "a receiver/é"), replica.push("keel", "a receiver/é"), replica.push("keel"));
        replica.deliver();
        assertThat(other.accepted).containsExactlyElementsOf(keys.subList(0, 2));
        assertThat(new DeadLettersService(world.driver).waiting()).isEqualTo(Map.of("keel", 3L));
        world.pass(Duration.ofHours(1));
        EventKey late = replica.push("keel");
        keel.away = false;
        world.settle(world.replica());
        assertThat(keel.accepted).containsExactly(keys.get(0), keys.get(1), keys.get(2), late);
        assertThat(other.asked).hasSize(2);
    }

    /** A push each minute, six rounds of deliveries between two pushes, and a server that is killed in one of seven minutes. */
    @Test
    void anHourWithoutTheReceiverLosesNothingThoughServersAreKilled() throws IOException {
        keel.away = true;
        Replica server = replica;
        List<EventKey> acknowledged = new ArrayList<>();
        int killed = 0;
        for (int minute = 0; minute < 60; minute++) {
            acknowledged.add(server.push("keel", "a receiver/é"));
            world.killAfter = minute % 7 == 0 ? world.random.nextInt(12) : -1;
            try {
                deliverForAMinute(server);
            } catch (OutboxWorld.Killed _) {
                killed++;
                server = world.replica();
            }
        }
        world.killAfter = -1;
        assertThat(killed).isGreaterThan(3);
        assertThat(keel.accepted).isEmpty();
        assertThat(keel.asked).as("the first event alone is tried").containsOnly(acknowledged.getFirst());
        assertThat(world.deadLetters()).isEmpty();
        keel.away = false;
        world.settle(server);
        assertThat(keel.accepted).containsExactlyElementsOf(acknowledged);
        assertThat(other.accepted).containsExactlyElementsOf(acknowledged);
        assertThat(world.deadLetters()).isEmpty();
    }

    private void deliverForAMinute(Replica server) throws IOException {
        for (int round = 0; round < 6; round++) {
            world.pass(Duration.ofSeconds(10));
            server.deliver();
        }
    }

    @Test
    void aRefusedEventBlocksNoOtherAndIsADeadLetterInTheEndWhichCanBeSentAgain() throws IOException {
        EventKey poison = replica.push("keel");
        keel.unwanted.add(poison);
        EventKey fine = replica.push("keel");
        replica.deliver();
        assertThat(keel.accepted).containsExactly(fine);
        world.settle(world.replica());
        assertThat(keel.asked).filteredOn(poison::equals).hasSize(OutboxWorld.MAX_ATTEMPTS);
        assertThat(world.deadLetters()).containsExactly(poison.id().toString());
        keel.unwanted.clear();
        retry(world, Optional.of("flux"), 0);
        retry(world, Optional.of("keel"), 1);
        assertThat(keel.accepted).containsExactly(fine, poison);
        assertThat(world.deadLetters()).isEmpty();
    }

    private static void retry(OutboxWorld world, Optional<String> endpoint, int expected) throws IOException {
        assertThat(new DeadLettersService(world.driver).retry(endpoint, Optional.empty()))
                .isEqualTo(expected);
        world.settle(world.replica());
    }

    @Test
    void anEventThatCannotBeDeliveredInADayIsADeadLetter() throws IOException {
        keel.away = true;
        EventKey key = replica.push("keel");
        replica.deliver();
        world.pass(Duration.ofDays(1).plusMinutes(1));
        world.settle(replica);
        assertThat(world.deadLetters()).containsExactly(key.id().toString());
    }

    @Test
    void aServerThatDoesNotKnowAnEndpointKeepsItsEvents() throws IOException {
        EventKey key = replica.push("keel", "a receiver/é");
        world.new Replica("keel").deliver();
        assertThat(other.asked).isEmpty();
        world.settle(replica);
        assertThat(other.accepted).containsExactly(key);
        assertThat(keel.asked).containsExactly(key);
    }

    @Test
    void anotherReplicaTakesOverWhenTheLeaseOfAKilledOneIsOver() throws IOException {
        EventKey key = replica.push("keel");
        world.killAfter = 9;
        try {
            replica.deliver();
        } catch (OutboxWorld.Killed _) {
            // It has the lease.
        }
        Replica second = world.replica();
        second.deliver();
        assertThat(keel.asked).isEmpty();
        world.pass(Duration.ofSeconds(31));
        second.deliver();
        assertThat(keel.accepted).containsExactly(key);
    }

    @Test
    void keysOfAProcessRiseWhenItsClockGoesBack() {
        EventKey first = replica.keys.next();
        world.pass(Duration.ofHours(-1));
        EventKey second = replica.keys.next();
        assertThat(second).isGreaterThan(first);
        assertThat(first.id().version()).isEqualTo(7);
        assertThat(first.id().variant()).isEqualTo(2);
    }
}
