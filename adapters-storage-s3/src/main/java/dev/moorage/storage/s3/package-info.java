/** The storage driver for S3 and what speaks its protocol. */
@NullMarked
package dev.moorage.storage.s3;

import org.jspecify.annotations.NullMarked;
