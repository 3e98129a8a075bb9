package dev.moorage.application.service.notification;

import dev.moorage.application.port.in.failure.EventNotKeptException;
import dev.moorage.application.port.out.event.EventKind;
import dev.moorage.application.port.out.event.EventListener;
import dev.moorage.application.port.out.event.RegistryEvent;
import dev.moorage.application.port.out.notification.Notification;
import dev.moorage.application.service.notification.endpoint.Attempts;
import dev.moorage.application.service.notification.endpoint.EventAction;
import dev.moorage.application.service.notification.outbox.EventInbox;
import dev.moorage.application.service.notification.outbox.EventKeys;
import dev.moorage.domain.outbox.EventKey;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns events of the registry into notifications. Those of changes are in the storage when {@link #take} returns. Others wait in
 * memory.
 */
public final class NotificationListener implements EventListener, AutoCloseable {
    private final List<Part> parts;
    private final EventJson json;
    private final EventInbox inbox;
    private final EventKeys keys;
    private final InstantSource clock;
    private final Runnable doorbell;

    private record Part(NotifiedEndpoint endpoint, MemoryQueue queue) {
        boolean wants(NotifiedEvent event) {
            return endpoint.filter().wants(event.action(), event.repository(), event.mediaType());
        }
    }

    /** @param doorbell called when an event was written into the storage */
    public NotificationListener(
            List<NotifiedEndpoint> endpoints,
            EventSource source,
            EventInbox inbox,
            EventKeys keys,
            InstantSource clock,
            Runnable doorbell) {
        this.parts = endpoints.stream()
                .map(endpoint -> new Part(
                        endpoint,
                        new MemoryQueue(
                                endpoint.settings(),
                                new Attempts(endpoint.settings(), endpoint.receiver(), endpoint.counters(), clock),
                                endpoint.counters(),
                                clock)))
                .toList();
        this.json = new EventJson(source);
        this.inbox = inbox;
        this.keys = keys;
        this.clock = clock;
        this.doorbell = doorbell;
    }

    @Override
    public boolean wants(EventKind kind) {
        @Nullable EventAction action = NotifiedEvent.ACTIONS.get(kind);
        return action != null
                && parts.stream().anyMatch(part -> part.endpoint().filter().wants(action));
    }

    @Override
    public void take(RegistryEvent event) throws EventNotKeptException {
        for (NotifiedEvent notified : NotifiedEvent.of(event)) {
            List<Part> wanting =
                    parts.stream().filter(part -> part.wants(notified)).toList();
            if (!wanting.isEmpty()) {
                take(notified, wanting);
            }
        }
    }

    private void take(NotifiedEvent event, List<Part> wanting) throws EventNotKeptException {
        EventKey key = keys.next();
        byte[] text = json.write(key.id(), clock.instant(), event);
        List<String> kept = new ArrayList<>();
        for (Part part : wanting) {
            part.endpoint().counters().wanted();
            if (event.isKept() && part.endpoint().settings().isDurable()) {
                kept.add(part.endpoint().settings().name());
            } else {
                part.queue().offer(new Notification(key, text));
            }
        }
        if (!kept.isEmpty()) {
            keep(key, kept, text);
        }
    }

    private void keep(EventKey key, List<String> endpoints, byte[] text) throws EventNotKeptException {
        try {
            inbox.record(key, endpoints, text);
        } catch (IOException e) {
            throw new EventNotKeptException(e);
        }
        doorbell.run();
    }

    @Override
    public void close() {
        parts.forEach(part -> part.queue().close());
    }
}
