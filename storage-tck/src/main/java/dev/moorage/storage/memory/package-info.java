/** The reference storage driver: the port's contract in memory, for tests and for authors of drivers to read. */
@NullMarked
package dev.moorage.storage.memory;

import org.jspecify.annotations.NullMarked;
