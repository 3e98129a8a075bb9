package dev.moorage.application.service.notification.outbox;

import dev.moorage.application.layout.StoreClock;
import dev.moorage.application.port.out.notification.NotificationReceiver;
import dev.moorage.application.service.notification.endpoint.EndpointCounters;
import dev.moorage.application.service.notification.endpoint.EndpointSettings;
import dev.moorage.application.storage.ParallelWork;
import dev.moorage.domain.outbox.EventKey;
import dev.moorage.domain.outbox.ListStep;
import dev.moorage.domain.outbox.OutboxLease;
import dev.moorage.domain.outbox.OutboxProtocol;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the events of the outbox by {@link OutboxProtocol}. Each call takes the lease, delivers what can be delivered, and gives
 * the lease back. One thread calls it.
 */
public final class OutboxDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxDelivery.class);
    private static final int BATCH = 100;
    /** Every so many calls, one looks at the queues too: another process may have left something there. */
    private static final int LOOKS = 6;
    /** How long the lease must last at the beginning of a round. */
    private static final Duration ROUND = OutboxProtocol.LONGEST_DELIVERY.plusSeconds(10);

    private final OutboxProtocol protocol = new OutboxProtocol();
    private final List<OutboxEndpoint> endpoints;
    private final OutboxObjects objects;
    private final OutboxLeases leases;
    private final StoreClock clock;
    private boolean listed;
    private int calls;

    /**
     * An endpoint with what it is reached by.
     *
     * @param counters counts what it receives
     */
    public record Destination(EndpointSettings settings, NotificationReceiver receiver, EndpointCounters counters) {}

    /**
     * @param holder a name that no other process has
     */
    public OutboxDelivery(StorageDriver storage, List<Destination> destinations, String holder, InstantSource clock) {
        this.endpoints = destinations.stream()
                .map(each ->
                        new OutboxEndpoint(each.settings(), each.receiver(), each.counters(), storage, protocol, clock))
                .toList();
        this.objects = new OutboxObjects(storage);
        this.leases = new OutboxLeases(storage, protocol, holder);
        this.clock = new StoreClock(storage, clock, true);
    }

    /**
     * Delivers what can be delivered now.
     *
     * @param goesOn whether to go on, asked between rounds
     * @return how long until something may be tried again, or empty if nothing is known to wait
     */
    public Optional<Duration> deliver(BooleanSupplier goesOn) throws IOException {
        if (!hasWork()) {
            return next();
        }
        Optional<OutboxLease> lease = leases.take(clock.now());
        if (lease.isEmpty()) {
            return Optional.of(OutboxProtocol.LEASE.dividedBy(6));
        }
        listed = false;
        try {
            rounds(lease.get(), goesOn);
        } catch (LeaseOverException _) {
            return Optional.of(Duration.ZERO);
        } finally {
            release();
        }
        return next();
    }

    /** Gives the lease back. A server that stops has interrupted this thread, and others would have to wait for the lease's end. */
    private void release() throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            leases.release(clock.now());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean hasWork() throws IOException {
        boolean looks = calls++ % LOOKS == 0;
        return objects.hasEvents(OutboxObjects.INBOX)
                || next().filter(Duration::isZero).isPresent()
                || looks && (hasKnown(OutboxObjects.QUEUES) || hasKnown(OutboxObjects.REFUSED));
    }

    private boolean hasKnown(ObjectKey folder) throws IOException {
        Set<String> found = objects.endpoints(folder);
        return endpoints.stream().anyMatch(endpoint -> found.contains(endpoint.segment()));
    }

    private Optional<Duration> next() {
        return endpoints.stream()
                .flatMap(endpoint -> endpoint.next().stream())
                .min(Duration::compareTo)
                .map(left -> left.isNegative() ? Duration.ZERO : left);
    }

    private void rounds(OutboxLease first, BooleanSupplier goesOn) throws IOException {
        OutboxLease lease = first;
        boolean more = true;
        while (more && goesOn.getAsBoolean()) {
            Instant now = clock.now();
            if (now.plus(ROUND).isAfter(lease.until())) {
                lease = leases.take(now).orElseThrow(LeaseOverException::new);
            }
            more = round(new HeldLease(protocol, lease, clock));
        }
    }

    /** Returns whether there may be more to do at once. */
    private boolean round(HeldLease lease) throws IOException {
        List<EventKey> ready = ready();
        Optional<List<PendingEvent>> batch = read(ready.subList(0, Math.min(ready.size(), BATCH)));
        if (batch.isEmpty()) {
            listed = !protocol.mustListAgain();
            return true;
        }
        AtomicBoolean more = new AtomicBoolean(!ready.isEmpty());
        AtomicInteger settled = new AtomicInteger();
        ParallelWork.forEach(endpoints, Math.max(endpoints.size(), 1), endpoint -> {
            if (endpoint.work(batch.get(), lease)) {
                more.set(true);
            }
            settled.incrementAndGet();
        });
        if (!protocol.isSettled(settled.get(), endpoints.size())) {
            throw new IOException("the events of an endpoint were not handled"); // An error has ended its thread.
        }
        Set<String> known =
                Set.copyOf(endpoints.stream().map(OutboxEndpoint::segment).toList());
        for (PendingEvent event : batch.get()) {
            keepForOthers(event, known, lease);
            objects.remove(OutboxObjects.INBOX, event.key());
        }
        return more.get();
    }

    /** Lists in the order of the protocol, and returns the events that may be delivered. */
    private List<EventKey> ready() throws IOException {
        OutboxObjects.Page first = new OutboxObjects.Page(List.of(), true);
        OutboxObjects.Page second = first;
        for (ListStep step : protocol.lists()) {
            if (step == ListStep.QUEUES) {
                listQueues();
            } else if (step == ListStep.INBOX) {
                first = objects.list(OutboxObjects.INBOX);
                second = first;
            } else if (!first.events().isEmpty()) {
                second = objects.list(OutboxObjects.INBOX);
            }
        }
        List<EventKey> seen = second.events();
        List<EventKey> ready = protocol.ready(first.events(), seen);
        // Behind the end of the second page there may be events that only the first one has passed.
        return second.isWhole()
                ? ready
                : ready.stream()
                        .filter(event -> event.compareTo(seen.getLast()) <= 0)
                        .toList();
    }

    private void listQueues() throws IOException {
        if (!listed) {
            Set<String> waiting = objects.endpoints(OutboxObjects.QUEUES);
            Set<String> refused = objects.endpoints(OutboxObjects.REFUSED);
            endpoints.forEach(endpoint ->
                    endpoint.listed(!waiting.contains(endpoint.segment()), !refused.contains(endpoint.segment())));
            listed = true;
        }
    }

    /** Reads events of the inbox. The result is empty if one is gone: another process is at work. */
    private Optional<List<PendingEvent>> read(List<EventKey> keys) throws IOException {
        List<PendingEvent> events = new ArrayList<>();
        for (EventKey key : keys) {
            Optional<byte[]> content = objects.read(OutboxObjects.INBOX, key);
            if (content.isEmpty()) {
                return Optional.empty();
            }
            Optional<StoredEvent> stored = StoredEvent.parse(content.get());
            if (stored.isPresent()) {
                events.add(new PendingEvent(key, stored.get()));
            } else {
                LOG.atError().addKeyValue("event", key).log("A stored notification cannot be read, and is set aside");
                objects.write(OutboxObjects.DEAD.resolve("unreadable"), key, content.get());
                objects.remove(OutboxObjects.INBOX, key);
            }
        }
        return Optional.of(events);
    }

    /** Keeps an event for endpoints that this process does not know: servers with another configuration share the storage. */
    private void keepForOthers(PendingEvent event, Set<String> known, HeldLease lease) throws IOException {
        for (String segment : event.stored().endpoints()) {
            if (!known.contains(segment)) {
                lease.require();
                objects.write(
                        OutboxObjects.QUEUES.resolve(segment),
                        event.key(),
                        event.stored().after(segment, 0, "").format());
            }
        }
    }
}
