/** Log lines: what clients and stores have sent is escaped and cut in one place. */
@NullMarked
package dev.moorage.bootstrap.logging;

import org.jspecify.annotations.NullMarked;
