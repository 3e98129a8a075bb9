/** Archives of images: folders, tar files and streams. */
@NullMarked
package dev.moorage.bootstrap.archive;

import org.jspecify.annotations.NullMarked;
