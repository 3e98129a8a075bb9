/** The training run for the AOT cache, which runs once, when a package is built. */
@NullMarked
package dev.moorage.bootstrap.training;

import org.jspecify.annotations.NullMarked;
