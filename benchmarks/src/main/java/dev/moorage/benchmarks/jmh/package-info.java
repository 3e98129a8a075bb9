/** What is inside, by itself: no sockets, no disk. Run by {@code benchmarks/run jmh} and {@code benchmarks/run allocations}. */
@NullMarked
package dev.moorage.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
