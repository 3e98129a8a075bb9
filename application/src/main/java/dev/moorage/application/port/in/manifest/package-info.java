/** The use cases of manifests and their referrers. */
@NullMarked
package dev.moorage.application.port.in.manifest;

import org.jspecify.annotations.NullMarked;
