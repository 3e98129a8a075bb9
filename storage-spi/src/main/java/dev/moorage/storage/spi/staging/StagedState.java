package dev.moorage.storage.spi.staging;

/**
 * What any replica needs to reopen a staged object without a listing. It is opaque to the server, and each driver has a
 * format of its own. Its size is a few KiB, and never more than 700 KiB.
 *
 * @param value the state, one character or more. A driver for which the area is enough uses a constant
 */
public record StagedState(String value) {
    public StagedState {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a state without a character");
        }
    }
}
