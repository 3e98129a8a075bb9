/** Copies images of other registries into this one. */
@NullMarked
package dev.moorage.application.service.mirror;

import org.jspecify.annotations.NullMarked;
