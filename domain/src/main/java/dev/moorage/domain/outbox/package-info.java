/** The protocol of the outbox as pure functions: events that wait in the storage until each endpoint has them. */
@NullMarked
package dev.moorage.domain.outbox;

import org.jspecify.annotations.NullMarked;
