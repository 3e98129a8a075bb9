/** The use cases of operators: looking after what is stored. */
@NullMarked
package dev.moorage.application.port.in.maintenance;

import org.jspecify.annotations.NullMarked;
