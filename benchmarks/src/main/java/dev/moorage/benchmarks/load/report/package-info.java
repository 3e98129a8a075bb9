/** The report with the results. */
@NullMarked
package dev.moorage.benchmarks.load.report;

import org.jspecify.annotations.NullMarked;
