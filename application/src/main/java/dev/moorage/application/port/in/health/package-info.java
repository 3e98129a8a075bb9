/** The use case of probes. */
@NullMarked
package dev.moorage.application.port.in.health;

import org.jspecify.annotations.NullMarked;
