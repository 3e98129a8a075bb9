package dev.moorage.application.service.notification.outbox;

import dev.moorage.domain.outbox.EventKey;
import dev.moorage.storage.spi.StorageDriver;
import java.io.IOException;
import java.util.List;

/** The inbox of the outbox, into which requests write their events before they are answered. */
public final class EventInbox {
    private final OutboxObjects objects;

    public EventInbox(StorageDriver storage) {
        this.objects = new OutboxObjects(storage);
    }

    /**
     * Writes an event. When this method returns, the event survives a power cut.
     *
     * @param endpoints the names of the endpoints that want it, at least one
     * @param json the event, in UTF-8
     */
    public void record(EventKey key, List<String> endpoints, byte[] json) throws IOException {
        List<String> segments = endpoints.stream().map(OutboxObjects::segment).toList();
        objects.write(OutboxObjects.INBOX, key, StoredEvent.of(segments, json).format());
    }
}
