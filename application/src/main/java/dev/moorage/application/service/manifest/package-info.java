/** Manifests: parsed, checked, stored, served, referred to. */
@NullMarked
package dev.moorage.application.service.manifest;

import org.jspecify.annotations.NullMarked;
