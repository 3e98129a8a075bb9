/** The names of the OCI Distribution Specification: repositories, tags, references; parsed once, then trusted. */
@NullMarked
package dev.moorage.domain.name;

import org.jspecify.annotations.NullMarked;
