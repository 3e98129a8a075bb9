/** The streamed parse of a manifest. It keeps descriptors and annotations, and no tree. */
@NullMarked
package dev.moorage.application.service.manifest.parse;

import org.jspecify.annotations.NullMarked;
