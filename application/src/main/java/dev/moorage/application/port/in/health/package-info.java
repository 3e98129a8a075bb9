/** The use case behind health probes. */
@NullMarked
package dev.moorage.application.port.in.health;

import org.jspecify.annotations.NullMarked;
