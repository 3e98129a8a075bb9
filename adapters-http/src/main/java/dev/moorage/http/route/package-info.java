/** Parsing of request paths and queries. */
@NullMarked
package dev.moorage.http.route;

import org.jspecify.annotations.NullMarked;
