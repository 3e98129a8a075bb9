/** Maintenance of what is stored: verification, repairs, and reindexing. */
@NullMarked
package dev.moorage.application.service.maintenance;

import org.jspecify.annotations.NullMarked;
