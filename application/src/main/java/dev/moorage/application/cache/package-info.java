/** Caches between requests, as decorators of use cases. */
@NullMarked
package dev.moorage.application.cache;

import org.jspecify.annotations.NullMarked;
