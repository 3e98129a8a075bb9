/**
 * The names of the OCI Distribution Specification: repositories, tags and references. Each is validated when it is
 * parsed.
 */
@NullMarked
package dev.moorage.domain.name;

import org.jspecify.annotations.NullMarked;
