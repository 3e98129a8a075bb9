/** Digests, their algorithms, and hashes that are computed while bytes arrive. */
@NullMarked
package dev.moorage.domain.digest;

import org.jspecify.annotations.NullMarked;
