/** Single requests to an S3 store: how the driver sends, checks and repeats them. */
@NullMarked
package dev.moorage.storage.s3.request;

import org.jspecify.annotations.NullMarked;
