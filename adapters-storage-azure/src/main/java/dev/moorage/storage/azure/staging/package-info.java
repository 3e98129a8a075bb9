/** Staged blobs: their block lists, and the steps that publish them. */
@NullMarked
package dev.moorage.storage.azure.staging;

import org.jspecify.annotations.NullMarked;
