/** Options of the load tool's command line. */
@NullMarked
package dev.moorage.benchmarks.load.options;

import org.jspecify.annotations.NullMarked;
