/** Simulated stores in three dialects, behind the storage port. */
@NullMarked
package dev.moorage.application.simulation.store;

import org.jspecify.annotations.NullMarked;
