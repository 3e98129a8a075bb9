/** Manifests: their kinds, and what each refers to. */
@NullMarked
package dev.moorage.domain.manifest;

import org.jspecify.annotations.NullMarked;
