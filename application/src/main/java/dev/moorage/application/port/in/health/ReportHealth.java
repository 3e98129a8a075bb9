package dev.moorage.application.port.in.health;

import java.util.Map;

/**
 * Answers probes: which checks fail, each with its reason as a text for operators. An answer takes about a second at most, also
 * while something that is checked hangs.
 */
public interface ReportHealth {
    /** Returns what is wrong with the process itself. It never asks storage, and it is empty while the registry stops. */
    Map<String, String> liveness();

    /** Returns why the registry should get no requests now. It is empty if the registry should. */
    Map<String, String> readiness();

    /** Returns whether the registry stops, so that responses without an end should end now. */
    boolean isStopping();
}
