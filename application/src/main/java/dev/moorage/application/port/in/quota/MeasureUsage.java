package dev.moorage.application.port.in.quota;

import java.io.IOException;
import java.time.Duration;

/** Measures what namespaces with quotas have, by listings: ADR 70. Servers may take pushes at the same time. */
public interface MeasureUsage {
    /**
     * Measures now, and stores the result for all servers.
     *
     * @throws IOException storage failed, and the result of before stays
     */
    void measure() throws IOException;

    /**
     * Measures if no other process does, and if the last measurement is old or lacks a namespace of the configuration.
     *
     * @param interval the age from which a measurement is old
     * @return whether this process has measured
     * @throws IOException storage failed, and the result of before stays
     */
    boolean measureWhenDue(Duration interval) throws IOException;
}
