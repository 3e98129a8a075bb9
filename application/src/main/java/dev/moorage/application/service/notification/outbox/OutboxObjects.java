package dev.moorage.application.service.notification.outbox;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.storage.SmallObjects;
import dev.moorage.domain.outbox.EventKey;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The objects of the outbox: the inbox, and for each endpoint its queue, its refused events and its dead letters. */
final class OutboxObjects {
    static final ObjectKey INBOX = RegistryKeys.OUTBOX.resolve("inbox");
    static final ObjectKey QUEUES = RegistryKeys.OUTBOX.resolve("queues");
    static final ObjectKey REFUSED = RegistryKeys.OUTBOX.resolve("refused");
    static final ObjectKey DEAD = RegistryKeys.OUTBOX.resolve("dead");
    static final ObjectKey LEASE = RegistryKeys.OUTBOX.resolve("lease");

    private static final int PAGE = 1000;
    private static final int MAX_BYTES = 8 << 20;

    private final StorageDriver storage;
    private final SmallObjects objects;

    OutboxObjects(StorageDriver storage) {
        this.storage = storage;
        this.objects = new SmallObjects(storage);
    }

    /**
     * A part of a listing, from its beginning.
     *
     * @param isWhole whether there is nothing behind it
     */
    record Page(List<EventKey> events, boolean isWhole) {}

    /** Lists the first events of a folder, in order. Objects with other names are left out. */
    Page list(ObjectKey folder) throws IOException {
        ObjectPage page = storage.list(folder, ListOptions.children(PAGE));
        List<EventKey> events = page.entries().stream()
                .flatMap(entry -> EventKey.tryParse(entry.key().name()).stream())
                .toList();
        return new Page(events, page.next().isEmpty());
    }

    /** Returns whether a folder has an event. */
    boolean hasEvents(ObjectKey folder) throws IOException {
        return !storage.list(folder, ListOptions.children(1)).entries().isEmpty();
    }

    /** Returns the segments of the endpoints that have something in a folder. */
    Set<String> endpoints(ObjectKey folder) throws IOException {
        return storage.list(folder, ListOptions.children(PAGE)).entries().stream()
                .map(entry -> entry.key().name())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Reads an event. The result is empty if there is none. */
    Optional<byte[]> read(ObjectKey folder, EventKey event) throws IOException {
        return objects.read(folder.resolve(event.toString()), MAX_BYTES).map(SmallObjects.Content::content);
    }

    /** Writes an event. When this method returns, the event survives a power cut. */
    void write(ObjectKey folder, EventKey event, byte[] content) throws IOException {
        storage.put(folder.resolve(event.toString()), content, WriteCondition.ANY, Durability.POWER_LOSS);
    }

    /** Removes an event. One that comes back after a power cut is delivered once more. */
    void remove(ObjectKey folder, EventKey event) throws IOException {
        storage.delete(folder.resolve(event.toString()), WriteCondition.ANY, Durability.PROCESS_CRASH);
    }

    /** Returns a name as a segment of a key. Characters other than letters, digits, {@code -} and {@code _} are escaped. */
    static String segment(String name) {
        StringBuilder segment = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            boolean plain =
                    b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '-' || b == '_';
            segment.append(plain ? String.valueOf((char) b) : String.format("%%%02X", b));
        }
        return segment.toString();
    }

    /** Returns the name of a segment. */
    static String name(String segment) {
        return URLDecoder.decode(segment, StandardCharsets.UTF_8);
    }
}
