/** The storage port: the interfaces that a storage backend implements. */
@NullMarked
package dev.moorage.storage.spi;

import org.jspecify.annotations.NullMarked;
