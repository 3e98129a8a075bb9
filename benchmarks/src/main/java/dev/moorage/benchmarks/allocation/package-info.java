/**
 * A guard against requests that allocate more than before. It counts bytes and measures no time, so its result does not
 * depend on how busy the machine is.
 */
@NullMarked
package dev.moorage.benchmarks.allocation;

import org.jspecify.annotations.NullMarked;
