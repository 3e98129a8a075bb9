/** The port to the receivers of notifications. */
@NullMarked
package dev.moorage.application.port.out.notification;

import org.jspecify.annotations.NullMarked;
