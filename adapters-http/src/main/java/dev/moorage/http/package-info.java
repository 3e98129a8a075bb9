/** The driving adapter: serves the OCI Distribution Specification over HTTP. */
@NullMarked
package dev.moorage.http;

import org.jspecify.annotations.NullMarked;
