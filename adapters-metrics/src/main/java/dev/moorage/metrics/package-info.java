/** Metrics for Prometheus: counts of events and times of calls to storage, under the names that Distribution has. */
@NullMarked
package dev.moorage.metrics;

import org.jspecify.annotations.NullMarked;
