/** The command line. */
@NullMarked
package dev.moorage.bootstrap.command;

import org.jspecify.annotations.NullMarked;
