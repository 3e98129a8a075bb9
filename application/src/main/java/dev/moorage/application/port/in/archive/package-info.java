/** Use cases that write images to OCI layouts, and store those of layouts: OCI Image Specification, "OCI Image Layout". */
@NullMarked
package dev.moorage.application.port.in.archive;

import org.jspecify.annotations.NullMarked;
