package dev.moorage.application.service.notification;

import dev.moorage.application.port.out.notification.NotificationReceiver;
import dev.moorage.application.service.notification.endpoint.EndpointCounters;
import dev.moorage.application.service.notification.endpoint.EndpointSettings;
import dev.moorage.application.service.notification.endpoint.EventFilter;
import dev.moorage.application.service.notification.outbox.OutboxDelivery.Destination;
import java.util.Objects;

/** An endpoint of notifications: what it wants, and how it is reached. */
public record NotifiedEndpoint(
        EndpointSettings settings, EventFilter filter, NotificationReceiver receiver, EndpointCounters counters) {
    public NotifiedEndpoint {
        Objects.requireNonNull(settings);
        Objects.requireNonNull(filter);
        Objects.requireNonNull(receiver);
        Objects.requireNonNull(counters);
    }

    /** Returns the endpoint as the outbox needs it. */
    public Destination destination() {
        return new Destination(settings, receiver, counters);
    }
}
