/**
 * A deterministic simulation of the use cases over a simulated store. A seed determines all events, their order, and
 * all faults.
 */
@NullMarked
package dev.moorage.application.simulation;

import org.jspecify.annotations.NullMarked;
