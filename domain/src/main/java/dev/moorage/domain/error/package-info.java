/** The specification's error codes, and the exception that carries them. */
@NullMarked
package dev.moorage.domain.error;

import org.jspecify.annotations.NullMarked;
