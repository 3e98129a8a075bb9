/** What Moorage costs, measured beside its peers. */
@NullMarked
package dev.moorage.benchmarks;

import org.jspecify.annotations.NullMarked;
