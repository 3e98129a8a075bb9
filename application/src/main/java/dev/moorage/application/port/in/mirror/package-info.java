/** Copies of what other registries have. */
@NullMarked
package dev.moorage.application.port.in.mirror;

import org.jspecify.annotations.NullMarked;
