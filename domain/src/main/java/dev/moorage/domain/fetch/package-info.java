/** The fetch of a blob from an upstream registry, as pure functions. */
@NullMarked
package dev.moorage.domain.fetch;

import org.jspecify.annotations.NullMarked;
