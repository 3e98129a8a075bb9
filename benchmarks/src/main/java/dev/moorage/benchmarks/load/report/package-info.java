/** What is printed. */
@NullMarked
package dev.moorage.benchmarks.load.report;

import org.jspecify.annotations.NullMarked;
