/** The storage driver for S3 and for stores with its protocol. */
@NullMarked
package dev.moorage.storage.s3;

import org.jspecify.annotations.NullMarked;
