package dev.moorage.application.service.notification.outbox;

import dev.moorage.application.port.out.notification.Notification;
import dev.moorage.application.port.out.notification.NotificationReceiver;
import dev.moorage.application.port.out.notification.NotificationReceiver.Receipt;
import dev.moorage.application.service.notification.endpoint.Attempts;
import dev.moorage.application.service.notification.endpoint.EndpointCounters;
import dev.moorage.application.service.notification.endpoint.EndpointSettings;
import dev.moorage.domain.outbox.EventKey;
import dev.moorage.domain.outbox.OutboxProtocol;
import dev.moorage.domain.outbox.Place;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One endpoint of the outbox: first its queue is emptied in order, then it gets what is new, then what it has refused is tried
 * again. Only the thread of one round uses it at a time.
 */
final class OutboxEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxEndpoint.class);

    /** How long a round may take for one endpoint, so that a slow one holds up others only so long. */
    private static final Duration TURN = Duration.ofSeconds(2);

    private final EndpointSettings settings;
    private final EndpointCounters counters;
    private final Attempts attempts;
    private final OutboxObjects objects;
    private final OutboxProtocol protocol;
    private final InstantSource clock;
    private final String segment;
    private final ObjectKey queue;
    private final ObjectKey refused;
    private final ObjectKey dead;
    /** When each refused event may be tried again. One that is missing may be tried now. */
    private final Map<EventKey, Instant> due = new HashMap<>();

    private boolean clear;
    private boolean hasRefused;

    OutboxEndpoint(
            EndpointSettings settings,
            NotificationReceiver receiver,
            EndpointCounters counters,
            StorageDriver storage,
            OutboxProtocol protocol,
            InstantSource clock) {
        this.settings = settings;
        this.counters = counters;
        this.attempts = new Attempts(settings, receiver, counters, clock);
        this.objects = new OutboxObjects(storage);
        this.protocol = protocol;
        this.clock = clock;
        this.segment = OutboxObjects.segment(settings.name());
        this.queue = OutboxObjects.QUEUES.resolve(segment);
        this.refused = OutboxObjects.REFUSED.resolve(segment);
        this.dead = OutboxObjects.DEAD.resolve(segment);
    }

    String segment() {
        return segment;
    }

    /** Notes what the listings at the beginning of a lease have shown. */
    void listed(boolean queueIsEmpty, boolean nothingRefused) {
        clear = queueIsEmpty;
        hasRefused = !nothingRefused;
    }

    /**
     * Does what can be done now.
     *
     * @param fresh the events of the inbox that may be delivered, in order. Each that the endpoint wants is delivered or kept for it
     *     when this method returns
     * @return whether there is more to do now
     */
    boolean work(List<PendingEvent> fresh, HeldLease lease) throws IOException {
        Instant end = clock.instant().plus(TURN);
        boolean more = !clear && mayTry(end) && empty(end, lease);
        for (PendingEvent event : fresh) {
            if (event.stored().endpoints().contains(segment)) {
                take(event, end, lease);
            }
        }
        if (clear && hasRefused && mayTry(end)) {
            retry(end, lease);
        }
        return more || !clear && attempts.pause().isZero();
    }

    private boolean mayTry(Instant end) {
        return attempts.pause().isZero() && clock.instant().isBefore(end);
    }

    /** Returns whether the queue has more events that may be delivered now. */
    private boolean empty(Instant end, HeldLease lease) throws IOException {
        while (true) {
            List<EventKey> waiting = objects.list(queue).events();
            counters.waitingInStorage(waiting.size());
            if (waiting.isEmpty()) {
                clear = true;
                return false;
            }
            for (EventKey key : waiting) {
                if (!mayTry(end)) {
                    return attempts.pause().isZero();
                }
                Optional<StoredEvent> event = read(queue, key);
                if (event.isPresent() && attempt(key, event.get(), lease) == Place.WAITING) {
                    return false;
                }
                objects.remove(queue, key);
            }
        }
    }

    private void take(PendingEvent event, Instant end, HeldLease lease) throws IOException {
        if (protocol.waits(clear) || !mayTry(end)) {
            lease.require();
            keep(queue, event.key(), event.stored().after(segment, 0, ""));
            clear = false;
        } else if (attempt(event.key(), event.stored(), lease) == Place.WAITING) {
            keep(queue, event.key(), event.stored().after(segment, 0, ""));
            clear = false;
        }
    }

    /** Delivers an event. If the result is another place than the queue, the event is there already. */
    private Place attempt(EventKey key, StoredEvent event, HeldLease lease) throws IOException {
        Instant now = lease.require();
        Receipt receipt = attempts.make(new Notification(key, event.json()));
        int refusals = event.refusals() + 1;
        boolean isOld = EventKeys.time(key).plus(settings.maxAge()).isBefore(now);
        Place place = protocol.place(receipt.answer(), refusals, settings.maxAttempts(), isOld);
        StoredEvent after = event.after(segment, refusals, receipt.status());
        if (place == Place.REFUSED) {
            keep(refused, key, after);
            hasRefused = true;
            due.put(key, clock.instant().plus(attempts.doubled(refusals - 1)));
        } else if (place == Place.DEAD) {
            keep(dead, key, after);
            counters.lost(1);
            LOG.atError()
                    .addKeyValue("endpoint", settings.name())
                    .addKeyValue("event", key.id())
                    .addKeyValue("reason", receipt.status())
                    .log("A notification is given up. See moorage notifications list");
        }
        return place;
    }

    private void keep(ObjectKey folder, EventKey key, StoredEvent event) throws IOException {
        objects.write(folder, key, event.format());
    }

    private void retry(Instant end, HeldLease lease) throws IOException {
        List<EventKey> all = objects.list(refused).events();
        due.keySet().retainAll(all);
        hasRefused = !all.isEmpty();
        for (EventKey key : all) {
            if (!mayTry(end)) {
                return;
            }
            if (due.getOrDefault(key, Instant.MIN).isAfter(clock.instant())) {
                continue;
            }
            Optional<StoredEvent> event = read(refused, key);
            Place place = event.isPresent() ? attempt(key, event.get(), lease) : Place.DONE;
            if (place == Place.DONE || place == Place.DEAD) {
                objects.remove(refused, key);
                due.remove(key);
            }
        }
    }

    private Optional<StoredEvent> read(ObjectKey folder, EventKey key) throws IOException {
        return objects.read(folder, key).flatMap(StoredEvent::parse);
    }

    /** Returns when there may be something to do without a new event, or empty if nothing waits. */
    Optional<Duration> next() {
        if (!clear) {
            return Optional.of(attempts.pause());
        }
        return hasRefused
                ? Optional.of(due.values().stream()
                        .map(at -> Duration.between(clock.instant(), at))
                        .min(Duration::compareTo)
                        .orElse(settings.backoff()))
                : Optional.empty();
    }
}
