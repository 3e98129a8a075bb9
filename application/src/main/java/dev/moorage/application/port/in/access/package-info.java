/** Access control as a use case: the caller of a request is authenticated, and what it may do is decided. */
@NullMarked
package dev.moorage.application.port.in.access;

import org.jspecify.annotations.NullMarked;
