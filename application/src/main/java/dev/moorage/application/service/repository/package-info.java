/** Listing repositories and tags. */
@NullMarked
package dev.moorage.application.service.repository;

import org.jspecify.annotations.NullMarked;
