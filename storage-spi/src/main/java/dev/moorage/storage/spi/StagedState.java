package dev.moorage.storage.spi;

import java.util.Objects;

/**
 * What any replica needs to reopen a staged object without listing anything: small (some KiB, never more than 700), opaque, the
 * driver's own.
 * {@link #UNRECORDED} stands for an object that was staged by a process that left no state.
 */
public record StagedState(String value) {
    /** Nothing is known but the area; a driver that cannot reopen from that says so. */
    public static final StagedState UNRECORDED = new StagedState("");

    public StagedState {
        Objects.requireNonNull(value);
    }
}
