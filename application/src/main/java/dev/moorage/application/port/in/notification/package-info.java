/** The use cases of operators for notifications: what waits, what is dead, and another attempt. */
@NullMarked
package dev.moorage.application.port.in.notification;

import org.jspecify.annotations.NullMarked;
