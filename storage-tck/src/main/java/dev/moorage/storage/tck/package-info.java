/** The published test kit: what every storage driver must do, as tests. */
@NullMarked
package dev.moorage.storage.tck;

import org.jspecify.annotations.NullMarked;
