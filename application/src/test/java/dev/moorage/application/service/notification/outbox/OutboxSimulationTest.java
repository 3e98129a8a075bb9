package dev.moorage.application.service.notification.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.service.notification.outbox.OutboxWorld.Killed;
import dev.moorage.application.service.notification.outbox.OutboxWorld.Receiver;
import dev.moorage.application.service.notification.outbox.OutboxWorld.Replica;
import dev.moorage.domain.outbox.EventKey;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Two replicas that are killed at any call of the storage, and receivers that fail, refuse and come back. */
class OutboxSimulationTest {
    private static final String[] ENDPOINTS = {"keel", "flux"};
    private static final int WORLDS = Integer.getInteger("moorage.simulation.outboxes", 300);
    private static final int STEPS = 60;

    @Test
    void everyAcknowledgedEventArrivesInOrderOrIsADeadLetter() throws IOException {
        long seed = Long.getLong("moorage.simulation.seed", new Random().nextLong());
        System.out.println("seed of the outbox " + seed);
        for (int world = 0; world < WORLDS; world++) {
            simulate(seed + world);
        }
    }

    private static void simulate(long seed) throws IOException {
        OutboxWorld world = new OutboxWorld(seed, ENDPOINTS);
        Random random = world.random;
        List<Replica> replicas = new ArrayList<>(List.of(world.replica(), world.replica()));
        Set<EventKey> acknowledged = new LinkedHashSet<>();
        Set<EventKey> begun = new LinkedHashSet<>();
        for (int step = 0; step < STEPS; step++) {
            int which = random.nextInt(2);
            world.killAfter = random.nextInt(4) == 0 ? random.nextInt(25) : -1;
            try {
                act(world, replicas.get(which), begun, acknowledged);
            } catch (Killed | IOException _) {
                replicas.set(which, world.replica());
            }
        }
        world.killAfter = -1;
        world.receivers.values().forEach(receiver -> receiver.away = false);
        world.settle(replicas.getFirst());
        for (Receiver receiver : world.receivers.values()) {
            check("seed " + seed, world, receiver, begun, acknowledged);
        }
    }

    private static void act(OutboxWorld world, Replica replica, Set<EventKey> begun, Set<EventKey> acknowledged)
            throws IOException {
        Random random = world.random;
        switch (random.nextInt(6)) {
            case 0, 1 -> {
                EventKey key = replica.keys.next();
                begun.add(key);
                if (random.nextInt(8) == 0) {
                    world.receivers.values().forEach(receiver -> receiver.unwanted.add(key));
                }
                replica.push(key, ENDPOINTS);
                acknowledged.add(key);
            }
            case 2, 3 -> replica.deliver();
            case 4 -> world.pass(Duration.ofSeconds(random.nextInt(40)));
            default -> {
                Receiver receiver = world.receivers.get(ENDPOINTS[random.nextInt(ENDPOINTS.length)]);
                receiver.away = random.nextBoolean();
            }
        }
    }

    private static void check(
            String seed, OutboxWorld world, Receiver receiver, Set<EventKey> begun, Set<EventKey> acknowledged)
            throws IOException {
        assertThat(begun).as(seed).containsAll(receiver.asked);
        List<String> dead = world.deadLetters();
        for (EventKey key : acknowledged) {
            assertThat(receiver.accepted.contains(key) || dead.contains(key.id().toString()))
                    .as(seed + ": " + key + " has arrived")
                    .isTrue();
        }
        acknowledged.stream()
                .map(EventKey::writer)
                .distinct()
                .forEach(writer -> assertThat(receiver.accepted.stream()
                                .filter(acknowledged::contains)
                                .filter(key -> key.writer().equals(writer)))
                        .as(seed)
                        .isSorted());
    }
}
