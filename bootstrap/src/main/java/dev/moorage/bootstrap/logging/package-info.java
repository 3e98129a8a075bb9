/** Log lines. Data of clients and stores is escaped and cut here, in one place. */
@NullMarked
package dev.moorage.bootstrap.logging;

import org.jspecify.annotations.NullMarked;
