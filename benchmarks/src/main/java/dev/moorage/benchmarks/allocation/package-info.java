/** A guard against requests that come to allocate more: it counts bytes and measures no time, so it says the same on a busy machine. */
@NullMarked
package dev.moorage.benchmarks.allocation;

import org.jspecify.annotations.NullMarked;
