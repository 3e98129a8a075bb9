/** Cleaning up the staging prefixes of abandoned uploads. */
@NullMarked
package dev.moorage.application.staging;

import org.jspecify.annotations.NullMarked;
