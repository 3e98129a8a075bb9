/** Guice's modules: who gets what. */
@NullMarked
package dev.moorage.bootstrap.wiring;

import org.jspecify.annotations.NullMarked;
