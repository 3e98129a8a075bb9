package dev.moorage.storage.tck;

/**
 * Makes the backend of a driver fail as a test asks. The author of a driver implements it where the backend is a fake or a
 * simulation that can fail. {@link ScriptedFaults} counts the calls.
 *
 * <p>A call is anything that the driver asks of its backend, for example a request to a store or a system call. Faults
 * concern all drivers that the test has opened. A driver that retries failed calls should do so without long pauses, because
 * each test makes many calls fail.
 */
public interface FaultInjection extends Stalling {
    /** Starts to count calls, and makes those fail that the fault names. */
    void arm(Fault fault);

    /**
     * Stops all failures and stalls.
     *
     * @return whether any call has failed or stalled since {@link #arm} or {@link #stall}
     */
    @Override
    boolean disarm();

    /**
     * Which calls fail, and how.
     *
     * @param first the first call that fails. Calls are counted from 1
     * @param count the number of consecutive calls that fail
     */
    record Fault(int first, int count, Moment moment) {
        /** More calls than any operation makes, for an outage. */
        static final int OUTAGE = 1_000_000;

        public Fault {
            if (first < 1 || count < 1) {
                throw new IllegalArgumentException("calls and failures are counted from 1");
            }
        }
    }

    /** The moment at which a call fails. */
    enum Moment {
        /** Before the backend has done anything. */
        REFUSED,
        /** After the backend has done all of it: only the response is lost. */
        ANSWER_LOST
    }
}
