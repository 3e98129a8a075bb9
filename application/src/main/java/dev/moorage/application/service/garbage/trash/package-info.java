/** What has left repositories and can be put back: ADR 53. */
@NullMarked
package dev.moorage.application.service.garbage.trash;

import org.jspecify.annotations.NullMarked;
