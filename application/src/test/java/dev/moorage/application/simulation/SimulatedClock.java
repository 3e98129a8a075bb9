package dev.moorage.application.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The clock of a simulated world. It advances only when the world moves it. */
final class SimulatedClock implements InstantSource {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    void advance(Duration by) {
        now = now.plus(by);
    }
}
