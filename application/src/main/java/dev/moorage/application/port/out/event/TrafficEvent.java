package dev.moorage.application.port.out.event;

import java.util.Objects;

/** A request of any kind, successful or not. A {@link Begun} has one {@link Served}. */
public sealed interface TrafficEvent extends RegistryEvent.OfRegistry {
    Endpoint endpoint();

    /** A request has begun. */
    record Begun(Endpoint endpoint) implements TrafficEvent {
        public Begun {
            Objects.requireNonNull(endpoint);
        }

        @Override
        public EventKind kind() {
            return EventKind.REQUEST_BEGUN;
        }
    }

    /**
     * A request has ended.
     *
     * @param method the method as the client sent it
     * @param status the HTTP status of the response (RFC 9110, section 15), or 499 where the client has left before
     * @param received the bytes of the request's body that were read
     * @param sent the bytes of the response's body that were sent
     * @param nanos the duration
     */
    record Served(Endpoint endpoint, String method, int status, long received, long sent, long nanos)
            implements TrafficEvent {
        public Served {
            Objects.requireNonNull(endpoint);
            Objects.requireNonNull(method);
        }

        @Override
        public EventKind kind() {
            return EventKind.REQUEST_SERVED;
        }
    }
}
