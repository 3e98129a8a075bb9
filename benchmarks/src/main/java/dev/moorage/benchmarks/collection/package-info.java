/** What a collection of garbage costs: requests, memory, time, and what clients notice of it. {@code benchmarks/run collection}. */
@NullMarked
package dev.moorage.benchmarks.collection;

import org.jspecify.annotations.NullMarked;
