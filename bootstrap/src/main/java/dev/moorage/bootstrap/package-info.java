/** Configuration, wiring and the command line. Only this module depends on all others. */
@NullMarked
package dev.moorage.bootstrap;

import org.jspecify.annotations.NullMarked;
