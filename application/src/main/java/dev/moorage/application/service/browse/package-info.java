/** Reads what the page of the registry shows, through the use cases of clients, with bounded costs. */
@NullMarked
package dev.moorage.application.service.browse;

import org.jspecify.annotations.NullMarked;
