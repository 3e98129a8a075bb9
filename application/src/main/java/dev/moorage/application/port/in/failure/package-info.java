/** Failures of storage as adapters report them. */
@NullMarked
package dev.moorage.application.port.in.failure;

import org.jspecify.annotations.NullMarked;
