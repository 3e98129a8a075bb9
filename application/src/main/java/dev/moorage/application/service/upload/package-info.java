/** Pushing a blob: the resumable upload over the storage port, with the protocol of the domain deciding. */
@NullMarked
package dev.moorage.application.service.upload;

import org.jspecify.annotations.NullMarked;
