/** The use cases of listing. */
@NullMarked
package dev.moorage.application.port.in.repository;

import org.jspecify.annotations.NullMarked;
