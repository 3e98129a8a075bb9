/** Digests, their algorithms, and the hash that is carried along while bytes arrive. */
@NullMarked
package dev.moorage.domain.digest;

import org.jspecify.annotations.NullMarked;
