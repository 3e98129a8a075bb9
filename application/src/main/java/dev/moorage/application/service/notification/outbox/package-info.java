/** Events that wait in the storage until each endpoint has them: ADR 59. */
@NullMarked
package dev.moorage.application.service.notification.outbox;

import org.jspecify.annotations.NullMarked;
