/** The storage driver's port: the one interface that a backend implements. */
@NullMarked
package dev.moorage.storage.spi;

import org.jspecify.annotations.NullMarked;
