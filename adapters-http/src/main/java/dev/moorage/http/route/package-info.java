/** Requests' paths and queries, parsed once. */
@NullMarked
package dev.moorage.http.route;

import org.jspecify.annotations.NullMarked;
