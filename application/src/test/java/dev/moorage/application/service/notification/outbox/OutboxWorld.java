package dev.moorage.application.service.notification.outbox;

import dev.moorage.application.port.out.notification.Notification;
import dev.moorage.application.port.out.notification.NotificationReceiver;
import dev.moorage.application.service.notification.endpoint.EndpointCounters;
import dev.moorage.application.service.notification.endpoint.EndpointSettings;
import dev.moorage.domain.outbox.DeliveryAnswer;
import dev.moorage.domain.outbox.EventKey;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Replicas, receivers and a storage, all with one clock that a test moves. */
final class OutboxWorld {
    static final int MAX_ATTEMPTS = 3;

    /** Ends a replica in the middle of a call. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** A receiver, which keeps what it has accepted. */
    static final class Receiver implements NotificationReceiver {
        final Set<EventKey> accepted = new LinkedHashSet<>();
        final List<EventKey> asked = new ArrayList<>();
        final Set<EventKey> unwanted = new LinkedHashSet<>();
        boolean away;

        @Override
        public Receipt deliver(Notification notification) {
            asked.add(notification.key());
            if (away) {
                return new Receipt(DeliveryAnswer.FAILED, "503 Service Unavailable");
            }
            if (unwanted.contains(notification.key())) {
                return new Receipt(DeliveryAnswer.REFUSED, "400 Bad Request");
            }
            accepted.add(notification.key());
            return new Receipt(DeliveryAnswer.ACCEPTED, "200 OK");
        }
    }

    Instant now = Instant.parse("2026-11-30T12:00:00Z");
    final InMemoryStore store = new InMemoryStore(() -> now);
    final StorageDriver driver = new InMemoryStorageDriver(store);
    final Map<String, Receiver> receivers = new LinkedHashMap<>();
    final Random random;
    /** After how many calls of the storage a replica is killed. Below 0 where none is. */
    volatile int killAfter = -1;

    OutboxWorld(long seed, String... names) {
        this.random = new Random(seed);
        for (String name : names) {
            receivers.put(name, new Receiver());
        }
    }

    /** One server. */
    final class Replica {
        private boolean isDead;
        final StorageDriver storage = new HookedStorageDriver(driver, (_, _) -> call());
        final EventKeys keys = new EventKeys(() -> now, random);
        final EventInbox inbox = new EventInbox(storage);
        final OutboxDelivery delivery;

        Replica(String... known) {
            this.delivery = new OutboxDelivery(
                    storage,
                    List.of(known).stream()
                            .map(name -> new OutboxDelivery.Destination(
                                    settings(name), receivers.get(name), new EndpointCounters(name)))
                            .toList(),
                    keys.writer(),
                    () -> now);
        }

        /** Each call passes here. A replica that was killed makes none. */
        private synchronized void call() {
            isDead |= killAfter == 0;
            if (isDead) {
                killAfter = -1;
                throw new Killed();
            }
            killAfter -= killAfter > 0 ? 1 : 0;
        }

        EventKey push(String... endpoints) throws IOException {
            EventKey key = keys.next();
            push(key, endpoints);
            return key;
        }

        void push(EventKey key, String... endpoints) throws IOException {
            inbox.record(key, List.of(endpoints), "{\"id\":1}".getBytes(StandardCharsets.UTF_8));
        }

        void deliver() throws IOException {
            var _ = delivery.deliver(() -> true);
            if (isDead) {
                throw new Killed(); // In another thread.
            }
        }
    }

    Replica replica() {
        return new Replica(receivers.keySet().toArray(String[]::new));
    }

    static EndpointSettings settings(String name) {
        return new EndpointSettings(name, 2, Duration.ofSeconds(1), MAX_ATTEMPTS, Duration.ofDays(1), true);
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    /** Lets time pass until nothing is left to do. */
    void settle(Replica replica) throws IOException {
        for (int minute = 0; minute < 20; minute++) {
            pass(Duration.ofMinutes(1));
            for (int call = 0; call < 6; call++) {
                replica.deliver();
            }
        }
    }

    List<String> deadLetters() throws IOException {
        List<String> ids = new ArrayList<>();
        new DeadLettersService(driver).list(letter -> ids.add(letter.event()));
        return ids;
    }
}
