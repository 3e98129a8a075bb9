/** The probe at start, which finds out what an S3 store supports. */
@NullMarked
package dev.moorage.storage.s3.probe;

import org.jspecify.annotations.NullMarked;
