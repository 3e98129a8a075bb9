/** A shared budget of memory for bodies that requests hold whole. */
@NullMarked
package dev.moorage.application.memory;

import org.jspecify.annotations.NullMarked;
