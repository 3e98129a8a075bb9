/** Distribution's configuration format, read into records that validate themselves. */
@NullMarked
package dev.moorage.bootstrap.config;

import org.jspecify.annotations.NullMarked;
