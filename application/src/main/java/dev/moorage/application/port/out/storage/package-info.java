/** The storage driver's port: the one interface that a backend implements. */
@NullMarked
package dev.moorage.application.port.out.storage;

import org.jspecify.annotations.NullMarked;
