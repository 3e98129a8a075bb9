package dev.moorage.storage.tck;

/**
 * Stops a driver just before a call to its backend, as SIGSTOP, a pause of the machine, or a slow network does. A call is
 * anything that the driver asks of its backend, as in {@link FaultInjection}.
 */
public interface Stalling {
    /**
     * Starts to count calls, and runs something just before one of them. That call and all others succeed.
     *
     * @param call the call before which the driver stalls. Calls are counted from 1
     * @param action what happens while the driver stalls. It returns before the call is made
     */
    void stall(int call, Runnable action);

    /**
     * Ends the stall that was asked for.
     *
     * @return whether the driver has stalled since {@link #stall}
     */
    boolean disarm();
}
