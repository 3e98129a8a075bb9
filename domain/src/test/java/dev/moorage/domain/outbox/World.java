package dev.moorage.domain.outbox;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The complete state at one moment. Sets of events are bits of a number.
 *
 * @param committed the events whose change is visible
 * @param answered the events whose request was answered
 * @param holder the replica that has the lease, or -1
 * @param leaseEnd the time at which the lease ends, in lengths of a lease
 * @param now the store's time, in lengths of a lease
 */
record World(
        int committed,
        int answered,
        Store store,
        List<Integer> received,
        int holder,
        int leaseEnd,
        int now,
        List<Push> pushes,
        List<Deliverer> deliverers,
        int crashes,
        int failures,
        int expiries) {
    /**
     * What is stored.
     *
     * @param queues the queue of each endpoint
     * @param refused the events that are set aside, for each endpoint, with one list for each number of refusals
     * @param dead the dead letters of each endpoint
     */
    record Store(int inbox, List<Integer> queues, List<List<Integer>> refused, List<Integer> dead) {
        Store withInbox(int events) {
            return new Store(events, queues, refused, dead);
        }

        Store withQueue(int endpoint, int events) {
            return new Store(inbox, set(queues, endpoint, events), refused, dead);
        }

        Store withRefused(int endpoint, int refusals, int events) {
            List<Integer> counts = set(refused.get(endpoint), refusals, events);
            return new Store(inbox, queues, set(refused, endpoint, counts), dead);
        }

        Store withDead(int endpoint, int events) {
            return new Store(inbox, queues, refused, set(dead, endpoint, events));
        }

        boolean isEmpty() {
            return inbox == 0
                    && queues.stream().allMatch(events -> events == 0)
                    && refused.stream().allMatch(counts -> counts.stream().allMatch(events -> events == 0));
        }
    }

    /** The requests of a replica: the event of the present one, and the next step of it. */
    record Push(int event, int step) {}

    static World start(Scenario scenario) {
        int endpoints = scenario.endpoints();
        Store store = new Store(
                0,
                Collections.nCopies(endpoints, 0),
                Collections.nCopies(endpoints, Collections.nCopies(Scenario.MAX_REFUSALS + 2, 0)),
                Collections.nCopies(endpoints, 0));
        List<Push> pushes = new ArrayList<>();
        for (int replica = 0; replica < Scenario.REPLICAS; replica++) {
            pushes.add(new Push(next(scenario, replica, -1), 0));
        }
        return new World(
                0,
                0,
                store,
                Collections.nCopies(endpoints, 0),
                -1,
                0,
                0,
                List.copyOf(pushes),
                Collections.nCopies(Scenario.REPLICAS, Deliverer.IDLE),
                scenario.crashes(),
                scenario.failures(),
                scenario.expiries());
    }

    /** The next event that a replica writes. It is the number of events when there is none. */
    static int next(Scenario scenario, int replica, int event) {
        int next = event + 1;
        while (next < scenario.writers().size() && scenario.writers().get(next) != replica) {
            next++;
        }
        return next;
    }

    World committing(int event) {
        return with(committed | 1 << event, answered, store);
    }

    World answering(int event) {
        return with(committed, answered | 1 << event, store);
    }

    /** Changes what is stored. Listings that are under way may or may not see the change. */
    World storing(Store next) {
        List<Deliverer> all = deliverers.stream()
                .map(deliverer -> deliverer.seeing(next.inbox()))
                .toList();
        return new World(
                committed, answered, next, received, holder, leaseEnd, now, pushes, all, crashes, failures, expiries);
    }

    World receiving(int endpoint, int event) {
        List<Integer> next = set(received, endpoint, received.get(endpoint) | 1 << event);
        return new World(
                committed,
                answered,
                store,
                next,
                holder,
                leaseEnd,
                now,
                pushes,
                deliverers,
                crashes,
                failures,
                expiries);
    }

    World leasing(int replica, int end) {
        return new World(
                committed,
                answered,
                store,
                received,
                replica,
                end,
                now,
                pushes,
                deliverers,
                crashes,
                failures,
                expiries);
    }

    World pushing(int replica, Push push) {
        List<Push> next = set(pushes, replica, push);
        return new World(
                committed,
                answered,
                store,
                received,
                holder,
                leaseEnd,
                now,
                next,
                deliverers,
                crashes,
                failures,
                expiries);
    }

    World delivering(int replica, Deliverer deliverer) {
        List<Deliverer> next = set(deliverers, replica, deliverer);
        return new World(
                committed, answered, store, received, holder, leaseEnd, now, pushes, next, crashes, failures, expiries);
    }

    World crash() {
        return new World(
                committed,
                answered,
                store,
                received,
                holder,
                leaseEnd,
                now,
                pushes,
                deliverers,
                crashes - 1,
                failures,
                expiries);
    }

    World fail() {
        return new World(
                committed,
                answered,
                store,
                received,
                holder,
                leaseEnd,
                now,
                pushes,
                deliverers,
                crashes,
                failures - 1,
                expiries);
    }

    /** The lease ends. That of a replica which no longer delivers may end at any time. */
    World expire(boolean counts) {
        return new World(
                committed,
                answered,
                store,
                received,
                holder,
                leaseEnd,
                now + 1,
                pushes,
                deliverers,
                crashes,
                failures,
                counts ? expiries - 1 : expiries);
    }

    private World with(int nowCommitted, int nowAnswered, Store next) {
        return new World(
                nowCommitted,
                nowAnswered,
                next,
                received,
                holder,
                leaseEnd,
                now,
                pushes,
                deliverers,
                crashes,
                failures,
                expiries);
    }

    private static <T> List<T> set(List<T> list, int index, T value) {
        List<T> next = new ArrayList<>(list);
        next.set(index, value);
        return List.copyOf(next);
    }
}
