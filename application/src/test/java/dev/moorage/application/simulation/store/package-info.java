/** Simulated stores of three kinds behind the storage port. */
@NullMarked
package dev.moorage.application.simulation.store;

import org.jspecify.annotations.NullMarked;
