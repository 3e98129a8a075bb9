/** What the page of the registry shows: use cases that read, each with a bounded cost. */
@NullMarked
package dev.moorage.application.port.in.browse;

import org.jspecify.annotations.NullMarked;
