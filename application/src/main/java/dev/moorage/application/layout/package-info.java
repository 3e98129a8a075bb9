/** The layout of the keys in storage, and the link files in it. */
@NullMarked
package dev.moorage.application.layout;

import org.jspecify.annotations.NullMarked;
