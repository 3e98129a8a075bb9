package dev.moorage.application.service.notification.outbox;

import dev.moorage.application.port.in.notification.DeadLetter;
import dev.moorage.application.port.in.notification.ManageDeadLetters;
import dev.moorage.application.storage.ObjectWalk;
import dev.moorage.application.storage.SmallObjects;
import dev.moorage.domain.outbox.EventKey;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Reads and moves what is in the outbox, for operators. Servers may work at the same time. */
public final class DeadLettersService implements ManageDeadLetters {
    private static final int MAX_BYTES = 8 << 20;

    private final StorageDriver storage;
    private final OutboxObjects objects;

    public DeadLettersService(StorageDriver storage) {
        this.storage = storage;
        this.objects = new OutboxObjects(storage);
    }

    @Override
    public Map<String, Long> waiting() throws IOException {
        Map<String, Long> counts = new TreeMap<>();
        ObjectWalk.recursive(storage, OutboxObjects.INBOX).forEach(_ -> counts.merge("", 1L, Long::sum));
        for (ObjectKey folder : List.of(OutboxObjects.QUEUES, OutboxObjects.REFUSED)) {
            ObjectWalk.recursive(storage, folder).forEach(entry -> counts.merge(endpoint(entry.key()), 1L, Long::sum));
        }
        return counts;
    }

    private static String endpoint(ObjectKey event) {
        List<String> segments = event.segments();
        return OutboxObjects.name(segments.get(segments.size() - 2));
    }

    @Override
    public void list(Consumer<DeadLetter> letters) throws IOException {
        ObjectWalk.recursive(storage, OutboxObjects.DEAD).forEach(entry -> {
            Optional<StoredEvent> event = read(entry.key());
            Optional<EventKey> key = EventKey.tryParse(entry.key().name());
            if (event.isPresent() && key.isPresent()) {
                letters.accept(new DeadLetter(
                        endpoint(entry.key()),
                        key.get().id().toString(),
                        event.get().status(),
                        new String(event.get().json(), StandardCharsets.UTF_8)));
            }
        });
    }

    private Optional<StoredEvent> read(ObjectKey letter) throws IOException {
        return new SmallObjects(storage).read(letter, MAX_BYTES).flatMap(found -> StoredEvent.parse(found.content()));
    }

    @Override
    public long retry(Optional<String> endpoint, Optional<String> event) throws IOException {
        long[] count = {0};
        ObjectWalk.recursive(storage, OutboxObjects.DEAD).forEach(entry -> {
            Optional<EventKey> key = EventKey.tryParse(entry.key().name())
                    .filter(found ->
                            event.isEmpty() || event.get().equals(found.id().toString()));
            boolean chosen = endpoint.isEmpty() || endpoint.get().equals(endpoint(entry.key()));
            Optional<StoredEvent> letter = key.isPresent() && chosen ? read(entry.key()) : Optional.empty();
            if (key.isPresent() && letter.isPresent()) {
                String segment = OutboxObjects.segment(endpoint(entry.key()));
                objects.write(
                        OutboxObjects.QUEUES.resolve(segment),
                        key.get(),
                        letter.get().fresh().format());
                objects.remove(OutboxObjects.DEAD.resolve(segment), key.get());
                count[0]++;
            }
        });
        return count[0];
    }
}
