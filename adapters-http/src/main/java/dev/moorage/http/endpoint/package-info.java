/** The endpoints of the OCI Distribution Specification, and the headers that they read and write. */
@NullMarked
package dev.moorage.http.endpoint;

import org.jspecify.annotations.NullMarked;
