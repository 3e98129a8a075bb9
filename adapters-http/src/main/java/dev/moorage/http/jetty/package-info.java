/** Runs the registry on Jetty. No other package depends on Jetty. */
@NullMarked
package dev.moorage.http.jetty;

import org.jspecify.annotations.NullMarked;
