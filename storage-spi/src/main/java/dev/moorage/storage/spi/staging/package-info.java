/** Staged objects: bodies that grow in storage, under the fence of one writer, until they are published as objects. */
@NullMarked
package dev.moorage.storage.spi.staging;

import org.jspecify.annotations.NullMarked;
