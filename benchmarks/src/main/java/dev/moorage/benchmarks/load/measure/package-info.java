/** What was measured, and what is said of many measurements. */
@NullMarked
package dev.moorage.benchmarks.load.measure;

import org.jspecify.annotations.NullMarked;
