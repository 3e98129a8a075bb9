/** Caches between requests, as decorators of use cases. */
@NullMarked
package dev.moorage.bootstrap.caching;

import org.jspecify.annotations.NullMarked;
