/** Published objects: reads, conditional writes, and objects that are references to segments. */
@NullMarked
package dev.moorage.storage.s3.object;

import org.jspecify.annotations.NullMarked;
