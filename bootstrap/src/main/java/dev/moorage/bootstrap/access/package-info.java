/** Reads the rules of {@code access}, with the place of each rule in its file. */
@NullMarked
package dev.moorage.bootstrap.access;

import org.jspecify.annotations.NullMarked;
