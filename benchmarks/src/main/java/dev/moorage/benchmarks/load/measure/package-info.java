/** Metrics, samples, and their summaries. */
@NullMarked
package dev.moorage.benchmarks.load.measure;

import org.jspecify.annotations.NullMarked;
