/** The use cases that push a blob. */
@NullMarked
package dev.moorage.application.port.in.upload;

import org.jspecify.annotations.NullMarked;
