/** The use cases of operators: verifying and reindexing what is stored. */
@NullMarked
package dev.moorage.application.port.in.maintenance;

import org.jspecify.annotations.NullMarked;
