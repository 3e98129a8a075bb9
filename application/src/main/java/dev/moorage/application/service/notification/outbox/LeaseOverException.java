package dev.moorage.application.service.notification.outbox;

import java.io.IOException;

/** Ends the work of a process whose lease is over, or about to be. Nothing is lost: the next holder goes on. */
final class LeaseOverException extends IOException {
    private static final long serialVersionUID = 1L;

    LeaseOverException() {
        super("the lease of the outbox is over");
    }
}
