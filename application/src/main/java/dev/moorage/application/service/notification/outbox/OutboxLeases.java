package dev.moorage.application.service.notification.outbox;

import dev.moorage.application.storage.SmallObjects;
import dev.moorage.domain.outbox.OutboxLease;
import dev.moorage.domain.outbox.OutboxProtocol;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** The lease of the outbox, which changes by compare-and-set. A lease that cannot be read is free. */
final class OutboxLeases {
    private static final int MAX_BYTES = 1024;

    private final StorageDriver storage;
    private final OutboxProtocol protocol;
    private final String holder;

    OutboxLeases(StorageDriver storage, OutboxProtocol protocol, String holder) {
        this.storage = storage;
        this.protocol = protocol;
        this.holder = holder;
    }

    /** Takes or prolongs the lease. The result is empty if another process has it. */
    Optional<OutboxLease> take(Instant now) throws IOException {
        Optional<SmallObjects.Content> stored = new SmallObjects(storage).read(OutboxObjects.LEASE, MAX_BYTES);
        Optional<OutboxLease> next = protocol.take(stored.flatMap(OutboxLeases::parse), holder, now);
        return next.isPresent() && write(stored, next.get()) ? next : Optional.empty();
    }

    /** Gives the lease back, if it is still this process's. */
    void release(Instant now) throws IOException {
        Optional<SmallObjects.Content> stored = new SmallObjects(storage).read(OutboxObjects.LEASE, MAX_BYTES);
        if (stored.flatMap(OutboxLeases::parse)
                .filter(lease -> lease.holder().equals(holder))
                .isPresent()) {
            boolean _ = write(stored, new OutboxLease(holder, now));
        }
    }

    private boolean write(Optional<SmallObjects.Content> stored, OutboxLease lease) throws IOException {
        WriteCondition unchanged =
                stored.map(found -> WriteCondition.ifVersion(found.version())).orElse(WriteCondition.IF_ABSENT);
        byte[] text = (lease.holder() + " " + lease.until() + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            storage.put(OutboxObjects.LEASE, text, unchanged, Durability.PROCESS_CRASH);
            return true;
        } catch (ConditionFailedException _) {
            return false;
        }
    }

    private static Optional<OutboxLease> parse(SmallObjects.Content stored) {
        String[] words =
                new String(stored.content(), StandardCharsets.UTF_8).strip().split(" ", -1);
        try {
            return words.length == 2
                    ? Optional.of(new OutboxLease(words[0], Instant.parse(words[1])))
                    : Optional.empty();
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
