/** Compares what operations cost with numbers that were recorded. */
@NullMarked
package dev.moorage.benchmarks.guard;

import org.jspecify.annotations.NullMarked;
