package dev.moorage.application.service.notification.outbox;

import dev.moorage.domain.outbox.EventKey;

/** An event of the inbox that is being handled. */
record PendingEvent(EventKey key, StoredEvent stored) {}
