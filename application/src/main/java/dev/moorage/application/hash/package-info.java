/** Hashing of bytes as they arrive, and the state of a hash that another process continues. */
@NullMarked
package dev.moorage.application.hash;

import org.jspecify.annotations.NullMarked;
