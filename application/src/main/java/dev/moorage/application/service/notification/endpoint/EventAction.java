package dev.moorage.application.service.notification.endpoint;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The actions of events, as CNCF Distribution names them ({@code notifications/event.go}). */
public enum EventAction {
    /** Content was read. */
    PULL,
    /** Content was stored, or a tag was set. */
    PUSH,
    /** A blob of another repository was linked. */
    MOUNT,
    /** Content or a tag was deleted. */
    DELETE;

    /** Parses the name of an action. */
    public static Optional<EventAction> tryParse(String text) {
        return Arrays.stream(values())
                .filter(action -> action.toString().equals(text))
                .findFirst();
    }

    /** Returns the name in events. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
