/** What is remembered between requests, as decorators around use cases. */
@NullMarked
package dev.moorage.bootstrap.caching;

import org.jspecify.annotations.NullMarked;
