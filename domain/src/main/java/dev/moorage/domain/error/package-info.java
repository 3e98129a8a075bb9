/** The specification's error codes, and the refusal that carries them. */
@NullMarked
package dev.moorage.domain.error;

import org.jspecify.annotations.NullMarked;
