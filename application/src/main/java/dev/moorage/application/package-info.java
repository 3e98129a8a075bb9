/** The use cases of a registry, their ports, and the layout of the keys in storage. */
@NullMarked
package dev.moorage.application;

import org.jspecify.annotations.NullMarked;
