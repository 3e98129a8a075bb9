package dev.moorage.notifications;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The forms in which an event is sent. */
public enum EnvelopeFormat {
    /** That of CNCF Distribution: a list {@code events} with exactly one event. */
    DISTRIBUTION("application/vnd.docker.distribution.events.v2+json"),
    /** A CloudEvent 1.0 in structured mode, with Distribution's event as its data. */
    CLOUDEVENTS("application/cloudevents+json; charset=utf-8");

    private final String contentType;

    EnvelopeFormat(String contentType) {
        this.contentType = contentType;
    }

    /** Parses the name of a form. */
    public static Optional<EnvelopeFormat> tryParse(String text) {
        return Arrays.stream(values())
                .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst();
    }

    String contentType() {
        return contentType;
    }

    /**
     * Makes the body of a request.
     *
     * @param event in the form of CNCF Distribution
     */
    ObjectNode wrap(ObjectNode event) {
        return this == CLOUDEVENTS ? CloudEventEnvelope.wrap(event) : DistributionEnvelope.wrap(event);
    }
}
