/** Sends notifications to other services over HTTP. */
@NullMarked
package dev.moorage.notifications;

import org.jspecify.annotations.NullMarked;
