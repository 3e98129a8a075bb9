/** Published blobs: reads, conditional writes, copies and references. */
@NullMarked
package dev.moorage.storage.azure.object;

import org.jspecify.annotations.NullMarked;
