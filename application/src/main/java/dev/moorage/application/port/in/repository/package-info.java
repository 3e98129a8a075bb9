/** The use cases that list repositories and tags. */
@NullMarked
package dev.moorage.application.port.in.repository;

import org.jspecify.annotations.NullMarked;
