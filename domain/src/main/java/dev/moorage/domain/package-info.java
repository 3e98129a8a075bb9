/** What is true of registries, with no I/O. */
@NullMarked
package dev.moorage.domain;

import org.jspecify.annotations.NullMarked;
