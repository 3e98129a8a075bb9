/** Traces for OpenTelemetry. */
@NullMarked
package dev.moorage.tracing;

import org.jspecify.annotations.NullMarked;
