/** Authentication and access control. */
@NullMarked
package dev.moorage.http.auth;

import org.jspecify.annotations.NullMarked;
