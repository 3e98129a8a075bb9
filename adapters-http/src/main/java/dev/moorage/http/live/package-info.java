/** The uploads that are under way, below {@code /v2/_moorage/uploads}. */
@NullMarked
package dev.moorage.http.live;

import org.jspecify.annotations.NullMarked;
