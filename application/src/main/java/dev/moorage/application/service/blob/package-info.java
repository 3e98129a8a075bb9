/** Blobs that are there: read, mounted, deleted. */
@NullMarked
package dev.moorage.application.service.blob;

import org.jspecify.annotations.NullMarked;
