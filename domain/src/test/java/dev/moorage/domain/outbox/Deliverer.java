package dev.moorage.domain.outbox;

/**
 * What a replica that delivers has in its memory.
 *
 * @param step what it does next
 * @param until the end of its lease, in lengths of a lease
 * @param list which listing of {@link OutboxProtocol#lists} comes next, or is under way
 * @param must what a listing that is under way has to show
 * @param may what it may show
 * @param first the last but one listing of the inbox
 * @param second the last listing of the inbox
 * @param listed whether the queues were listed
 * @param clear the endpoints whose queues are known to be empty
 * @param failing the endpoints that have failed since the last listing
 * @param ready the events that may be delivered
 * @param work the event that is being delivered
 */
record Deliverer(
        Step step,
        int until,
        int list,
        int must,
        int may,
        int first,
        int second,
        boolean listed,
        int clear,
        int failing,
        int ready,
        Work work) {
    static final Deliverer IDLE = new Deliverer(Step.IDLE, 0, 0, 0, 0, 0, 0, false, 0, 0, 0, Work.NONE);

    enum Step {
        IDLE,
        LIST,
        LISTING,
        CHOOSE,
        REMOVE_FIRST,
        ATTEMPT,
        KEEP,
        REMOVE
    }

    enum Source {
        INBOX,
        QUEUE,
        REFUSED
    }

    /**
     * One event, on its way from where it was stored to one endpoint after the other.
     *
     * @param refusals how often it was refused before
     * @param settled how many endpoints have it or keep it
     * @param removed whether it was removed from its source
     */
    record Work(int event, Source source, int endpoint, int refusals, Place place, int settled, boolean removed) {
        static final Work NONE = new Work(-1, Source.INBOX, 0, 0, Place.DONE, 0, false);

        Work at(Place next) {
            return new Work(event, source, endpoint, refusals, next, settled, removed);
        }

        Work settle() {
            return new Work(event, source, endpoint + 1, 0, Place.DONE, settled + 1, removed);
        }

        Work remove() {
            return new Work(event, source, endpoint, refusals, place, settled, true);
        }
    }

    Deliverer to(Step next) {
        return new Deliverer(next, until, list, must, may, first, second, listed, clear, failing, ready, work);
    }

    /** Begins a lease. */
    static Deliverer until(int end) {
        return new Deliverer(Step.LIST, end, 0, 0, 0, 0, 0, false, 0, 0, 0, Work.NONE);
    }

    /** Begins the listings. */
    Deliverer listing() {
        return new Deliverer(Step.LIST, until, 0, 0, 0, 0, 0, listed, clear, 0, 0, Work.NONE);
    }

    Deliverer forgetting() {
        return new Deliverer(Step.LIST, until, 0, 0, 0, 0, 0, false, 0, 0, 0, Work.NONE);
    }

    Deliverer scanning(int inbox) {
        return new Deliverer(
                Step.LISTING, until, list, inbox, inbox, first, second, listed, clear, failing, ready, work);
    }

    Deliverer seeing(int inbox) {
        return step == Step.LISTING
                ? new Deliverer(
                        step,
                        until,
                        list,
                        must & inbox,
                        may | inbox,
                        first,
                        second,
                        listed,
                        clear,
                        failing,
                        ready,
                        work)
                : this;
    }

    Deliverer scanned(int events) {
        return new Deliverer(Step.LIST, until, list + 1, 0, 0, second, events, listed, clear, failing, ready, work);
    }

    Deliverer knowing(int endpoints) {
        return new Deliverer(Step.LIST, until, list + 1, 0, 0, first, second, true, endpoints, failing, ready, work);
    }

    Deliverer skipping() {
        return new Deliverer(Step.LIST, until, list + 1, 0, 0, first, second, listed, clear, failing, ready, work);
    }

    Deliverer choosing(int events) {
        return new Deliverer(Step.CHOOSE, until, 0, 0, 0, 0, 0, listed, clear, failing, events, Work.NONE);
    }

    Deliverer clear(int endpoint, boolean isClear) {
        int next = isClear ? clear | 1 << endpoint : clear & ~(1 << endpoint);
        return new Deliverer(step, until, list, must, may, first, second, listed, next, failing, ready, work);
    }

    Deliverer failing(int endpoint) {
        return new Deliverer(
                step, until, list, must, may, first, second, listed, clear, failing | 1 << endpoint, ready, work);
    }

    Deliverer working(Step next, Work on) {
        return new Deliverer(next, until, list, must, may, first, second, listed, clear, failing, ready, on);
    }

    boolean isClear(int endpoint) {
        return (clear & 1 << endpoint) != 0;
    }

    boolean isFailing(int endpoint) {
        return (failing & 1 << endpoint) != 0;
    }
}
