/** The command line: one class for each command. */
@NullMarked
package dev.moorage.bootstrap.command;

import org.jspecify.annotations.NullMarked;
