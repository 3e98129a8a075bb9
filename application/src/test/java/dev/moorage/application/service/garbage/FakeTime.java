package dev.moorage.application.service.garbage;

/** A time that passes only when a thread sleeps. */
final class FakeTime implements Pace.Time {
    private long now = Long.MAX_VALUE - 5; // The time of Java may overflow.
    private long slept;

    @Override
    public synchronized long nanos() {
        return now;
    }

    @Override
    public synchronized void sleep(long nanos) {
        now += nanos;
        slept += nanos;
    }

    /** Lets time pass in which nothing sleeps. */
    synchronized void pass(long nanos) {
        now += nanos;
    }

    synchronized double secondsSlept() {
        return slept / 1e9;
    }
}
