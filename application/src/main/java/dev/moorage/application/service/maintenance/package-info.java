/** Looking after what is stored: verifying it, repairing what is certain, building indexes anew. */
@NullMarked
package dev.moorage.application.service.maintenance;

import org.jspecify.annotations.NullMarked;
