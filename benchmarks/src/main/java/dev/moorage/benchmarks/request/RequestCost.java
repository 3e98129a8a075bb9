package dev.moorage.benchmarks.request;

/**
 * What an operation costs at an object store.
 *
 * @param requests the number of requests
 * @param roundTrips the number of requests one after the other, where every request takes the same time
 */
record RequestCost(int requests, int roundTrips) {
    /** A tenth more round trips are accepted: threads of an operation with many of them may be late. */
    private static final int TOLERATED_PART = 10;

    /** Returns whether an operation for which this is recorded may have another cost. */
    boolean allows(RequestCost now) {
        return now.requests <= requests && now.roundTrips <= roundTrips + roundTrips / TOLERATED_PART;
    }

    /** Returns the lower number of each kind. */
    RequestCost least(RequestCost other) {
        return new RequestCost(Math.min(requests, other.requests), Math.min(roundTrips, other.roundTrips));
    }

    @Override
    public String toString() {
        return requests + " requests in " + roundTrips + " round trips";
    }
}
