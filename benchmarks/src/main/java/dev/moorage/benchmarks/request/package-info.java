/**
 * A guard against operations that make more requests to an object store than before, or more of them one after the other. It
 * counts and measures no time, so its result does not depend on how busy the machine is.
 */
@NullMarked
package dev.moorage.benchmarks.request;

import org.jspecify.annotations.NullMarked;
