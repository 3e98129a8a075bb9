/** The port for tracing. */
@NullMarked
package dev.moorage.application.port.out.trace;

import org.jspecify.annotations.NullMarked;
