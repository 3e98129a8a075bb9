/** Reading, mounting and deleting existing blobs. */
@NullMarked
package dev.moorage.application.service.blob;

import org.jspecify.annotations.NullMarked;
