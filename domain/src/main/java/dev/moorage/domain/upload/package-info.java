/** The resumable upload of a blob as a pure state machine: session, token and transitions. */
@NullMarked
package dev.moorage.domain.upload;

import org.jspecify.annotations.NullMarked;
