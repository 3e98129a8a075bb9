/** Hands events to the listeners that want them. */
@NullMarked
package dev.moorage.application.event;

import org.jspecify.annotations.NullMarked;
