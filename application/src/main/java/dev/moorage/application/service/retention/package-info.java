/** Applies policies of retention to the repositories of a store. */
@NullMarked
package dev.moorage.application.service.retention;

import org.jspecify.annotations.NullMarked;
