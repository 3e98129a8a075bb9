/** What is done once, when a package is made, so that it starts fast. */
@NullMarked
package dev.moorage.bootstrap.rehearsal;

import org.jspecify.annotations.NullMarked;
