/** Connections that the server watches: their heads, their bytes and their lingering close. */
@NullMarked
package dev.moorage.http.jetty.connection;

import org.jspecify.annotations.NullMarked;
