/** What a registry and a repository list. */
@NullMarked
package dev.moorage.application.service.repository;

import org.jspecify.annotations.NullMarked;
