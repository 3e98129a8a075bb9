/** Spans of requests. */
@NullMarked
package dev.moorage.http.trace;

import org.jspecify.annotations.NullMarked;
