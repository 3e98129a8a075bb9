/** Manifests: parsing, checking, storing, serving, and referrers. */
@NullMarked
package dev.moorage.application.service.manifest;

import org.jspecify.annotations.NullMarked;
