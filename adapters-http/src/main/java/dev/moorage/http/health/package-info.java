/** The health page of operators, and the checks that connect to something: the registry's own port, and what is configured. */
@NullMarked
package dev.moorage.http.health;

import org.jspecify.annotations.NullMarked;
