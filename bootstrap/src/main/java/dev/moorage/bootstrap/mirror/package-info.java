/** Files of regsync, which say what is copied from other registries. */
@NullMarked
package dev.moorage.bootstrap.mirror;

import org.jspecify.annotations.NullMarked;
