/** Benchmarks of Moorage, and comparisons with other registries. */
@NullMarked
package dev.moorage.benchmarks;

import org.jspecify.annotations.NullMarked;
