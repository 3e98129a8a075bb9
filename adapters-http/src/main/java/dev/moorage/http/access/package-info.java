/** Who may do what. */
@NullMarked
package dev.moorage.http.access;

import org.jspecify.annotations.NullMarked;
