/** Storage drivers: how they are found, chosen, configured and opened. */
@NullMarked
package dev.moorage.bootstrap.drivers;

import org.jspecify.annotations.NullMarked;
