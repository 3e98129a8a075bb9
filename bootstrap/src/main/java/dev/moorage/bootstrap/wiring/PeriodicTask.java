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
}
