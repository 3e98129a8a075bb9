/** The filesystem storage driver. */
@NullMarked
package dev.moorage.storage.fs;

import org.jspecify.annotations.NullMarked;
