/** What says which bytes are meant: descriptors, media types, byte ranges. */
@NullMarked
package dev.moorage.domain.blob;

import org.jspecify.annotations.NullMarked;
