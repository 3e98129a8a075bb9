/** Repositories whose content comes from other registries and can be fetched again: what of it stays. */
@NullMarked
package dev.moorage.domain.cached;

import org.jspecify.annotations.NullMarked;
