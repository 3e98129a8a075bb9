/** Fetches from other registries over HTTP. */
@NullMarked
package dev.moorage.upstream;

import org.jspecify.annotations.NullMarked;
