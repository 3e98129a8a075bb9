/** The load tool: the same requests to Moorage and to its peers, side by side, on this machine. */
@NullMarked
package dev.moorage.benchmarks.load;

import org.jspecify.annotations.NullMarked;
