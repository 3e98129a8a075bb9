/** The use cases that read, mount and delete blobs. */
@NullMarked
package dev.moorage.application.port.in.blob;

import org.jspecify.annotations.NullMarked;
