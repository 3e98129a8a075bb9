/** Tokens of Distribution's token authentication, {@code auth.token}. */
@NullMarked
package dev.moorage.identity.distribution;

import org.jspecify.annotations.NullMarked;
