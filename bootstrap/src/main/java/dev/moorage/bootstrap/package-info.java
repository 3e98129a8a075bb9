/** Configuration, wiring and the command line: the only module that sees all others. */
@NullMarked
package dev.moorage.bootstrap;

import org.jspecify.annotations.NullMarked;
