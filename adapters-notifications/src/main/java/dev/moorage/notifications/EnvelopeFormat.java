package dev.moorage.notifications;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The forms in which an event is sent. */
public enum EnvelopeFormat {
    /** That of CNCF Distribution: a list {@code events} with exactly one event. */
    DISTRIBUTION("application/vnd.docker.distribution.events.v2+json", new DistributionEnvelope()),
    /** A CloudEvent 1.0 in structured mode, with Distribution's event as its data. */
    CLOUDEVENTS("application/cloudevents+json; charset=utf-8", new CloudEventEnvelope());

    private final String contentType;
    private final Envelope envelope;

    EnvelopeFormat(String contentType, Envelope envelope) {
        this.contentType = contentType;
        this.envelope = envelope;
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

    Envelope envelope() {
        return envelope;
    }
}
