/** Guice modules that wire the components. */
@NullMarked
package dev.moorage.bootstrap.wiring;

import org.jspecify.annotations.NullMarked;
