/** The reference storage driver: the port's contract in memory, for tests and as an example for authors of drivers. */
@NullMarked
package dev.moorage.storage.memory;

import org.jspecify.annotations.NullMarked;
