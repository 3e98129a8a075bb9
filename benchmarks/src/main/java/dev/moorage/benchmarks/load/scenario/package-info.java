/** The scenarios of the load tool, each with its name on the command line. */
@NullMarked
package dev.moorage.benchmarks.load.scenario;

import org.jspecify.annotations.NullMarked;
