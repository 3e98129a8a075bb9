/** Single requests to an S3 store: how they are sent, checked, repeated and told apart. */
@NullMarked
package dev.moorage.storage.s3.request;

import org.jspecify.annotations.NullMarked;
