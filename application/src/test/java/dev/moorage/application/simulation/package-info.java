/**
 * A deterministic simulation of the use cases over a simulated store: everything that happens, in which order, and what fails,
 * comes from a seed.
 */
@NullMarked
package dev.moorage.application.simulation;

import org.jspecify.annotations.NullMarked;
