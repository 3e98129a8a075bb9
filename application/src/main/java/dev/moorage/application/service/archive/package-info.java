/** Writes images to OCI layouts, and stores those of layouts. */
@NullMarked
package dev.moorage.application.service.archive;

import org.jspecify.annotations.NullMarked;
