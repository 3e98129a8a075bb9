/** Staged objects: multipart uploads, segments, their state, and the commits that publish them. */
@NullMarked
package dev.moorage.storage.s3.staging;

import org.jspecify.annotations.NullMarked;
