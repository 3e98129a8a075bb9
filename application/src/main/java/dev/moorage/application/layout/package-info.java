/** The layout of keys in storage, and the link files. */
@NullMarked
package dev.moorage.application.layout;

import org.jspecify.annotations.NullMarked;
