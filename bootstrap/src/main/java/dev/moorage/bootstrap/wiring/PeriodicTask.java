package dev.moorage.bootstrap.wiring;

import java.time.Duration;

/** What a feature does from time to time while the server runs. */
interface PeriodicTask {
    /** Returns a name for the thread. */
    String name();

    /** Returns the time from the end of one run to the start of the next. Zero where the task is switched off. */
    Duration interval();

    /** Runs once. It reports failures itself. */
    void run();

    /** Called by another thread when the server stops. A run that is under way ends then, and is not waited for. */
    default void stop() {
        // The thread of the task is interrupted, which is enough for most tasks.
    }
}
