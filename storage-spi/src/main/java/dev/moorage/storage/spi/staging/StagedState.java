package dev.moorage.storage.spi.staging;

import java.util.Objects;

/**
 * What any replica needs to reopen a staged object without a listing. It is opaque to the server, and each driver has a
 * format of its own. Its size is a few KiB, and never more than 700 KiB. {@link #UNRECORDED} stands for an object whose
 * writer left no state.
 */
public record StagedState(String value) {
    /** Only the area is known. A driver that cannot reopen an object from that alone reports so. */
    public static final StagedState UNRECORDED = new StagedState("");

    public StagedState {
        Objects.requireNonNull(value);
    }
}
