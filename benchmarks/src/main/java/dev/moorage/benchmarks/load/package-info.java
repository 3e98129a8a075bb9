/** The load tool: sends the same requests to Moorage and to other registries, in turn, on this machine. */
@NullMarked
package dev.moorage.benchmarks.load;

import org.jspecify.annotations.NullMarked;
