/** Pushing a blob: the resumable upload over the storage port. The domain's protocol makes the decisions. */
@NullMarked
package dev.moorage.application.service.upload;

import org.jspecify.annotations.NullMarked;
