package dev.moorage.application.port.in.live;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an upload does now. */
public enum UploadState {
    /** Bytes arrive. */
    RECEIVING,
    /** A request is open, and no byte has arrived for five seconds. */
    STALLED,
    /** The body of a request has arrived, and the registry stores it. */
    COMMITTING,
    /** No request of the upload is open. Its client may go on. */
    IDLE;

    /** Returns the state as it is written in JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Parses the word of a state. The result is empty for another word. */
    public static Optional<UploadState> tryParse(String word) {
        return Arrays.stream(values())
                .filter(state -> state.word().equals(word))
                .findFirst();
    }
}
