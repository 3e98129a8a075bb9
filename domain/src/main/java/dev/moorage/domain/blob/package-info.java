/** Values that identify bytes: descriptors, media types and byte ranges. */
@NullMarked
package dev.moorage.domain.blob;

import org.jspecify.annotations.NullMarked;
