package dev.moorage.domain.outbox;

import static dev.moorage.domain.outbox.OutboxGuard.ATTEMPTS_END;
import static dev.moorage.domain.outbox.OutboxGuard.BEHIND_WAITING;
import static dev.moorage.domain.outbox.OutboxGuard.COMMIT_BEFORE_RECORD;
import static dev.moorage.domain.outbox.OutboxGuard.EVERY_ENDPOINT;
import static dev.moorage.domain.outbox.OutboxGuard.FAILURE_KEEPS;
import static dev.moorage.domain.outbox.OutboxGuard.GONE_LISTS_AGAIN;
import static dev.moorage.domain.outbox.OutboxGuard.KEEP_BEFORE_REMOVE;
import static dev.moorage.domain.outbox.OutboxGuard.LEASE_BEFORE_DELIVERY;
import static dev.moorage.domain.outbox.OutboxGuard.LISTED_TWICE;
import static dev.moorage.domain.outbox.OutboxGuard.ONE_HOLDER;
import static dev.moorage.domain.outbox.OutboxGuard.QUEUES_AFTER_INBOX;
import static dev.moorage.domain.outbox.OutboxGuard.RECORD_BEFORE_ANSWER;
import static dev.moorage.domain.outbox.OutboxGuard.REFUSED_STANDS_ASIDE;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The rules by which events get from the requests that cause them to each endpoint, at least once and in order:
 *
 * <ol>
 *   <li>A request changes the registry, writes its event into the inbox, and only then answers ({@link #push}).
 *   <li>One process at a time holds the lease, and delivers ({@link #take}, {@link #mayDeliver}). The lease is for the
 *       order. No event is lost where two processes deliver, since each keeps an event before it removes it.
 *   <li>The holder lists the inbox twice, then the queues ({@link #lists}), and delivers what both listings have
 *       ({@link #ready}). No position in the inbox is remembered: an event may appear there before those that were seen.
 *   <li>An event that an endpoint cannot take now goes into the endpoint's queue ({@link #place}), and later ones
 *       behind it ({@link #waits}). It leaves the inbox when every endpoint has it or keeps it ({@link #isSettled}).
 *   <li>An event that the receiver refuses is set aside, tried again, and in the end kept as a dead letter.
 * </ol>
 *
 * Each change of the lease is a compare-and-set by the caller.
 */
public final class OutboxProtocol {
    /** How long a process may deliver without another look at the storage. */
    public static final Duration LEASE = Duration.ofSeconds(30);

    /** The part of the lease in which no delivery begins. It bounds how long a delivery may take. */
    public static final Duration LONGEST_DELIVERY = Duration.ofSeconds(10);

    private final Set<OutboxGuard> guards;

    /** Creates the protocol with all its guards. */
    public OutboxProtocol() {
        this(EnumSet.allOf(OutboxGuard.class));
    }

    OutboxProtocol(Set<OutboxGuard> guards) {
        this.guards = EnumSet.copyOf(guards);
    }

    /** Returns the steps of a request in their order. */
    public List<PushStep> push() {
        if (!holds(COMMIT_BEFORE_RECORD)) {
            return List.of(PushStep.RECORD, PushStep.COMMIT, PushStep.ANSWER);
        }
        return holds(RECORD_BEFORE_ANSWER)
                ? List.of(PushStep.COMMIT, PushStep.RECORD, PushStep.ANSWER)
                : List.of(PushStep.COMMIT, PushStep.ANSWER, PushStep.RECORD);
    }

    /**
     * Takes the lease, or prolongs it.
     *
     * @param now by the store's clock
     * @return the lease to write, or empty when another process has it
     */
    public Optional<OutboxLease> take(Optional<OutboxLease> stored, String holder, Instant now) {
        boolean free = stored.isEmpty()
                || stored.get().holder().equals(holder)
                || !now.isBefore(stored.get().until());
        // A lease that ends later than any that can be taken now was written by another clock.
        boolean wrong = stored.isPresent() && stored.get().until().isAfter(now.plus(LEASE.multipliedBy(2)));
        return free || wrong || !holds(ONE_HOLDER)
                ? Optional.of(new OutboxLease(holder, now.plus(LEASE)))
                : Optional.empty();
    }

    /** Returns whether the holder of a lease may begin a delivery now. */
    public boolean mayDeliver(OutboxLease mine, Instant now) {
        return now.plus(LONGEST_DELIVERY).isBefore(mine.until()) || !holds(LEASE_BEFORE_DELIVERY);
    }

    /** Returns what a holder lists at the beginning of its lease, in this order. */
    public List<ListStep> lists() {
        if (!holds(QUEUES_AFTER_INBOX)) {
            return List.of(ListStep.QUEUES, ListStep.INBOX, ListStep.INBOX_AGAIN);
        }
        return holds(LISTED_TWICE)
                ? List.of(ListStep.INBOX, ListStep.INBOX_AGAIN, ListStep.QUEUES)
                : List.of(ListStep.INBOX, ListStep.QUEUES);
    }

    /**
     * Returns the events that may be delivered, in order. A listing may lack an event that was written while it was made, and
     * have a later one. All events that were written before that later one are in the next listing.
     *
     * @param first the events of a listing
     * @param second the events of another listing, which began after the first one had ended
     */
    public List<EventKey> ready(Collection<EventKey> first, Collection<EventKey> second) {
        if (!holds(LISTED_TWICE)) {
            return first.stream().sorted().toList();
        }
        TreeSet<EventKey> late = new TreeSet<>(second);
        late.removeAll(Set.copyOf(first));
        return first.stream()
                .sorted()
                .filter(event -> late.stream()
                        .noneMatch(other ->
                                other.compareTo(event) < 0 && other.writer().equals(event.writer())))
                .toList();
    }

    /** Returns whether an event must go into the endpoint's queue without an attempt, because others wait there. */
    public boolean waits(boolean queueIsEmpty) {
        return !queueIsEmpty && holds(BEHIND_WAITING);
    }

    /**
     * Returns where an event is kept after an attempt.
     *
     * @param refusals how many times the receiver has refused the event, this time included
     * @param maxRefusals after how many refusals an event is a dead letter
     * @param isOld whether the event is older than the endpoint keeps it
     */
    public Place place(DeliveryAnswer answer, int refusals, int maxRefusals, boolean isOld) {
        return switch (answer) {
            case ACCEPTED -> Place.DONE;
            case REFUSED -> {
                boolean last = isOld || refusals >= maxRefusals && holds(ATTEMPTS_END);
                yield last ? Place.DEAD : holds(REFUSED_STANDS_ASIDE) ? Place.REFUSED : Place.WAITING;
            }
            case FAILED -> isOld ? Place.DEAD : holds(FAILURE_KEEPS) ? Place.WAITING : Place.DONE;
        };
    }

    /** Returns whether a holder that finds an event of its listing gone must list everything again. */
    public boolean mustListAgain() {
        return holds(GONE_LISTS_AGAIN);
    }

    /** Returns the steps for an event in their order. */
    public List<EventStep> event() {
        return holds(KEEP_BEFORE_REMOVE)
                ? List.of(EventStep.DELIVER_OR_KEEP, EventStep.REMOVE)
                : List.of(EventStep.REMOVE, EventStep.DELIVER_OR_KEEP);
    }

    /**
     * Returns whether an event may leave the inbox.
     *
     * @param settled how many of the endpoints that want the event have it or keep it
     */
    public boolean isSettled(int settled, int endpoints) {
        return settled >= endpoints || settled > 0 && !holds(EVERY_ENDPOINT);
    }

    private boolean holds(OutboxGuard guard) {
        return guards.contains(guard);
    }
}
