/** The endpoint that a monitoring system reads metrics from. */
@NullMarked
package dev.moorage.http.metrics;

import org.jspecify.annotations.NullMarked;
