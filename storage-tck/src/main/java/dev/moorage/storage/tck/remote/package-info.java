/** A driver in another process, whose calls a test makes one by one. */
@NullMarked
package dev.moorage.storage.tck.remote;

import org.jspecify.annotations.NullMarked;
