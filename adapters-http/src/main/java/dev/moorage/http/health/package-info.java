/** The health page, and the check that asks the registry through its own port. */
@NullMarked
package dev.moorage.http.health;

import org.jspecify.annotations.NullMarked;
