/** Objects of a store: their keys, metadata, content and listings, and the conditions and errors of a change. */
@NullMarked
package dev.moorage.storage.spi.object;

import org.jspecify.annotations.NullMarked;
