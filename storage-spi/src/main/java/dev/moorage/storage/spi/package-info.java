/** The storage port: the interfaces that a storage backend implements, and drivers that forward to another one. */
@NullMarked
package dev.moorage.storage.spi;

import org.jspecify.annotations.NullMarked;
