/** The use cases of reading, mounting and deleting blobs. */
@NullMarked
package dev.moorage.application.port.in.blob;

import org.jspecify.annotations.NullMarked;
