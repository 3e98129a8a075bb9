/** The rules of an OCI registry, without I/O. */
@NullMarked
package dev.moorage.domain;

import org.jspecify.annotations.NullMarked;
