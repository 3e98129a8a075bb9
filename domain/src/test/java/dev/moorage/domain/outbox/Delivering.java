package dev.moorage.domain.outbox;

import dev.moorage.domain.outbox.Deliverer.Source;
import dev.moorage.domain.outbox.Deliverer.Step;
import dev.moorage.domain.outbox.Deliverer.Work;
import dev.moorage.domain.outbox.World.Store;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The steps of a replica that delivers. Each has at most one call of the storage, or one delivery. */
final class Delivering {
    private final OutboxProtocol protocol;
    private final Scenario scenario;

    Delivering(OutboxProtocol protocol, Scenario scenario) {
        this.protocol = protocol;
        this.scenario = scenario;
    }

    /** Adds each world that may follow. */
    void step(World world, int replica, List<World> worlds) {
        Deliverer deliverer = world.deliverers().get(replica);
        boolean begins =
                deliverer.step() == Step.LIST || deliverer.step() == Step.CHOOSE || deliverer.step() == Step.ATTEMPT;
        OutboxLease lease = new OutboxLease("replica " + replica, at(deliverer.until()));
        if (begins && !protocol.mayDeliver(lease, at(world.now()))) {
            worlds.add(world.delivering(replica, Deliverer.IDLE));
            return;
        }
        switch (deliverer.step()) {
            case IDLE -> take(world, replica, worlds);
            case LIST -> list(world, replica, deliverer, worlds);
            case LISTING -> listed(world, replica, deliverer, worlds);
            case CHOOSE -> choose(world, replica, deliverer, worlds);
            case REMOVE_FIRST -> worlds.add(removing(world, replica, deliverer, Step.ATTEMPT));
            case ATTEMPT -> attempt(world, replica, deliverer, worlds);
            case KEEP -> keep(world, replica, deliverer, worlds);
            case REMOVE -> remove(world, replica, deliverer, worlds);
        }
    }

    private static Instant at(int lease) {
        return Instant.EPOCH.plus(OutboxProtocol.LEASE.multipliedBy(lease));
    }

    private void take(World world, int replica, List<World> worlds) {
        if (world.store().isEmpty()) {
            return;
        }
        Optional<OutboxLease> stored = world.holder() < 0
                ? Optional.empty()
                : Optional.of(new OutboxLease("replica " + world.holder(), at(world.leaseEnd())));
        if (protocol.take(stored, "replica " + replica, at(world.now())).isPresent()) {
            worlds.add(world.leasing(replica, world.now() + 1).delivering(replica, Deliverer.until(world.now() + 1)));
        }
    }

    private void list(World world, int replica, Deliverer deliverer, List<World> worlds) {
        List<ListStep> steps = protocol.lists();
        if (deliverer.list() == steps.size()) {
            boolean twice = steps.contains(ListStep.INBOX_AGAIN);
            int first = twice ? deliverer.first() : deliverer.second();
            int ready = Scenario.bits(protocol.ready(scenario.keys(first), scenario.keys(deliverer.second())));
            choose(world, replica, deliverer.choosing(ready), worlds);
        } else if (steps.get(deliverer.list()) != ListStep.QUEUES) {
            worlds.add(
                    world.delivering(replica, deliverer.scanning(world.store().inbox())));
        } else if (deliverer.listed()) {
            list(world, replica, deliverer.skipping(), worlds);
        } else {
            int clear = 0;
            for (int endpoint = 0; endpoint < scenario.endpoints(); endpoint++) {
                clear |= world.store().queues().get(endpoint) == 0 ? 1 << endpoint : 0;
            }
            worlds.add(world.delivering(replica, deliverer.knowing(clear)));
        }
    }

    /** Ends a listing, with any of those events that were written or removed while it was made. */
    private static void listed(World world, int replica, Deliverer deliverer, List<World> worlds) {
        int open = deliverer.may() & ~deliverer.must();
        for (int some = open; ; some = some - 1 & open) {
            worlds.add(world.delivering(replica, deliverer.scanned(deliverer.must() | some)));
            if (some == 0) {
                return;
            }
        }
    }

    private void choose(World world, int replica, Deliverer deliverer, List<World> worlds) {
        Store store = world.store();
        for (int endpoint = 0; endpoint < scenario.endpoints(); endpoint++) {
            if (!deliverer.isClear(endpoint) && !deliverer.isFailing(endpoint)) {
                int queue = store.queues().get(endpoint);
                worlds.add(world.delivering(
                        replica,
                        queue == 0
                                ? deliverer.clear(endpoint, true)
                                : deliverer.working(begin(), work(queue, Source.QUEUE, endpoint, 0))));
                return;
            }
        }
        if (deliverer.ready() != 0) {
            read(world, replica, deliverer, worlds);
            return;
        }
        for (int endpoint = 0; endpoint < scenario.endpoints(); endpoint++) {
            for (int refusals = 1; refusals <= Scenario.MAX_REFUSALS; refusals++) {
                int refused = store.refused().get(endpoint).get(refusals);
                if (refused != 0 && deliverer.isClear(endpoint)) {
                    worlds.add(world.delivering(
                            replica, deliverer.working(begin(), work(refused, Source.REFUSED, endpoint, refusals))));
                    return;
                }
            }
        }
        boolean ends = store.isEmpty();
        World next = ends && world.holder() == replica ? world.leasing(-1, 0) : world;
        worlds.add(next.delivering(replica, ends ? Deliverer.IDLE : deliverer.listing()));
    }

    /** Reads the next event of the inbox, which another replica may have removed. */
    private void read(World world, int replica, Deliverer deliverer, List<World> worlds) {
        Work work = work(deliverer.ready(), Source.INBOX, 0, 0);
        boolean gone = (world.store().inbox() & 1 << work.event()) == 0;
        int others = deliverer.ready() & ~(1 << work.event());
        Deliverer next = !gone
                ? deliverer.working(begin(), work)
                : protocol.mustListAgain() ? deliverer.forgetting() : deliverer.choosing(others);
        worlds.add(world.delivering(replica, next));
    }

    private Step begin() {
        return protocol.event().getFirst() == EventStep.REMOVE ? Step.REMOVE_FIRST : Step.ATTEMPT;
    }

    private static Work work(int events, Source source, int endpoint, int refusals) {
        int event = Integer.numberOfTrailingZeros(events);
        return new Work(event, source, endpoint, refusals, Place.DONE, 0, false);
    }

    private void attempt(World world, int replica, Deliverer deliverer, List<World> worlds) {
        Work work = deliverer.work();
        int endpoint = work.endpoint();
        if (work.source() == Source.INBOX && protocol.waits(deliverer.isClear(endpoint))) {
            worlds.add(kept(world, replica, deliverer, Place.WAITING));
            return;
        }
        if ((scenario.poison() & 1 << work.event()) != 0) {
            Place place = protocol.place(DeliveryAnswer.REFUSED, work.refusals() + 1, Scenario.MAX_REFUSALS, false);
            worlds.add(kept(world, replica, deliverer, place));
            return;
        }
        keep(
                world.receiving(endpoint, work.event()),
                replica,
                deliverer.working(Step.KEEP, work.at(Place.DONE)),
                worlds);
        if (world.failures() > 0) {
            Place place = protocol.place(DeliveryAnswer.FAILED, 0, Scenario.MAX_REFUSALS, false);
            worlds.add(kept(world.fail(), replica, deliverer.failing(endpoint), place));
        }
    }

    private static World kept(World world, int replica, Deliverer deliverer, Place place) {
        return world.delivering(
                replica, deliverer.working(Step.KEEP, deliverer.work().at(place)));
    }

    private void keep(World world, int replica, Deliverer deliverer, List<World> worlds) {
        Work work = deliverer.work();
        int endpoint = work.endpoint();
        int event = 1 << work.event();
        Store store = world.store();
        Deliverer next = deliverer;
        switch (work.place()) {
            case DONE -> {}
            case WAITING -> {
                store = store.withQueue(endpoint, store.queues().get(endpoint) | event);
                next = deliverer.clear(endpoint, false);
            }
            case REFUSED -> {
                int refusals = work.refusals() + 1;
                store = store.withRefused(
                        endpoint, refusals, store.refused().get(endpoint).get(refusals) | event);
            }
            case DEAD -> store = store.withDead(endpoint, store.dead().get(endpoint) | event);
        }
        boolean stays = work.source() == Source.QUEUE && work.place() == Place.WAITING;
        Work settled = work.settle();
        boolean inbox = work.source() == Source.INBOX;
        boolean removes =
                !work.removed() && !stays && (!inbox || protocol.isSettled(settled.settled(), scenario.endpoints()));
        Deliverer after = removes
                ? next.working(Step.REMOVE, inbox ? settled : work)
                : inbox && settled.endpoint() < scenario.endpoints()
                        ? next.working(Step.ATTEMPT, settled)
                        : next.choosing(inbox ? next.ready() & ~event : next.ready());
        worlds.add(world.storing(store).delivering(replica, after));
    }

    private void remove(World world, int replica, Deliverer deliverer, List<World> worlds) {
        Work work = deliverer.work();
        World removed = removing(world, replica, deliverer, Step.ATTEMPT);
        boolean inbox = work.source() == Source.INBOX;
        if (inbox && work.endpoint() < scenario.endpoints()) {
            worlds.add(removed);
        } else {
            int ready = inbox ? deliverer.ready() & ~(1 << work.event()) : deliverer.ready();
            worlds.add(removed.delivering(replica, deliverer.choosing(ready)));
        }
    }

    private static World removing(World world, int replica, Deliverer deliverer, Step next) {
        Work work = deliverer.work();
        Store store = world.store();
        int endpoint = work.endpoint();
        int others = ~(1 << work.event());
        Store after = switch (work.source()) {
            case INBOX -> store.withInbox(store.inbox() & others);
            case QUEUE -> store.withQueue(endpoint, store.queues().get(endpoint) & others);
            case REFUSED ->
                store.withRefused(
                        endpoint, work.refusals(), store.refused().get(endpoint).get(work.refusals()) & others);
        };
        return world.storing(after).delivering(replica, deliverer.working(next, work.remove()));
    }
}
