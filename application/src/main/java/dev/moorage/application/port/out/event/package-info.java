/** What happens in the registry, for audit, metrics and notifications. */
@NullMarked
package dev.moorage.application.port.out.event;

import org.jspecify.annotations.NullMarked;
