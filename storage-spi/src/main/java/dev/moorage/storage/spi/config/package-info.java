/** Forms of values in Distribution's configuration that drivers and the server read alike. */
@NullMarked
package dev.moorage.storage.spi.config;

import org.jspecify.annotations.NullMarked;
