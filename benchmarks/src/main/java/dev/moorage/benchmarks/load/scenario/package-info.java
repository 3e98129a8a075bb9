/** What is measured: each scenario by its name on the command line. */
@NullMarked
package dev.moorage.benchmarks.load.scenario;

import org.jspecify.annotations.NullMarked;
