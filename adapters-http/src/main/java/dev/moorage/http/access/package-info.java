/** Authentication and access control. */
@NullMarked
package dev.moorage.http.access;

import org.jspecify.annotations.NullMarked;
