package dev.moorage.application.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The one clock of the world. It goes on when the world says so. */
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
