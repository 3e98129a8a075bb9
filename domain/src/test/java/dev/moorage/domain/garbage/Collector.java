package dev.moorage.domain.garbage;

/**
 * A collector in the middle of a round.
 *
 * @param at the next step of the round
 * @param generation the segment's generation as the collector has written it
 * @param listing the facts that the listing in progress will show, or -1 if there is no listing
 * @param needed whether a listing has shown that the target is needed
 * @param sent whether a delete was sent that was not answered
 */
record Collector(Target target, long round, int at, long generation, int listing, boolean needed, boolean sent) {
    static Collector of(Target target, long round) {
        return new Collector(target, round, 0, 0, -1, false, false);
    }

    Collector to(int next) {
        return new Collector(target, round, next, generation, -1, needed, sent);
    }

    Collector writing(long written) {
        return new Collector(target, round, at, written, listing, needed, sent);
    }

    Collector listing(int facts) {
        return new Collector(target, round, at, generation, facts, needed, sent);
    }

    Collector needing(boolean shown) {
        return new Collector(target, round, at, generation, listing, needed || shown, sent);
    }

    Collector sending(boolean isSent) {
        return new Collector(target, round, at, generation, listing, needed, isSent);
    }
}
