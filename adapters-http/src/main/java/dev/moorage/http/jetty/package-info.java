/** The registry on a Jetty; the only package that knows it. */
@NullMarked
package dev.moorage.http.jetty;

import org.jspecify.annotations.NullMarked;
