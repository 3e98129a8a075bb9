package dev.moorage.application.service.notification.endpoint;

import dev.moorage.application.port.out.notification.NotificationReceiver.Receipt;
import dev.moorage.domain.outbox.DeliveryAnswer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/**
 * What one endpoint has received since the start of this process, and what waits for it. The names of the metrics are those
 * of CNCF Distribution and of GitLab.
 */
public final class EndpointCounters {
    private static final int MAX_STATUSES = 50;

    private final String endpoint;
    private final LongAdder events = new LongAdder();
    private final LongAdder successes = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final LongAdder attemptNanos = new LongAdder();
    private final AtomicLong waitingInStorage = new AtomicLong();
    private final AtomicLong waitingInMemory = new AtomicLong();
    private final Map<String, LongAdder> statuses = new ConcurrentHashMap<>();

    public EndpointCounters(String endpoint) {
        this.endpoint = endpoint;
    }

    /** Returns the name of the endpoint. */
    public String endpoint() {
        return endpoint;
    }

    /** Counts an event that the endpoint wants. */
    public void wanted() {
        events.increment();
    }

    /** Counts an attempt. */
    public void attempted(Receipt receipt, Duration duration) {
        attemptNanos.add(duration.toNanos());
        boolean hasStatus = !receipt.status().isEmpty()
                && Character.isDigit(receipt.status().charAt(0));
        if (receipt.answer() == DeliveryAnswer.ACCEPTED) {
            successes.increment();
        } else if (hasStatus) {
            failures.increment();
        } else {
            errors.increment();
        }
        if (hasStatus && (statuses.size() < MAX_STATUSES || statuses.containsKey(receipt.status()))) {
            statuses.computeIfAbsent(receipt.status(), _ -> new LongAdder()).increment();
        }
    }

    /** Counts events that the endpoint will not get unless an operator sends them again. */
    public void lost(int count) {
        lost.add(count);
    }

    /** Sets how many events wait in the storage, as far as this process has seen. */
    public void waitingInStorage(long count) {
        waitingInStorage.set(count);
    }

    /** Sets how many events wait in memory. */
    public void waitingInMemory(long count) {
        waitingInMemory.set(count);
    }

    /** {@code registry_notifications_events_total} by its label {@code type}. */
    public Map<String, Long> eventsByType() {
        return Map.of(
                "Events", events.sum(),
                "Successes", successes.sum(),
                "Failures", failures.sum(),
                "Errors", errors.sum());
    }

    /** {@code registry_notifications_status_total} by its label {@code code}, for example {@code 200 OK}. */
    public Map<String, Long> statusesByCode() {
        return statuses.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, entry -> entry.getValue().sum()));
    }

    /** {@code registry_notifications_delivery_total} by its label {@code delivery_type}. */
    public Map<String, Long> deliveriesByType() {
        return Map.of("delivered", successes.sum(), "lost", lost.sum());
    }

    /** {@code registry_notifications_pending_total}, a gauge. */
    public long pending() {
        return waitingInStorage.get() + waitingInMemory.get();
    }

    /** The sum of {@code registry_notifications_http_latency_seconds}, in nanoseconds. */
    public long attemptNanos() {
        return attemptNanos.sum();
    }
}
