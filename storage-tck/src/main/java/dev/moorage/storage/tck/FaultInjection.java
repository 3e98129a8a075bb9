package dev.moorage.storage.tck;

/**
 * Makes the backend of a driver fail as a test says. The author of a driver implements it where the backend is a fake or a
 * simulation that can fail; {@link ScriptedFaults} does the counting.
 *
 * <p>A call is whatever the driver asks of its backend: a request to a store, a system call. Faults concern every driver that the
 * test has opened. A driver that repeats failed calls should do so without long pauses, as each test fails many.
 */
public interface FaultInjection {
    /** From now on calls are counted, and those that the fault names fail. */
    void arm(Fault fault);

    /**
     * Nothing fails any more.
     *
     * @return whether anything has failed since {@link #arm}
     */
    boolean disarm();

    /**
     * Which calls fail, and how.
     *
     * @param first the first call that fails; calls are counted from 1
     * @param count how many in a row fail
     */
    record Fault(int first, int count, Moment moment) {
        /** More calls than any operation makes: an outage. */
        static final int OUTAGE = 1_000_000;

        public Fault {
            if (first < 1 || count < 1) {
                throw new IllegalArgumentException("calls and failures are counted from 1");
            }
        }
    }

    /** When a call fails. */
    enum Moment {
        /** Before the backend does anything. */
        REFUSED,
        /** After the backend did all of it: it is the answer that is lost. */
        ANSWER_LOST
    }
}
