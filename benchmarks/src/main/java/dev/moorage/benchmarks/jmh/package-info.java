/**
 * JMH benchmarks of single components, without sockets or disk. Run by {@code benchmarks/run jmh} and
 * {@code benchmarks/run allocations}.
 */
@NullMarked
package dev.moorage.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
