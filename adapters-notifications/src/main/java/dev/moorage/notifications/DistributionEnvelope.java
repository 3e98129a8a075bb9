package dev.moorage.notifications;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The envelope of CNCF Distribution ({@code notifications/event.go}, {@code Envelope}). */
final class DistributionEnvelope {
    private DistributionEnvelope() {}

    static ObjectNode wrap(ObjectNode event) {
        ObjectNode envelope = JsonNodeFactory.instance.objectNode();
        envelope.putArray("events").add(event);
        return envelope;
    }
}
