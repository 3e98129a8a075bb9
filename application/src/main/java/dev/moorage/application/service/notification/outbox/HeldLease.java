package dev.moorage.application.service.notification.outbox;

import dev.moorage.application.layout.StoreClock;
import dev.moorage.domain.outbox.OutboxLease;
import dev.moorage.domain.outbox.OutboxProtocol;
import java.io.IOException;
import java.time.Instant;

/** The lease that this process has, and the store's clock by which it ends. */
record HeldLease(OutboxProtocol protocol, OutboxLease lease, StoreClock clock) {
    /**
     * Looks whether a delivery may begin now.
     *
     * @return the store's time
     * @throws LeaseOverException none may begin
     */
    Instant require() throws IOException {
        Instant now = clock.now();
        if (!protocol.mayDeliver(lease, now)) {
            throw new LeaseOverException();
        }
        return now;
    }
}
