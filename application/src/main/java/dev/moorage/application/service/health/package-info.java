/** Health checks. */
@NullMarked
package dev.moorage.application.service.health;

import org.jspecify.annotations.NullMarked;
