package dev.moorage.notifications;

import tools.jackson.databind.node.ObjectNode;

/** Makes the body of a request of an event. */
interface Envelope {
    /**
     * Wraps an event.
     *
     * @param event in the form of CNCF Distribution
     */
    ObjectNode wrap(ObjectNode event);
}
