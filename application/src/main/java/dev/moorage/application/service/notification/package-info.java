/** Notifications: which events are sent, and what they say. */
@NullMarked
package dev.moorage.application.service.notification;

import org.jspecify.annotations.NullMarked;
