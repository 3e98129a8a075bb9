/** What several drivers do in the same way: a health check that is cached, and locks by key. */
@NullMarked
package dev.moorage.storage.spi.driver;

import org.jspecify.annotations.NullMarked;
