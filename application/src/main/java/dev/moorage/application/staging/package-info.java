/** Staging areas that nobody goes on with. */
@NullMarked
package dev.moorage.application.staging;

import org.jspecify.annotations.NullMarked;
